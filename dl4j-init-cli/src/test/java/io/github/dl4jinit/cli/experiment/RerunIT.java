// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code dl4j-init rerun} on real runs. */
class RerunIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    /** What a run printed; empty if its exit code was not what it should be. */
    private static String run(int exitCode, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        CommandLine command = Main.commandLine().setOut(out).setErr(out);
        assertThat(command.execute(arguments)).as(said.toString()).isEqualTo(exitCode);
        return said.toString();
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static void change(String file, Consumer<ObjectNode> change) throws IOException {
        Path path = folder.resolve(file);
        ObjectNode json = (ObjectNode) JSON.readTree(path.toFile());
        change.accept(json);
        Files.writeString(path, JSON.writeValueAsString(json));
    }

    @BeforeAll
    static void compare() {
        run(
                0,
                "compare",
                "--scheme=he,xavier",
                "--seeds=1",
                "--depth=3",
                "--width=8",
                "--train-limit=256",
                "--out=" + at("then"));
    }

    /** One run the same, then, of a copy that another machine might have written, all ways in which it can differ. */
    @Test
    void aComparisonAgain() throws IOException {
        assertThat(run(0, "rerun", at("then"), "--out=" + at("now"), "--jobs=1"))
                .endsWith("The same as " + at("then") + " to the digit: 2 results.\n"
                        + "Version, machine and data are the same.\n");
        JsonNode begun = JSON.readTree(folder.resolve("now/run.json").toFile());
        assertThat(begun.get("command").toString()).contains("--jobs=1").doesNotContain(at("then"));
        // Results that were there before are not taken for those of a run that could not begin.
        assertThat(run(1, "rerun", at("then"), "--out=" + at("now")))
                .contains("already holds trials")
                .doesNotContain("to the digit");

        change("then/run.json", run -> {
            run.put("dl4jInit", "0.0.9");
            ((ObjectNode) run.get("environment")).put("blas", "slow BLAS");
        });
        change("then/trials/he-seed1.json", trial -> ((ArrayNode) trial.get("history")).set(1, 0.5));
        Files.copy(folder.resolve("then/trials/he-seed1.json"), folder.resolve("then/trials/lost.json"));
        StringWriter said = new StringWriter();
        Repetition repetition = Repetition.of(folder.resolve("then"), folder.resolve("now"));
        repetition.print(new PrintWriter(said));
        assertThat(repetition.isSame()).isFalse();
        JsonNode now = JSON.readTree(folder.resolve("now/trials/he-seed1.json").toFile());
        assertThat(said.toString())
                .isEqualTo("Of 3 results in " + at("then") + ", 1 came to the digit again, and 2 did not:\n"
                        + "trials/he-seed1: loss of iteration 2 0.5 then, "
                        + now.get("history").get(1) + " now\n"
                        + "trials/lost: missing now\n"
                        + "What differs: dl4j-init 0.0.9 then, "
                        + begun.get("dl4jInit").asText() + " now; matrix library slow BLAS then, "
                        + begun.get("environment").get("blas").asText() + " now.\n");
    }

    @Test
    void aProbeAgainAndOneThatCameOutOtherwise() throws IOException {
        run(0, "probe", "--scheme=xavier", "--depth=3", "--width=8", "--out=" + at("probe"));
        assertThat(run(0, "rerun", at("probe"), "--out=" + at("probe2")))
                .contains("The same as " + at("probe") + " to the digit: 1 result.\n");
        Files.writeString(folder.resolve("probe/signal.json"), "{}");
        assertThat(run(3, "rerun", at("probe"), "--out=" + at("probe3"))).contains("signal: not the same now\n");
    }

    @Test
    void whatCannotBeDoneAgain() {
        assertThat(run(1, "rerun", at("nowhere"))).isEqualTo("dl4j-init rerun: " + at("nowhere") + " does not exist\n");
        assertThat(run(2, "rerun", at("then"), "--out=" + at("x") + "/../then"))
                .startsWith("dl4j-init rerun: --out must be another folder than that of the run, received ");
    }
}
