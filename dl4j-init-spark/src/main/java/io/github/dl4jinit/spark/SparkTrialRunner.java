// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.spark.driver.Line;
import io.github.dl4jinit.spark.node.NodeNews;
import io.github.dl4jinit.spark.node.NodeRequest;
import io.github.dl4jinit.spark.node.NodeSettings;
import io.github.dl4jinit.spark.node.Relocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs trials on a Spark cluster, each in a worker process beside an executor, which is kept for the trials that
 * follow. The same specification gives the same result as in a worker of this machine, if the machines are of one kind.
 *
 * <p>How far trials have come is told with the heartbeats of their executors ({@code spark.executor.heartbeatInterval},
 * ten seconds unless it is set). Results come back as trials end. A trial whose executor is lost runs again in another,
 * as often as Spark's {@code spark.task.maxFailures} allows (four times in all, unless it is set), and has failed then.
 * A trial that ends or hangs its worker has failed at once, and no other with it.
 */
public final class SparkTrialRunner implements TrialRunner, AutoCloseable {

    /**
     * The interrupt key of a terminal reaches the driver process and this one at once: so long this one may take to
     * notice.
     */
    private static final long GRACE_SECONDS = 30;

    /** An application of Spark's is started in ten seconds; an executor waits for its node, which may take longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final String NO_TRIAL = "environment";

    /** Spark's sentence on a task that failed as often as it may: how often, the host of the last time, the reason. */
    private static final Pattern TRIED = Pattern.compile(
            ".* failed (\\d+) times, most recent failure: [^:]*\\((\\S+) executor \\S+\\): (?:.*Reason: )?(.*)");

    private final SparkSettings settings;
    private final NodeSettings ofWorkers;
    private final OptionalInt jobs;
    private final DataFiles data;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile DriverProcess driver;
    private volatile int slots;
    private long sent;

    /** A runner that has not started yet. */
    public SparkTrialRunner(SparkSettings settings) {
        this(settings, OptionalInt.empty());
    }

    /** The same, for so many trials at a time at most; for as many as the cluster runs if that is empty. */
    public SparkTrialRunner(SparkSettings settings, OptionalInt jobs) {
        this.settings = Check.given("settings", settings);
        this.ofWorkers = NodeSettings.of(settings.workers());
        this.jobs = Check.given("jobs", jobs);
        jobs.ifPresent(most -> Check.inRange("jobs", most, 1, Integer.MAX_VALUE));
        this.data = new DataFiles(
                settings.shared(), (zip, folder) -> driver.send(Line.of(Line.ARCHIVE, zip.toString(), folder)));
    }

    /**
     * Starts the driver process and a first worker beside some executor, and says what that runs on. It waits for an
     * executor as long as it takes.
     *
     * @throws TrialException if the cluster cannot be reached, or no worker starts there
     * @throws InterruptedException if this is closed meanwhile
     */
    public Environment start() throws InterruptedException {
        ProgramFiles program = ProgramFiles.of(settings.workers().classPath());
        Path jar = program.ofSpark();
        String classPath = settings.shared() ? program.classPath() : program.shippedClassPath();
        launch(jar);
        if (!settings.shared()) {
            program.all().forEach(file -> driver.send(Line.of(Line.FILE, file.toString())));
        }
        driver.send(Line.of(Line.BEGIN, classPath));
        driver.send(Line.of(Line.REQUEST, NO_TRIAL, new NodeRequest(ofWorkers, null, Map.of()).text()));
        Optional<Line> line = driver.await(PATIENCE);
        while (line.isEmpty()) {
            settings.notices()
                    .accept(settings.master() + " has started no worker yet: has it a node with a free core and enough"
                            + " memory, and does it reach this machine? (--verbose shows what Spark says)");
            line = driver.await(PATIENCE);
        }
        Line answer = line.get();
        if (answer.kind().equals(Line.ANSWER)) {
            slots = Integer.parseInt(answer.field(1));
            return NodeRequest.environment(answer.field(2));
        }
        throw broken(answer.kind().equals(Line.LOST) ? answer.field(1) : answer.field(0));
    }

