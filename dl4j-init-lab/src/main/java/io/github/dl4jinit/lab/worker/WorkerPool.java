// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.probe.ProbeResult;
import io.github.dl4jinit.lab.probe.ProbeSpec;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * The interrupt key of a terminal reaches workers and parent at once: so long the parent may take to notice, on a
     * machine that is busy with other things. Only somebody who ends a worker by hand waits so long.
     */
    private static final long GRACE_SECONDS = 30;

    /**
     * How much memory a network in a file may take in all. A heap is a quarter of the machine's memory unless the user
     * says otherwise, so that three leave a quarter for everything else.
     */
    private static final long TIMES_THE_HEAP = 3;

    private final WorkerSettings settings;
    private final Set<WorkerProcess> alive = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<WorkerProcess> idle = new ConcurrentLinkedQueue<>();

    /** A pool without workers yet. */
    public WorkerPool(WorkerSettings settings) {
        this.settings = Check.given("settings", settings);
    }

    /**
     * Starts the first worker, waits until it is ready, and says what it runs on.
     *
     * @throws TrialException if it does not start
     * @throws InterruptedException if the pool is closed meanwhile
     */
    public Environment start() throws InterruptedException {
        WorkerProcess first = startWorker();
        try {
            Environment environment = first.awaitReady();
            idle.add(first);
            return environment;
        } catch (TrialException e) {
            throw closing(first, e);
        }
    }

    /**
     * Runs all trials, at most {@code workers} at a time, and returns when all are over or the pool is closed. To be
     * called after {@link #start}, as often as there are more trials: workers stay for the next call.
     */
    public void run(List<TrialSpec> specs, int workers, TrialListener listener) throws InterruptedException {
        Check.given("listener", listener);
        Check.inRange("workers", workers, 1, TrialRunner.MOST_AT_A_TIME);
        Waiting waiting = new Waiting(Check.given("trials", specs).iterator());
        TrialListener oneAtATime = synchronised(listener);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        ExecutorCompletionService<Void> loops = new ExecutorCompletionService<>(threads);
        for (int i = 0; i < workers; i++) {
            loops.submit(() -> runTrials(waiting, oneAtATime), null);
        }
        try {
            for (int i = 0; i < workers; i++) {
                loops.take().get();
            }
        } catch (ExecutionException e) {
            close(); // which ends the other loops, too: no interrupt may disturb a listener that keeps a result
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            threads.shutdownNow();
            throw e;
        } finally {
            threads.shutdown();
            threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * Probes a network in a file, in a worker of its own, which ends afterwards.
     *
     * @throws IOException if the file holds no network or it cannot be probed
     * @throws TrialException if the worker does not start, or dies or hangs while it probes
     * @throws InterruptedException if the pool is closed meanwhile
     */
    public ProbeResult probe(ProbeSpec spec) throws IOException, InterruptedException {
        Check.given("spec", spec);
        Message answer = ask(new Request.Probe(spec, TIMES_THE_HEAP * settings.heapBytes()), spec.model());
        if (answer instanceof Message.Probed probed) {
            return probed.result();
        }
        throw new IOException(reason(answer));
    }

    /**
     * Why a network in a file cannot be trained by some schemes on such data, by their {@linkplain Scheme#text text};
     * empty if it can by all. It is tried in a worker of its own, one for all schemes, which ends afterwards.
     *
     * @throws TrialException if the worker does not start, or dies or hangs while it tries
     * @throws InterruptedException if the pool is closed meanwhile
     */
    public Map<String, String> misfits(OwnNetworkSpec network, List<Scheme> schemes, ExampleForm form)
            throws InterruptedException {
        Check.given("network", network);
        Check.givenEach("schemes", schemes);
        Check.given("form", form);
        // A trial's weights may be many times its heap.
        long mostMemory = TIMES_THE_HEAP
                * Math.max(settings.heapBytes(), Runtime.getRuntime().maxMemory());
        Message answer = ask(new Request.Fit(network, schemes, form, mostMemory), network.configuration());
        if (answer instanceof Message.Misfits misfits) {
            return misfits.reasons();
        }
        Map<String, String> all = new LinkedHashMap<>();
        schemes.forEach(scheme -> all.put(scheme.text(), reason(answer)));
        return all;
    }

    private static String reason(Message answer) {
        if (answer instanceof Message.Refused refused) {
            return refused.reason();
        }
        throw new IllegalStateException("a worker process answered " + answer);
    }

    private Message ask(Request request, String file) throws InterruptedException {
        WorkerProcess worker = startWorker();
        try {
            worker.awaitReady();
            try {
                return worker.ask(request);
            } catch (TrialException e) {
                throw new TrialException(file + " cannot be run: " + e.getMessage(), e);
            }
        } catch (TrialException e) {
            throw closing(worker, e);
        } finally {
            worker.kill();
            alive.remove(worker);
        }
    }

    /** What to tell of a worker that ended: nothing if the pool is being closed, which may have been its end. */
    private TrialException closing(WorkerProcess worker, TrialException e) throws InterruptedException {
        if (isClosed() || worker.wasInterrupted() && isClosing()) {
            throw new InterruptedException("closed while a worker was at it");
        }
        return e;
    }

    /** Ends all workers at once; trials that run are lost and their listeners not told. Any thread may call it. */
    @Override
    public void close() {
        closed.countDown();
        List.copyOf(alive).forEach(WorkerProcess::kill);
    }

    /** Trials that no worker has taken yet. */
    private record Waiting(Iterator<TrialSpec> trials) {
        synchronized TrialSpec poll() {
            return trials.hasNext() ? trials.next() : null;
        }
    }

    private void runTrials(Waiting waiting, TrialListener listener) {
        WorkerProcess worker = idle.poll();
        try {
            TrialSpec spec = waiting.poll();
            while (spec != null && !isClosed()) {
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
                spec = waiting.poll();
                if (spec != null && worker.isAlive()) {
                    worker.send(spec); // it trains while the listener writes the last result down
                }
                listener.ended(result);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is over
        } finally {
            if (worker != null && worker.isAlive()) {
                idle.add(worker);
            }
        }
    }

    private static TrialResult run(WorkerProcess worker, TrialSpec spec, TrialListener listener)
            throws InterruptedException {
        try {
            worker.awaitReady();
        } catch (TrialException e) {
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

    private static TrialListener synchronised(TrialListener listener) {
        return new TrialListener() {
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
