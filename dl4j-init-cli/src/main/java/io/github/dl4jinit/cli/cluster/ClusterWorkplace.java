// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.spark.SparkSettings;
import io.github.dl4jinit.spark.SparkTrialRunner;
import java.util.List;
import java.util.OptionalInt;

/** Worker processes beside the executors of a Spark cluster. */
final class ClusterWorkplace implements Workplace {

    private final SparkTrialRunner runner;

    ClusterWorkplace(SparkSettings settings, OptionalInt jobs) {
        this.runner = new SparkTrialRunner(settings, jobs);
    }

    @Override
    public Environment start() throws InterruptedException {
        return runner.start();
    }

    @Override
    public int workers() {
        return runner.slots();
    }

    @Override
    public void run(List<TrialSpec> trials, TrialListener listener) throws InterruptedException {
        runner.run(trials, listener);
    }

    @Override
    public void close() {
        runner.close();
    }
}
