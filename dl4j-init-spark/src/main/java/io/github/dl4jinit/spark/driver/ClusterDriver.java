// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.driver;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The main class of the driver process, which {@code spark-submit} starts: reads {@link Line}s from its standard input,
 * runs each request as a job of one task, and writes the answers to its standard output. It ends when its input does,
 * which happens however the program ends that started it; its executors end with it, and their workers with them.
 *
 * <p>A job for each request, since a job fails as a whole: a trial that ends its executors costs its own job only, and
 * Spark runs no task of it more often than {@code spark.task.maxFailures} says. Answers arrive as they are ready.
 */
public final class ClusterDriver {

    private final PrintStream toParent;
    private final JavaSparkContext spark;
    // A thread waits for each job. As many wait at a time as the program asks for, a few more than the cluster runs.
    private final ExecutorService waiting = Executors.newCachedThreadPool(ClusterDriver::daemon);
    private final HeartbeatListener heartbeats;
    private String classPath;

    private ClusterDriver(PrintStream toParent, JavaSparkContext spark) {
        this.toParent = toParent;
        this.spark = spark;
        this.heartbeats = new HeartbeatListener((number, news) -> send(toParent, Line.of(Line.NEWS, number, news)));
        spark.sc().addSparkListener(heartbeats);
    }

    /** No arguments: all comes by standard input. */
    public static void main(String[] args) throws IOException {
        PrintStream toParent = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err); // whatever else prints must not disturb the answers
        BufferedReader fromParent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            new ClusterDriver(toParent, spark).serve(fromParent);
        } catch (RuntimeException e) {
            e.printStackTrace();
            send(toParent, Line.of(Line.BROKEN, firstLine(e)));
        }
        System.exit(0); // Spark's threads would keep it
    }

    private void serve(BufferedReader fromParent) throws IOException {
        String text = fromParent.readLine();
        while (text != null) {
            Optional<Line> line = Line.parse(text);
            if (line.isPresent()) {
                handle(line.get());
            }
            text = fromParent.readLine();
        }
    }

    private void handle(Line line) {
        switch (line.kind()) {
            case Line.FILE -> spark.addFile(line.field(0));
            case Line.ARCHIVE -> spark.sc().addArchive(line.field(0) + "#" + line.field(1));
            case Line.BEGIN -> classPath = line.field(0);
            case Line.REQUEST -> {
                String ofWorkers = classPath;
                waiting.execute(() -> answer(ofWorkers, line.field(0), line.field(1)));
            }
            default -> throw new IllegalStateException("no such line: " + line.kind());
        }
    }

    private void answer(String ofWorkers, String number, String request) {
        TaskNews news = new TaskNews();
        try {
            spark.sc().register(news);
            heartbeats.begins(news, number);
            // A job that somebody cancels in Spark's pages ends its worker's trial, too.
            spark.setLocalProperty("spark.job.interruptOnCancel", "true");
            String answer = spark.parallelize(List.of(request), 1)
                    .map(new TrialTask(ofWorkers, news))
                    .collect()
                    .get(0);
            send(toParent, Line.of(Line.ANSWER, number, String.valueOf(spark.defaultParallelism()), answer));
        } catch (Exception | LinkageError | OutOfMemoryError e) { // Scala throws what it does not declare
            if (spark.sc().isStopped()) {
                send(toParent, Line.of(Line.BROKEN, firstLine(e)));
            } else {
                send(toParent, Line.of(Line.LOST, number, firstLine(e)));
            }
        } finally {
            heartbeats.ends(news);
        }
    }

    /** The lines that follow are where Spark was. */
    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    private static void send(PrintStream toParent, Line line) {
        // The line break before it ends a line that something else may have left open.
        toParent.println("\n" + line.text());
    }

    private static Thread daemon(Runnable runnable) {
        Thread thread = new Thread(runnable, "answer");
        thread.setDaemon(true);
        return thread;
    }
}
