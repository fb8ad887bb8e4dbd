// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import static io.github.dl4jinit.cli.cluster.ClusterRuns.SHARED;
import static io.github.dl4jinit.cli.cluster.ClusterRuns.assertOneFailure;
import static io.github.dl4jinit.cli.cluster.ClusterRuns.with;
import static io.github.dl4jinit.cli.cluster.ClusterRuns.withoutTimes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.Contents;
import io.github.dl4jinit.cli.WorkerScript;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What costs a trial of a cluster's, and nothing else; and a search. The executor is in the driver itself, which saves
 * two processes. It runs only when it is named: each command takes as long as Spark does to start.
 */
class ClusterFaults {

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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeadWorkerCostsItsTrialOnly(boolean hangs) throws Exception {
        Path out = folder.resolve(hangs ? "hung-worker" : "dead-worker");
        WorkerScript workers = hangs ? WorkerScript.answering(0) : WorkerScript.killedAt(2, false);
        Outcome outcome = runs.start("local[2]", SHARED, workers, with(runs.answered(out), "--hang-limit", "2"))
                .outcome();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertOneFailure(
                outcome,
                hangs
                        ? "the worker process hung: it reported nothing for 2 s and was killed (on "
                        : "the worker process was killed by signal 9 (on ");
        assertThat(Contents.of(out).trials()).hasSize(6);
        runs.assertFinished(out);
    }

    @Test
    void aWorkerOutOfMemoryCostsItsTrialOnly() throws Exception {
        Path out = folder.resolve("out-of-memory");
        String[] wide = runs.sweep("--width 8,2500 --depth 2 --epochs 1 --worker-heap 24m", out);
        Outcome outcome =
                runs.start("local[2]", SHARED, WorkerScript.quick(), wide).outcome();
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
        Outcome outcome = runs.start("local[2]", SHARED, workers, with(search, "--out", there.toString()))
                .outcome();
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        Path here = folder.resolve("searched-here");
        assertThat(workers.run(with(search, "--out", here.toString())).exitCode())
                .isZero();
        assertThat(withoutTimes(there.resolve("results.json"))).isEqualTo(withoutTimes(here.resolve("results.json")));
    }
}
