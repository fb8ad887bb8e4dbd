// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.cli.CommandLine;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.Contents;
import io.github.dl4jinit.cli.Patterns;
import io.github.dl4jinit.cli.WorkerScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a cluster of their own: the commands that are run on it, and what must have come of them. */
abstract class OnCluster {

    static final List<String> SHARED = List.of("--cluster-shared");

    @TempDir
    static Path folder;

    static StandaloneCluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        Patterns.data(folder, "data", 64, 32, false);
        cluster = new StandaloneCluster();
    }

    @AfterAll
    static void endCluster() {
        cluster.close();
    }

    static void assertOneFailure(Outcome outcome, String reason) {
        assertThat(outcome.out().lines().filter(line -> line.contains("failed: ")))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains(reason));
    }

    /** What an end is. */
    @FunctionalInterface
    interface End {

        /** Brings it about. */
        void of(CommandLine running) throws Exception;
    }

    /** No executor and no worker is left after an end, and what was finished is. */
    static void assertTheEndOfAll(Path out, End end, int exitCode, String sentence) throws Exception {
        WorkerScript workers = WorkerScript.answering(0); // the first; another goes on beside it
        CommandLine running = start(cluster.master(), SHARED, workers, answered(out));
        workers.awaitEndlessTrial(running);
        running.awaitLine("[5/");
        List<ProcessHandle> executors = cluster.executors();
        assertThat(executors).hasSize(StandaloneCluster.NODES);
        List<ProcessHandle> left = new ArrayList<>(executors);
        executors.forEach(executor -> executor.children().forEach(left::add));
        end.of(running);
        Outcome outcome = running.outcome();

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        assertThat(outcome.err()).contains(sentence);
        for (ProcessHandle process : left) {
            process.onExit().get(); // or the test hangs
        }
        assertThat(Contents.of(out).trials()).hasSize(5);
        assertFinished(out);
    }

    /** Going on, on this machine, comes to the files of a run that nobody disturbed. */
    static void assertFinished(Path out) throws Exception {
        Path whole = folder.resolve("whole");
        WorkerScript sound = WorkerScript.answering(Integer.MAX_VALUE);
        if (!Files.exists(whole)) {
            assertThat(sound.run(answered(whole)).exitCode()).isZero();
        }
        Outcome outcome = sound.run(with(answered(out), "--resume"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.trials()).isEqualTo(1);
        assertThat(Contents.of(out)).isEqualTo(Contents.of(whole));
    }

    static CommandLine start(String master, List<String> options, WorkerScript workers, String... args)
            throws Exception {
        List<String> all = new ArrayList<>(options);
        all.addAll(StandaloneCluster.options(master, workers.home()));
        return CommandLine.start(cluster.prefix(workers.home()), List.of(), with(args, all.toArray(String[]::new)));
    }

    static String[] with(String[] args, String... more) {
        return Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new);
    }

    static String[] training(Path out) {
        return sweep("--gain 0.5:2:0.5 --depth 3,5,8 --width 16 --seeds 1,2 --epochs 8", out);
    }

    static String[] answered(Path out) {
        return sweep("--gain 0.5,1,2 --depth 2,3 --width 8", out);
    }

    static String[] sweep(String options, Path out) {
        return ("sweep " + options + " --batch 16 --data " + folder.resolve("data") + " --out " + out).split(" ");
    }

    static JsonNode withoutTimes(Path results) throws Exception {
        JsonNode json = new ObjectMapper().readTree(results.toFile());
        ((ObjectNode) json).remove("run");
        for (String time : List.of("seconds", "msPerIteration")) {
            json.findParents(time).forEach(parent -> ((ObjectNode) parent).remove(time));
        }
        return json;
    }
}
