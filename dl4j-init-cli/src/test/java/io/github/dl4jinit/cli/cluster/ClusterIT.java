// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.cli.CommandLine;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.Contents;
import io.github.dl4jinit.cli.Patterns;
import io.github.dl4jinit.cli.WorkerScript;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import io.github.dl4jinit.spark.SparkTrialRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real cluster of two nodes, and the real command: what is killed costs nothing but itself, and the results are those
 * of one machine. Program and data are shipped and trials train in the first test; in the others workers have answers
 * at once.
 */
class ClusterIT {

    private static final int TRIALS = 24;

    private static final List<String> SHARED = List.of("--cluster-shared");

    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        Patterns.data(folder, "data", 64, 32, false);
        cluster = new StandaloneCluster();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    /** Nothing is lost, none is there twice, and every digit is as on one machine. */
    @Test
    void anExecutorThatIsKilledLosesNothing() throws Exception {
        Path out = folder.resolve("killed-executor");
        CommandLine running = onCluster(cluster.master(), List.of(), WorkerScript.quick(), training(out));
        running.awaitLine("[6/");
        List<ProcessHandle> executors = cluster.executors();
        assertThat(executors).hasSize(StandaloneCluster.NODES);
        ProcessHandle killed = executors.get(0);
        List<ProcessHandle> workers = killed.children().toList();
        killed.destroyForcibly();
        Outcome outcome = running.outcome();

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.trials()).isEqualTo(TRIALS);
        assertThat(outcome.err()).isEmpty();
        assertThat(workers).isNotEmpty();
        for (ProcessHandle worker : workers) {
            worker.onExit().get(); // with its executor, or the test hangs
        }
        Path local = folder.resolve("local");
        assertThat(CommandLine.runHere(training(local)).exitCode()).isZero();
        assertThat(withoutTimes(out.resolve("results.json"))).isEqualTo(withoutTimes(local.resolve("results.json")));
        assertThat(Contents.of(out).trials())
                .isEqualTo(Contents.of(local).trials())
                .hasSize(TRIALS);
    }

    /** The executor is in the driver itself, which saves two processes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeadWorkerCostsItsTrialOnly(boolean hangs) throws Exception {
        Path out = folder.resolve(hangs ? "hung-worker" : "dead-worker");
        WorkerScript workers = hangs ? WorkerScript.answering(0) : WorkerScript.killedAt(2, false);
        Outcome outcome = onCluster("local[2]", SHARED, workers, with(answered(out), "--hang-limit", "2"))
                .outcome();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertOneFailure(
                outcome,
                hangs
                        ? "the worker process hung: it reported nothing for 2 s and was killed (on "
                        : "the worker process was killed by signal 9 (on ");
        assertThat(Contents.of(out).trials()).hasSize(6);
        assertFinished(out);
    }

    @Test
    void aWorkerOutOfMemoryCostsItsTrialOnly() throws Exception {
        Path out = folder.resolve("out-of-memory");
        String[] wide = sweep("--width 8,2500 --depth 2 --epochs 1 --worker-heap 24m", out);
        Outcome outcome =
                onCluster("local[2]", SHARED, WorkerScript.quick(), wide).outcome();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertOneFailure(outcome, "the worker process ran out of memory: its heap is limited to 24m");
        assertThat(Contents.of(out).trials()).hasSize(2);
    }

    private static void assertOneFailure(Outcome outcome, String reason) {
        assertThat(outcome.out().lines().filter(line -> line.contains("failed: ")))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains(reason));
    }

    /** And not the run, which would lose one executor after another. */
    @Test
    void aTrialThatEndsItsExecutorsIsGivenUp() throws Exception {
        Path out = folder.resolve("ended-executors");
        String[] seeds = sweep("--depth 2 --width 8 --seeds 1,2,3,4", out);
        Outcome outcome = onCluster(cluster.master(), SHARED, WorkerScript.killingTheirParents(3), seeds)
                .outcome();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertOneFailure(
                outcome, "the cluster gave it up, tried 2 times, the last on 127.0.0.1: Command exited with code 137");
        assertThat(Contents.of(out).trials()).hasSize(4);
    }

    @Test
    void heartbeatsTellHowFarATrialIs() throws Exception {
        TrialSpec spec = new TrialSpec(
                Scheme.HE,
                1,
                new TrainingSpec(
                        new MlpSpec(2, 8, "RELU", false, Optimiser.SGD, 0.1),
                        16,
                        1,
                        0,
                        DataSource.of(folder.resolve("data"))));
        WorkerSettings workers =
                new WorkerSettings(WorkerSettings.DEFAULT_HEAP, Duration.ofMinutes(10), folder, line -> {});
        SparkTrialRunner runner =
                new SparkTrialRunner(cluster.settings(WorkerScript.halfway().home(), workers));
        List<Double> told = new ArrayList<>();
        TrialListener closing = new TrialListener() {
            @Override
            public void progressed(TrialSpec trial, int iteration, int iterations, double loss) {
                assertThat(trial).isEqualTo(spec);
                told.addAll(List.of((double) iteration, (double) iterations, loss));
                runner.close();
            }

            @Override
            public void ended(TrialResult result) {
                throw new AssertionError(result);
            }
        };
        runner.start();
        assertThatThrownBy(() -> runner.run(List.of(spec), closing)).isInstanceOf(InterruptedException.class);
        assertThat(told).startsWith(1.0, 2.0, 2.5);
    }

    /** A search asks for trials in turns, by what the last have told. */
    @Test
    void aSearchComesToTheSame() throws Exception {
        String[] search =
                ("tune --depth 2 --width 8 --batch 8 --trials 32 --data " + folder.resolve("data")).split(" ");
        WorkerScript workers = WorkerScript.answering(Integer.MAX_VALUE);
        Path there = folder.resolve("searched-there");
        Outcome outcome = onCluster("local[2]", SHARED, workers, with(search, "--out", there.toString()))
                .outcome();
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        Path here = folder.resolve("searched-here");
        assertThat(workers.run(with(search, "--out", here.toString())).exitCode())
                .isZero();
        assertThat(withoutTimes(there.resolve("results.json"))).isEqualTo(withoutTimes(here.resolve("results.json")));
    }

    /** By Ctrl-C, or because the driver dies: no executor and no worker is left, and what was finished is. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "KILL, 1"})
    void anEndIsTheEndOfAll(String signal, int exitCode) throws Exception {
        Path out = folder.resolve("ended-by-" + signal);
        WorkerScript workers = WorkerScript.answering(0); // the first; another goes on beside it
        CommandLine running = onCluster(cluster.master(), SHARED, workers, answered(out));
        workers.awaitEndlessTrial(running);
        running.awaitLine("[5/");
        List<ProcessHandle> executors = cluster.executors();
        assertThat(executors).hasSize(StandaloneCluster.NODES);
        List<ProcessHandle> left = new ArrayList<>(executors);
        executors.forEach(executor -> executor.children().forEach(left::add));
        if (signal.equals("INT")) {
            running.signal("INT", true);
        } else {
            CommandLine.signal(running.process().children().findFirst().orElseThrow(), "KILL");
        }
        Outcome outcome = running.outcome();

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        assertThat(outcome.err())
                .contains(signal.equals("INT") ? "interrupted; what was finished is kept" : "ended with exit code 137");
        for (ProcessHandle process : left) {
            process.onExit().get(); // or the test hangs
        }
        assertThat(Contents.of(out).trials()).hasSize(5);
        assertFinished(out);
    }

    /** Going on, on this machine, comes to the files of a run that nobody disturbed. */
    private static void assertFinished(Path out) throws Exception {
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

    private static CommandLine onCluster(String master, List<String> options, WorkerScript workers, String... args)
            throws Exception {
        List<String> all = new ArrayList<>(options);
        all.addAll(StandaloneCluster.options(master, workers.home()));
        return CommandLine.start(cluster.prefix(workers.home()), List.of(), with(args, all.toArray(String[]::new)));
    }

    private static String[] with(String[] args, String... more) {
        return Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static String[] training(Path out) {
        return sweep("--gain 0.5:2:0.5 --depth 3,5,8 --width 16 --seeds 1,2 --epochs 8", out);
    }

    private static String[] answered(Path out) {
        return sweep("--gain 0.5,1,2 --depth 2,3 --width 8", out);
    }

    private static String[] sweep(String options, Path out) {
        return ("sweep " + options + " --batch 16 --data " + folder.resolve("data") + " --out " + out).split(" ");
    }

    private static JsonNode withoutTimes(Path results) throws Exception {
        JsonNode json = new ObjectMapper().readTree(results.toFile());
        ((ObjectNode) json).remove("run");
        for (String time : List.of("seconds", "msPerIteration")) {
            json.findParents(time).forEach(parent -> ((ObjectNode) parent).remove(time));
        }
        return json;
    }
}
