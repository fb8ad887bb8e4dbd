// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class ExperimentsTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("it.yaml");
    }

    private List<String> expanded(String text, String... more) throws IOException {
        Files.writeString(file, text);
        List<String> arguments = new ArrayList<>(List.of("compare", "--spec", file.toString()));
        arguments.addAll(List.of(more));
        return List.of(Experiments.expanded(Main.commandLine(), arguments.toArray(String[]::new)));
    }

    private static ParseResult parsed(String... arguments) {
        return Main.commandLine().parseArgs(arguments).subcommand();
    }

    @Test
    void theFileTakesThePlaceOfItsName() throws IOException {
        assertThat(expanded("command: compare\nscheme: [he, xavier]\ndepth: 20\ntailored: true\nopen: false"))
                .containsExactly("compare", "--schemes=he,xavier", "--depth=20", "--tailored");
    }

    /** By whichever of its names; a flag is not turned back by being given twice. */
    @Test
    void theCommandLineGoesBefore() throws IOException {
        List<String> arguments = expanded(
                "command: compare\nseeds: [1, 2]\nscheme: he\ntailored: true\nepochs: 2",
                "--seed",
                "7",
                "--schemes=xavier",
                "--tailored",
                "--open");
        assertThat(arguments)
                .containsExactlyInAnyOrder(
                        "compare", "--epochs=2", "--seeds=7", "--schemes=xavier", "--tailored", "--open");
        assertThat(parsed(arguments.toArray(String[]::new)).<Boolean>matchedOptionValue("--tailored", false))
                .isTrue();
    }

    /** What is wrong on the command line is told in the same words as without a file, and so is left as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"--no-such", "--depth=x", "--depth", "stray"})
    void aWrongCommandLineStaysAsItIs(String wrong) throws IOException {
        assertThat(expanded("command: compare\nwidth: 16", wrong))
                .containsExactly("compare", "--spec", file.toString(), wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command: sweep | the command in FILE must be compare, received sweep",
                "command: compare;deepth: 3 | a name in FILE must be that of an option of compare, received deepth",
                "command: compare;gain: 3 | a name in FILE must be that of an option of compare, received gain",
                "command: compare;help: true | a name in FILE must be that of an option of compare, received help",
                "command: compare;spec: x | a name in FILE must be that of an option of compare, received spec",
                "command: compare;tailored: yes | tailored in FILE must be true or false, received [yes]",
            })
    void whatIsNoOptionIsRefused(String text, String message) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> expanded(text.replace(';', '\n')))
                .withMessage(message.replace("FILE", file.toString()));
    }

    /** Options come back as they were given; those of one run only are not of the experiment. */
    @ParameterizedTest
    @ValueSource(strings = {"compare", "sweep", "tune", "probe"})
    void whatIsWrittenIsRead(String command) throws IOException {
        ParseResult given =
                parsed(command, "--verbose", "--open", "--lr=1e-3", "--tailored", "--write-spec", "" + file);
        StringWriter said = new StringWriter();
        given.commandSpec().commandLine().setOut(new PrintWriter(said, true));
        assertThat(Experiments.write(given)).isTrue();
        assertThat(said.toString()).isEqualTo(file + System.lineSeparator());
        ParseResult read = parsed(Experiments.expanded(Main.commandLine(), command, "--spec", file.toString()));
        assertThat(read.hasMatchedOption("--verbose")).isFalse();
        assertThat(read.hasMatchedOption("--open")).isFalse();
        read.commandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .filter(option -> !List.of("--verbose", "--open", "--spec", "--write-spec")
                        .contains(option.longestName()))
                .forEach(option -> assertThat(option.<Object>getValue())
                        .as(option.longestName())
                        .isEqualTo(given.commandSpec()
                                .findOption(option.longestName())
                                .getValue()));
    }

    @Test
    void nothingIsWrittenUnasked() throws IOException {
        assertThat(Experiments.write(parsed("compare", "--depth=3"))).isFalse();
        assertThat(Experiments.write(parsed("compare", "--write-spec=" + file, "--help")))
                .isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void anEarlierRunWithoutItsFolderAndWithWhatIsGivenNow() {
        List<String> earlier = List.of(
                "compare", "--schemes=he,xavier", "--out", "a", "--jobs", "1", "--open", "--tailored", "--resume");
        assertThat(Experiments.again(Main.commandLine(), earlier, parsed("rerun", "a", "--jobs=2", "--quiet")))
                .containsExactly("compare", "--schemes=he,xavier", "--tailored", "--jobs=2", "--quiet");
    }

    /** A file says what ran: it must not make this program do anything else. */
    @ParameterizedTest
    @ValueSource(strings = {"report x --out=y", "gain", "rerun x", "compare --no-such", "compare stray", "x", ""})
    void whatIsNoRunIsNotDoneAgain(String earlier) {
        List<String> arguments = List.of(earlier.split(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Experiments.again(Main.commandLine(), arguments, parsed("rerun", "a")))
                .withMessageStartingWith("the command of the run must be one that can be repeated, received ");
    }
}
