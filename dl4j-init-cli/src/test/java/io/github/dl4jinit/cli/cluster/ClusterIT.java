// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.CommandLine;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.Contents;
import io.github.dl4jinit.cli.WorkerScript;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A real cluster of two nodes, and the real command: what is killed costs nothing but itself, and the results are those
 * of one machine. Program and data are shipped and trials train in the first test; in the other workers have answers at
 * once. What else happens on a cluster is in {@link ClusterInDepth}.
 */
class ClusterIT extends OnCluster {

    private static final int TRIALS = 24;

    /** Nothing is lost, none is there twice, and every digit is as on one machine. */
    @Test
    void anExecutorThatIsKilledLosesNothing() throws Exception {
        Path out = folder.resolve("killed-executor");
        CommandLine running = start(cluster.master(), List.of(), WorkerScript.quick(), training(out));
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

    /** No executor and no worker is left, and what was finished is. */
    @Test
    void aKilledDriverIsTheEndOfAll() throws Exception {
        assertTheEndOfAll(
                folder.resolve("killed-driver"),
                running -> CommandLine.signal(
                        running.process().children().findFirst().orElseThrow(), "KILL"),
                1,
                "ended with exit code 137");
    }
}