    private synchronized void launch(Path jar) throws InterruptedException {
        if (closed.getCount() == 0) {
            throw new InterruptedException("closed before it started");
        }
        driver = DriverProcess.start(settings, jar);
    }

    /** How many trials run at a time, as far as is known yet. */
    public int slots() {
        return jobs.orElse(slots);
    }

    /**
     * {@inheritDoc}
     *
     * <p>To be called after {@link #start}, as often as there are more trials, by one thread, which the listener is
     * told by.
     *
     * @throws TrialException if the cluster is gone
     */
    @Override
    public void run(List<TrialSpec> trials, TrialListener listener) throws InterruptedException {
        Iterator<TrialSpec> waiting = Check.given("trials", trials).iterator();
        Check.given("listener", listener);
        Map<String, TrialSpec> running = new HashMap<>();
        while (waiting.hasNext() || !running.isEmpty()) {
            while (waiting.hasNext() && running.size() < most()) {
                TrialSpec spec = waiting.next();
                String number = String.valueOf(sent++);
                running.put(number, spec);
                listener.started(spec);
                driver.send(Line.of(Line.REQUEST, number, request(spec)));
            }
            Line line = driver.await(PATIENCE).orElse(null);
            if (line != null) {
                handle(line, running, listener);
            }
        }
    }

    /** Some more than run, so that a worker which is done has its next trial at once; unless the user says how many. */
    private int most() {
        return jobs.orElse(slots + slots / 2);
    }

    private String request(TrialSpec spec) {
        return new NodeRequest(ofWorkers, spec, data.onNodes(Relocation.paths(spec))).text();
    }

    private void handle(Line line, Map<String, TrialSpec> running, TrialListener listener) throws InterruptedException {
        if (line.kind().equals(Line.BROKEN)) {
            throw broken(line.field(0));
        }
        if (line.kind().equals(Line.NEWS)) {
            tell(line, running, listener);
            return;
        }
        TrialSpec spec = running.remove(line.field(0));
        if (line.kind().equals(Line.ANSWER)) {
            slots = Integer.parseInt(line.field(1));
            listener.ended(NodeRequest.result(line.field(2)));
        } else {
            listener.ended(TrialResult.failed(spec, givenUp(line.field(1))));
        }
    }

    /** What a heartbeat brings may be older than the trial's end. */
    private static void tell(Line line, Map<String, TrialSpec> running, TrialListener listener) {
        TrialSpec spec = running.get(line.field(0));
        if (spec != null) {
            NodeNews news = NodeNews.parse(line.field(1));
            listener.progressed(spec, news.iteration(), news.iterations(), news.loss());
        }
    }

    /** What Spark says of a task that it has tried often enough, in fewer words; else all that it says. */
    private static String givenUp(String reason) {
        Matcher found = TRIED.matcher(reason);
        return "the cluster gave it up"
                + (found.matches()
                        ? ", tried " + found.group(1) + " times, the last on " + found.group(2) + ": " + found.group(3)
                        : ": " + reason);
    }

    /** What to tell of a cluster that is gone: nothing if this is being closed, which may have been its end. */
    private TrialException broken(String reason) throws InterruptedException {
        if (closed.getCount() == 0 || driver.wasInterrupted() && closed.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
            throw new InterruptedException("closed while the cluster was at it");
        }
        return new TrialException("the cluster " + settings.master() + " failed: " + reason);
    }

    /** Ends the driver, its tasks and their workers; trials that run are lost. Any thread may call it. */
    @Override
    public void close() {
        DriverProcess ended;
        synchronized (this) {
            closed.countDown();
            ended = driver;
        }
        if (ended != null) {
            ended.close();
        }
        data.close();
    }
}
