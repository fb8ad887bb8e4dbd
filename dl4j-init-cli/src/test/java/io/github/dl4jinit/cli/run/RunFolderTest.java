// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.cli.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run says of itself is written and read by one class, which believes no file that it did not write. */
class RunFolderTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Run.Kind.class)
    void whatIsWrittenIsRead(Run.Kind kind) throws IOException {
        for (Run run : List.of(Runs.running(kind), Runs.done(kind))) {
            write(run);
            assertThat(RunFolder.read(folder)).isEqualTo(run);
        }
        assertThat(Runs.done(kind).seconds()).isEqualTo(90);
    }

    @Test
    void timesAreThoseOfUtc() throws IOException {
        write(Runs.done(Run.Kind.COMPARE));
        assertThat(folder.resolve("run.json"))
                .content()
                .contains("\"format\" : 1", "\"started\" : \"2026-11-27T18:00:00Z\"", "\"kind\" : \"compare\"");
    }

    @Test
    void aFolderWithoutARun() throws IOException {
        assertThatThrownBy(() -> RunFolder.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + " holds no results: there is no run.json in it");
        assertThatThrownBy(() -> RunFolder.read(folder.resolve("x")))
                .hasMessage(folder.resolve("x") + " does not exist");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> RunFolder.read(file)).hasMessage(file + " is no folder");
        Files.createFile(Files.createDirectory(folder.resolve("trials")).resolve("he-seed1.json"));
        assertThatThrownBy(() -> RunFolder.read(folder))
                .hasMessage(folder + " is of an older dl4j-init, which wrote no run.json that says what ran: run its"
                        + " command again");
    }

    /** Each field in turn is missing, or is what no run can have written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format | 2 | is of format 2, and this dl4j-init reads format 1: use a newer one",
                "format | 0 | is of format 0, and this dl4j-init reads format 1: run its command again",
                "format | 99999999999 | is of format 99999999999, and this dl4j-init reads format 1: use a newer one",
                "format | \"1\" | it has no format",
                "dl4jInit | null | dl4jInit must be given, received null",
                "kind | \"probes\" | not the JSON of a run at its field kind",
                "kind | 1 | not the JSON of a run",
                "command | null | command must be given, received null",
                "started | \"yesterday\" | not the JSON of a run",
                "started | null | started must be given, received null",
                "ended | null | ended must be given, received null",
                "seconds | -1 | seconds must be zero or more and finite, received -1.0",
                "state | \"RUNNING\" | ended must be null while it runs, received 2026-11-27T18:01:30Z",
                "trials | -1 | trials must be 0 or more, received -1",
                "trials | 1.5 | not the JSON of a run at its field trials",
                "best | {\"what\":\"he\",\"score\":2} | score must be from 0 to 1, received 2.0",
                "environment | null | environment must be given, received null",
                "data | {} | not the JSON of a run",
                "spec | [] | spec must be an object with finite numbers only, received []",
                "more | 1 | not the JSON of a run"
            })
    void aFileThatNoRunWrote(String field, String value, String sentence) throws IOException {
        write(Runs.done(Run.Kind.COMPARE));
        ObjectMapper mapper = new ObjectMapper();
        Path file = folder.resolve("run.json");
        ObjectNode json = (ObjectNode) mapper.readTree(file.toFile());
        json.set(field, mapper.readTree(value));
        Files.write(file, mapper.writeValueAsBytes(json));
        assertThatThrownBy(() -> RunFolder.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(sentence);
        if (!field.equals("more")) {
            json.remove(field);
            Files.write(file, mapper.writeValueAsBytes(json));
            assertThatThrownBy(() -> RunFolder.read(folder)).isInstanceOf(IOException.class);
        }
        Files.writeString(file, "{\"format\":");
        assertThatThrownBy(() -> RunFolder.read(folder)).hasMessageContaining("not the JSON of a run at line 1");
    }

    /** A signal may come while the results of a run that is done are being written. */
    @Test
    void aRunEndsOnce() throws IOException {
        RunLog log = new RunLog(AtomicFile.folder(folder), Start.now());
        log.end(Run.State.FAILED);
        assertThat(folder).isEmptyDirectory();
        log.begin(Runs.running(Run.Kind.SWEEP));
        Run done = log.endedNow(Run.State.DONE, null);
        log.end(Run.State.INTERRUPTED);
        log.end(done);
        log.end(Run.State.FAILED);
        assertThat(RunFolder.read(folder).state()).isEqualTo(Run.State.INTERRUPTED);
    }

    /** The clock on the wall may be set while a run goes on. */
    @Test
    void howLongItTookIsMeasuredByAClockThatNobodySets() {
        Instant tomorrow = Instant.now().plusSeconds(86_400);
        Start start = new Start(tomorrow, System.nanoTime() - 1_500_000_000L);
        Run run = start.end(Runs.running(Run.Kind.SWEEP), Run.State.DONE, null);
        assertThat(run.ended()).isBefore(tomorrow);
        assertThat(run.seconds()).isGreaterThanOrEqualTo(1.5).isLessThan(3600);
    }

    private void write(Run run) throws IOException {
        RunFolder.write(AtomicFile.folder(folder), run);
    }
}
