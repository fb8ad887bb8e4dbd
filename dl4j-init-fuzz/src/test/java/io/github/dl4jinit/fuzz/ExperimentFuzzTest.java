// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.cli.Main;
import io.github.dl4jinit.cli.experiment.Experiments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Experiments in files, as {@code --spec} names them: each becomes arguments of its command. */
class ExperimentFuzzTest {

    private static final String COMMAND = "compare";

    private static final Scratch FILE = new Scratch("experiment.yaml");

    private static final CommandLine PARSER = Main.commandLine();

    @FuzzTest
    void input(byte[] input) throws IOException {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(ExperimentFuzzTest.class).read(2_000, Texts::vary, ExperimentFuzzTest::read);
    }

    private static boolean read(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        Files.write(FILE.path(), input);
        Optional<String[]> arguments = Contract.keep(
                text,
                ParameterException.class,
                () -> Experiments.expanded(
                        PARSER, COMMAND, "--spec", FILE.path().toString()));
        arguments.map(List::of).ifPresent(expanded -> {
            Contract.same(COMMAND, expanded.get(0), text);
            Contract.require(
                    expanded.stream().skip(1).allMatch(argument -> argument.startsWith("--")),
                    "gave what is no option",
                    text,
                    null);
        });
        return arguments.isPresent();
    }
}
