// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs trials in worker processes, one trial at a time in each. A process is started once and reused; one that dies
 * costs its trial and is replaced.
 */
public final class WorkerPool implements AutoCloseable {

    /** The interrupt key of a terminal reaches workers and parent at once: so long the parent may take to notice. */
    private static final long GRACE_SECONDS = 2;

    private final WorkerSettings settings;
    private final Set<WorkerProcess> alive = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private WorkerProcess first;

    /** A pool without workers yet. */
    public WorkerPool(WorkerSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts the first worker, waits until it is ready, and says what it runs on.
     *
     * @throws WorkerException if it does not start
     * @throws InterruptedException if the pool is closed meanwhile
     */
    public Environment start() throws InterruptedException {
        first = startWorker();
        try {
            return first.awaitReady();
        } catch (WorkerException e) {
            if (isClosing()) {
                throw new InterruptedException("closed while the first worker was starting");
            }
            throw e;
        }
    }

    /** Told of every trial; calls come one at a time. */
    public interface Listener {
        /** A worker has taken the trial. */
        void started(TrialSpec spec);

        /** The trial has done that many of its iterations; its last training loss was {@code loss}. */
        void progressed(TrialSpec spec, int iteration, int iterations, double loss);

        /** The trial is over. What this throws ends the whole run. */
        void ended(TrialResult result);
    }

    /**
     * Runs all trials, at most {@code workers} at a time, and returns when all are over or the pool is closed. To be
     * called once, after {@link #start}.
     */
    public void run(List<TrialSpec> specs, int workers, Listener listener) throws InterruptedException {
        Queue<TrialSpec> waiting = new ConcurrentLinkedQueue<>(specs);
        Listener oneAtATime = synchronised(listener);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        ExecutorCompletionService<Void> loops = new ExecutorCompletionService<>(threads);
        for (int i = 0; i < workers; i++) {
            WorkerProcess initial = i == 0 ? first : null;
            loops.submit(() -> runTrials(waiting, initial, oneAtATime), null);
        }
        try {
            for (int i = 0; i < workers; i++) {
                loops.take().get();
            }
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Ends all workers at once; trials that run are lost and their listeners not told. Any thread may call it. */
    @Override
    public void close() {
        closed.countDown();
        List.copyOf(alive).forEach(WorkerProcess::kill);
    }

    private void runTrials(Queue<TrialSpec> waiting, WorkerProcess initial, Listener listener) {
        try {
            WorkerProcess worker = initial;
            for (TrialSpec spec = waiting.poll(); spec != null && !isClosed(); spec = waiting.poll()) {
                listener.started(spec);
                if (worker == null || !worker.isAlive()) {
                    worker = startWorker();
                }
                TrialResult result = run(worker, spec, listener);
                if (result.status() == TrialStatus.FAILED) {
                    // Whatever it was, the next trial starts in a process that has not seen it.
                    worker.kill();
                    alive.remove(worker);
                    if (isClosed() || worker.wasInterrupted() && isClosing()) {
                        return; // no failure of the trial's
                    }
                }
                listener.ended(result);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is over
        }
    }

    private static TrialResult run(WorkerProcess worker, TrialSpec spec, Listener listener)
            throws InterruptedException {
        try {
            worker.awaitReady();
        } catch (WorkerException e) {
            return TrialResult.failed(spec, e.getMessage());
        }
        return worker.run(spec, done -> listener.progressed(spec, done.iteration(), done.iterations(), done.loss()));
    }

    private WorkerProcess startWorker() {
        WorkerProcess worker = WorkerProcess.start(settings);
        alive.add(worker);
        if (isClosed()) {
            worker.kill(); // closed while it was starting
        }
        return worker;
    }

    /** Whether the pool is closed now or a moment later. */
    private boolean isClosing() throws InterruptedException {
        return closed.await(GRACE_SECONDS, TimeUnit.SECONDS);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private static Listener synchronised(Listener listener) {
        return new Listener() {
            @Override
            public synchronized void started(TrialSpec spec) {
                listener.started(spec);
            }

            @Override
            public synchronized void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
                listener.progressed(spec, iteration, iterations, loss);
            }

            @Override
            public synchronized void ended(TrialResult result) {
                listener.ended(result);
            }
        };
    }
}
