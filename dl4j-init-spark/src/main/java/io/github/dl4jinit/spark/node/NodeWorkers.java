// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.node;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.lab.worker.WorkerPool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The worker processes beside one executor: one for each task that runs at a time, kept for the tasks that follow. They
 * end when the executor does, however it ends.
 */
public final class NodeWorkers implements BiFunction<String, Consumer<String>, String> {

    private final String classPath;
    private final Path shipped;
    private final Queue<WorkerPool> idle = new ConcurrentLinkedQueue<>();

    /**
     * No workers yet.
     *
     * @param classPath that of the workers
     * @param shipped where Spark puts the files that it ships
     */
    public NodeWorkers(String classPath, String shipped) {
        this.classPath = Check.given("class path", classPath);
        this.shipped = Path.of(Check.given("shipped", shipped));
    }

    /**
     * Answers a {@link NodeRequest}. A task that is cancelled, by an interrupt, kills the worker that ran its trial.
     *
     * @param news receives a {@link NodeNews} after each iteration that a worker tells of
     * @return the JSON of a {@link TrialResult} or of an environment
     * @throws IllegalStateException if the task was cancelled, or a first worker does not start
     */
    @Override
    public String apply(String request, Consumer<String> news) {
        Thread thread = Thread.currentThread();
        ClassLoader ofSpark = thread.getContextClassLoader();
        thread.setContextClassLoader(NodeWorkers.class.getClassLoader()); // libraries look up their parts in it
        try {
            return answer(NodeRequest.parse(request), news);
        } finally {
            thread.setContextClassLoader(ofSpark);
        }
    }

    private String answer(NodeRequest request, Consumer<String> news) {
        WorkerPool pool = idle.poll();
        if (pool == null) {
            pool = new WorkerPool(request.settings().here(classPath));
        }
        try {
            Object answer = request.spec() == null ? pool.start() : run(pool, request, news);
            idle.add(pool);
            return Json.written(answer);
        } catch (InterruptedException e) {
            pool.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the task was cancelled", e);
        } catch (TrialException e) {
            pool.close();
            throw new IllegalStateException(e.getMessage() + " (on " + host() + ")", e);
        }
    }

    private TrialResult run(WorkerPool pool, NodeRequest request, Consumer<String> news) throws InterruptedException {
        TrialSpec here = Relocation.moved(
                request.spec(), path -> shipped.resolve(request.paths().getOrDefault(path, path))
                        .toString());
        TrialWatch watch = new TrialWatch(news);
        pool.run(List.of(here), 1, watch);
        return asAsked(watch.result(), request.spec());
    }

    /** With the files' names as they were asked for, and, of a trial that failed, where. */
    private static TrialResult asAsked(TrialResult result, TrialSpec asked) {
        boolean failed = result.status() == TrialStatus.FAILED;
        return new TrialResult(
                asked,
                result.status(),
                result.initialLoss(),
                result.finalLoss(),
                result.testScore(),
                result.chance(),
                result.iterations(),
                result.seconds(),
                result.msPerIteration(),
                failed ? result.error() + " (on " + host() + ")" : result.error(),
                result.signalAtStart(),
                result.signalAtEnd(),
                result.history(),
                result.iterationsPerEpoch(),
                result.scoreCurve(),
                result.measure());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a node without a name (" + e.getMessage() + ")";
        }
    }
}
