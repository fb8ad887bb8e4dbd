// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens on a cluster beside the two things in {@link ClusterIT}. It runs only when it is named: each command
 * takes as long as Spark does to start.
 */
class ClusterInDepth extends OnCluster {

    /** With {@code local[2]} the executor is in the driver itself, which saves two processes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeadWorkerCostsItsTrialOnly(boolean hangs) throws Exception {
        Path out = folder.resolve(hangs ? "hung-worker" : "dead-worker");
        WorkerScript workers = hangs ? WorkerScript.answering(0) : WorkerScript.killedAt(2, false);
        Outcome outcome = start("local[2]", SHARED, workers, with(answered(out), "--hang-limit", "2"))
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
        Outcome outcome = start("local[2]", SHARED, WorkerScript.quick(), wide).outcome();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertOneFailure(outcome, "the worker process ran out of memory: its heap is limited to 24m");
        assertThat(Contents.of(out).trials()).hasSize(2);
    }

    /** A search asks for trials in turns, by what the last have told. */
    @Test
    void aSearchComesToTheSame() throws Exception {
        String[] search =
                ("tune --depth 2 --width 8 --batch 8 --trials 32 --data " + folder.resolve("data")).split(" ");
        WorkerScript workers = WorkerScript.answering(Integer.MAX_VALUE);
        Path there = folder.resolve("searched-there");
        Outcome outcome = start("local[2]", SHARED, workers, with(search, "--out", there.toString()))
                .outcome();
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        Path here = folder.resolve("searched-here");
        assertThat(workers.run(with(search, "--out", here.toString())).exitCode())
                .isZero();
        assertThat(withoutTimes(there.resolve("results.json"))).isEqualTo(withoutTimes(here.resolve("results.json")));
    }

    /** And not the run, which would lose one executor after another. */
    @Test
    void aTrialThatEndsItsExecutorsIsGivenUp() throws Exception {
        Path out = folder.resolve("ended-executors");
        String[] seeds = sweep("--depth 2 --width 8 --seeds 1,2,3,4", out);
        Outcome outcome = start(cluster.master(), SHARED, WorkerScript.killingTheirParents(3), seeds)
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

    @Test
    void ctrlCIsTheEndOfAll() throws Exception {
        assertTheEndOfAll(
                folder.resolve("interrupted"),
                running -> running.signal("INT", true),
                130,
                "interrupted; what was finished is kept");
    }
}
