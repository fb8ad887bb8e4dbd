// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.worker.WorkerPool;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.util.List;
import java.util.OptionalInt;

/** Worker processes of this machine. */
final class LocalWorkplace implements Workplace {

    private final WorkerPool pool;
    private final OptionalInt jobs;
    private Environment environment;

    LocalWorkplace(WorkerSettings settings, OptionalInt jobs) {
        this.pool = new WorkerPool(settings);
        this.jobs = jobs;
    }

    @Override
    public Environment start() throws InterruptedException {
        environment = pool.start();
        return environment;
    }

    /** One a processor; one on a GPU. */
    @Override
    public int workers() {
        return jobs.orElseGet(() -> environment.onCpu() ? environment.cores() : 1);
    }

    @Override
    public void run(List<TrialSpec> trials, TrialListener listener) throws InterruptedException {
        pool.run(trials, Math.max(1, Math.min(trials.size(), workers())), listener);
    }

    @Override
    public void close() {
        pool.close();
    }
}
