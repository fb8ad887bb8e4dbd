// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.training.StepChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How worker processes are started and watched.
 *
 * @param heap largest Java heap of a worker, as {@code -Xmx} takes it
 * @param hangLimit a worker that reports nothing for so long is taken for hung and killed
 * @param crashFolder where a crashing JVM leaves its report
 * @param log receives each line that a worker prints beside its messages
 * @param steps how an iteration of a trial is computed
 * @param oneThread whether native code uses one thread, as it must for trials; a network in a file may have matrices
 *     that are worth several
 * @param classPath where workers find this library and ND4J's backend
 */
public record WorkerSettings(
        String heap,
        Duration hangLimit,
        Path crashFolder,
        Consumer<String> log,
        StepChoice steps,
        boolean oneThread,
        String classPath) {

    /** The weights are outside the heap; inside are 55 MB of images, a loss an iteration and DL4J's small objects. */
    public static final String DEFAULT_HEAP = "768m";

    /**
     * Far more than a step of 1000 layers or loading the data takes, which is seconds. A network whose steps take
     * minutes needs more.
     */
    public static final String DEFAULT_HANG_LIMIT_SECONDS = "600";

    /** What a JVM takes at least, and more than any machine has, but few enough that their number does not overflow. */
    private static final long SMALLEST_HEAP = 2L << 20;

    private static final long LARGEST_HEAP = 16L << 40;

    /** A century, whose milliseconds and nanoseconds a {@code long} can count. */
    private static final Duration LONGEST_HANG_LIMIT = Duration.ofDays(36_500);

    public WorkerSettings {
        Check.require(
                Check.given("worker-heap", heap).matches("[1-9][0-9]{0,8}[kKmMgG]"),
                "worker-heap",
                "a size such as 768m or 2g",
                heap);
        Check.require(
                bytes(heap) >= SMALLEST_HEAP && bytes(heap) <= LARGEST_HEAP, "worker-heap", "from 2m to 16384g", heap);
        Check.given("hang-limit", hangLimit);
        Check.given("crash folder", crashFolder);
        Check.given("log", log);
        Check.given("steps", steps);
        Check.given("class path", classPath);
        Check.require(
                hangLimit.compareTo(Duration.ZERO) > 0, "hang-limit", "more than 0 seconds", hangLimit.toSeconds());
        Check.require(
                hangLimit.compareTo(LONGEST_HANG_LIMIT) <= 0,
                "hang-limit",
                "at most " + LONGEST_HANG_LIMIT.toSeconds() + " seconds",
                hangLimit.toSeconds());
    }

    long heapBytes() {
        return bytes(heap);
    }

    private static long bytes(String heap) {
        int shift = 10 + 10 * "kmg".indexOf(Character.toLowerCase(heap.charAt(heap.length() - 1)));
        return Long.parseLong(heap.substring(0, heap.length() - 1)) << shift;
    }

    /** Workers with the fastest steps. */
    public WorkerSettings(String heap, Duration hangLimit, Path crashFolder, Consumer<String> log) {
        this(heap, hangLimit, crashFolder, log, StepChoice.FASTEST);
    }

    /** Workers whose native code uses one thread. */
    public WorkerSettings(String heap, Duration hangLimit, Path crashFolder, Consumer<String> log, StepChoice steps) {
        this(heap, hangLimit, crashFolder, log, steps, true);
    }

    /** Workers with this process's class path. */
    public WorkerSettings(
            String heap,
            Duration hangLimit,
            Path crashFolder,
            Consumer<String> log,
            StepChoice steps,
            boolean oneThread) {
        this(heap, hangLimit, crashFolder, log, steps, oneThread, System.getProperty("java.class.path"));
    }

    /** The same for networks in files: with all threads, and reports of crashes among the system's temporary files. */
    public WorkerSettings forFiles() {
        return new WorkerSettings(
                heap, hangLimit, Path.of(System.getProperty("java.io.tmpdir")), log, steps, false, classPath);
    }

    ProcessBuilder processBuilder() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                // One thread trains: a parallel collector's threads would only take time from the other workers.
                "-XX:+UseSerialGC",
                // Out of memory ends the process with code 3 instead of leaving it half alive.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + crashFolder.resolve("hs_err_pid%p.log"),
                // JavaCPP otherwise asks the system for the process's size at every allocation, a third of the step.
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Djava.awt.headless=true",
                // Where data is kept that is larger than a part of the heap.
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
        if (Runtime.version().feature() >= 24) {
            // From here on Java warns of native code and of JavaCPP's sun.misc.Unsafe unless told that they are meant.
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        if (oneThread) {
            command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=0");
        }
        command.addAll(List.of("-cp", classPath, Worker.class.getName(), steps.name()));
        ProcessBuilder builder = new ProcessBuilder(command);
        // One native thread each: repeatable to the bit, and two processes beat two threads of one.
        if (oneThread) {
            builder.environment().put("OMP_NUM_THREADS", "1");
            builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        }
        return builder;
    }
}
