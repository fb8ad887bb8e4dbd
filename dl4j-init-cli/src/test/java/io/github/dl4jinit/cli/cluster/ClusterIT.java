// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import static io.github.dl4jinit.cli.cluster.ClusterRuns.SHARED;
import static io.github.dl4jinit.cli.cluster.ClusterRuns.assertOneFailure;
import static io.github.dl4jinit.cli.cluster.ClusterRuns.withoutTimes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jinit.cli.CommandLine;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.Contents;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real cluster of two nodes, and the real command: what is killed costs nothing but itself, and the results are those
 * of one machine. Program and data are shipped and trials train in the first test; in the others workers have answers
 * at once.
 */
class ClusterIT {

    private static final int TRIALS = 24;

    @TempDir
    static Path folder;

    private static ClusterRuns runs;

    @BeforeAll
    static void start() throws Exception {
        runs = new ClusterRuns(folder);
    }

    @AfterAll
    static void end() {
        runs.close();
    }

    /** Nothing is lost, none is there twice, and every digit is as on one machine. */
    @Test
    void anExecutorThatIsKilledLosesNothing() throws Exception {
        Path out = folder.resolve("killed-executor");
        CommandLine running = runs.start(runs.cluster().master(), List.of(), WorkerScript.quick(), runs.training(out));
        running.awaitLine("[6/");
        List<ProcessHandle> executors = runs.cluster().executors();
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
        assertThat(CommandLine.runHere(runs.training(local)).exitCode()).isZero();
        assertThat(withoutTimes(out.resolve("results.json"))).isEqualTo(withoutTimes(local.resolve("results.json")));
        assertThat(Contents.of(out).trials())
                .isEqualTo(Contents.of(local).trials())
                .hasSize(TRIALS);
    }

    /** And not the run, which would lose one executor after another. */
    @Test
    void aTrialThatEndsItsExecutorsIsGivenUp() throws Exception {
        Path out = folder.resolve("ended-executors");
        String[] seeds = runs.sweep("--depth 2 --width 8 --seeds 1,2,3,4", out);
        Outcome outcome = runs.start(runs.cluster().master(), SHARED, WorkerScript.killingTheirParents(3), seeds)
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
        SparkTrialRunner runner = new SparkTrialRunner(
                runs.cluster().settings(WorkerScript.halfway().home(), workers));
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

    /** By Ctrl-C, or because the driver dies: no executor and no worker is left, and what was finished is. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "KILL, 1"})
    void anEndIsTheEndOfAll(String signal, int exitCode) throws Exception {
        Path out = folder.resolve("ended-by-" + signal);
        WorkerScript workers = WorkerScript.answering(0); // the first; another goes on beside it
        CommandLine running = runs.start(runs.cluster().master(), SHARED, workers, runs.answered(out));
        workers.awaitEndlessTrial(running);
        running.awaitLine("[5/");
        List<ProcessHandle> executors = runs.cluster().executors();
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
        runs.assertFinished(out);
    }
}
