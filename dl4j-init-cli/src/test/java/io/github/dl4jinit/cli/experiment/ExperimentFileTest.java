// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class ExperimentFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("it.yaml");
    }

    /** What YAML would take for a number, a date, nothing, a mark of its own or a comment is read as it was written. */
    @Test
    void everyValueComesBack() throws IOException {
        Map<String, List<String>> options = new LinkedHashMap<>();
        options.put("schemes", List.of("he,xavier(gain=1.1,distribution=uniform)"));
        options.put("residual", List.of("true"));
        List<String> odd = List.of(
                "1e-4",
                "007",
                "10_000",
                "0x1F",
                "no",
                "null",
                "~",
                "",
                "2026-11-28",
                "1:30",
                "a: b",
                "# x",
                "- y",
                "*a",
                "&a",
                "|",
                "'",
                "\"",
                "%",
                "@",
                "{a: 1}",
                "[1]",
                "ünï",
                "C:\\x",
                " x ",
                ".inf",
                "!!int 3",
                "---");
        for (String value : odd) {
            options.put("value" + options.size(), List.of(value));
        }
        options.put("values", odd);
        ExperimentFile experiment = new ExperimentFile("compare", options);
        experiment.write(file);
        ExperimentFile read = ExperimentFile.read(file);
        assertThat(read.command()).isEqualTo("compare");
        assertThat(read.options().entrySet()).containsExactlyElementsOf(options.entrySet());
        // A reader that we did not write: it takes some for numbers, as it may.
        Map<String, Object> byOther = new Yaml().load(Files.readString(file));
        assertThat(byOther).hasSize(options.size() + 1).containsEntry("command", "compare");
    }

    /** As people write it, with quotes or without, and in the form that YAML has in common with JSON. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "command: compare\\nlr: 1e-4\\nseeds: [1, 2]",
                "command: 'compare' # the one\\nlr: \"1e-4\"\\nseeds:\\n- 1\\n- '2'\\n",
                "---\\n{\"command\": \"compare\", \"lr\": 1e-4, \"seeds\": [1, 2]}\\n...\\n",
            })
    void everyWayToWriteIt(String text) throws IOException {
        Files.writeString(file, text.replace("\\n", "\n"));
        ExperimentFile read = ExperimentFile.read(file);
        assertThat(read.command()).isEqualTo("compare");
        assertThat(read.options()).isEqualTo(Map.of("lr", List.of("1e-4"), "seeds", List.of("1", "2")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``| expected lines of NAME: VALUE at line 1",
                "compare | expected lines of NAME: VALUE at line 1",
                "[1, 2] | expected lines of NAME: VALUE at line 1",
                "lr: 1 | expected one command, found none",
                "command: [compare, sweep] | expected one command, found [compare, sweep]",
                "command: ~ | expected a value or a list of values at line 1",
                "command: compare\\nlr: null | expected a value or a list of values at line 2",
                "command: compare\\nlr: {a: 1} | expected a value or a list of values at line 2",
                "command: compare\\nlr: [[1]] | expected a value or a list of values at line 2",
                "command: compare\\nlr: 1\\nlr: 2 | Duplicate field 'lr' at line 3",
                "command: compare\\n---\\ncommand: sweep | expected one document at line 3",
                "command: compare\\n\\tlr: 1 | found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) at line 2",
                "command: compare\\n? {a: 1}\\n: 2 | Expected a field name (Scalar value in YAML) at line 2",
                "command: 'compare | found unexpected end of stream at line 1",
            })
    void whatIsNone(String text, String reason) throws IOException {
        Files.writeString(file, text.replace("\\n", "\n").replace("\\t", "\t"));
        assertThatIOException()
                .isThrownBy(() -> ExperimentFile.read(file))
                .withMessage(file + " holds no experiment: " + reason);
    }

    @Test
    void whatIsNoFile() throws IOException {
        assertThatIOException().isThrownBy(() -> ExperimentFile.read(file)).withMessage(file + ": no such file");
        assertThatIOException()
                .isThrownBy(() -> ExperimentFile.read(folder))
                .withMessage(folder + " is no regular file");
        try (FileChannel sparse = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            sparse.position(3L << 30).write(StandardCharsets.US_ASCII.encode("x"));
        }
        assertThatIOException()
                .isThrownBy(() -> ExperimentFile.read(file))
                .withMessage(file + " holds no experiment: 3221225473 bytes are more than any has");
    }
}
