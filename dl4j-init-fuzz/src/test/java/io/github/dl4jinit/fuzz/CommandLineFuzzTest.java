// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Command lines, an argument a line. Nothing is trained: the data that they are to be trained on is missing, which is
 * noticed when everything else has been checked. Each ends with exit code 0 to 3, and what is wrong in one sentence.
 */
class CommandLineFuzzTest {

    /** Where no data is. */
    private static final List<String> NO_DATA = List.of("--data", "target/fuzz/absent");

    private static final List<String> NO_MODEL = List.of("--model", "target/fuzz/absent");

    private static final int HIGHEST_EXIT_CODE = 3;

    /** To make it takes ten times as long as to parse a line; it remembers nothing of the last. */
    private static final CommandLine PARSER = Main.commandLine();

    @FuzzTest
    void input(byte[] input) {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(CommandLineFuzzTest.class).read(300, Texts::vary, CommandLineFuzzTest::read);
    }

    private static boolean read(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(text.lines().toList());
        // What writes pictures wherever it is told to is not for tests; nor is a stack trace a sentence.
        if (arguments.contains("--verbose") || arguments.stream().anyMatch(argument -> argument.startsWith("--plot"))) {
            return false;
        }
        arguments.addAll(arguments.contains("probe") ? NO_MODEL : arguments.contains("gain") ? List.of() : NO_DATA);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PARSER.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        Optional<Integer> exit = Contract.keep(
                text,
                IllegalStateException.class,
                Contract.MOST_NANOS_OF_MUCH,
                () -> PARSER.execute(arguments.toArray(String[]::new)));
        int code = exit.orElseThrow();
        Contract.require(code >= 0 && code <= HIGHEST_EXIT_CODE, "ended with " + code, text, null);
        // Before it reads data, a command says where results will be.
        boolean noResult = out.toString().lines().allMatch(line -> line.startsWith("results go to "));
        Contract.require(code == 0 || noResult, "printed a result and failed", text, null);
        if (code == 0) {
            Contract.require(err.toString().isEmpty(), "complained and went on", text, null);
        } else {
            Contract.message(err.toString(), text, null);
            Contract.require(!err.toString().contains("a fault of the program"), "said: " + err, text, null);
        }
        return code != CommandLine.ExitCode.USAGE;
    }
}
