// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.cluster.ClusterOptions;
import io.github.dl4jinit.cli.cluster.Workplace;
import io.github.dl4jinit.cli.run.Start;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say how trials are run and where their results go. */
final class RunOptions {

    /** The folder of the folders of results, unless {@code --out} names another. */
    static final String RUNS = "runs";

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results (default: runs/COMMAND-TIME).")
    private Path out;

    @Option(
            names = "--resume",
            description = "Go on in the folder that --out names: only missing and failed trials run.")
    private boolean resume;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Trials at a time (default: one a processor; one on a GPU; as many as a cluster's tasks).")
    private Integer jobs;

    @Option(
            names = "--worker-heap",
            paramLabel = "SIZE",
            defaultValue = WorkerSettings.DEFAULT_HEAP,
            description = "Java heap of a worker; its weights are outside.")
    private String workerHeap;

    @Option(
            names = "--hang-limit",
            paramLabel = "SECONDS",
            defaultValue = WorkerSettings.DEFAULT_HANG_LIMIT_SECONDS,
            description = "A worker that reports no iteration for so long is killed and its trial has failed.")
    private long hangLimitSeconds;

    @Option(names = "--quiet", description = "Plain lines instead of a progress bar.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Show what workers log, and stack traces of errors.")
    private boolean verbose;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OpenOption open;

    /** What checked flags say: where results go, where trials run, how workers are started; and when that was. */
    record Checked(Path folder, WorkerSettings workers, Workplace place, Start started) {}

    /**
     * Checks these flags.
     *
     * @param command what to call the folder after, if none is given
     * @throws IllegalArgumentException if a flag's value is out of its range, or one is missing that another needs
     */
    Checked check(String command) {
        Check.require(!resume || out != null, "--out", "given with --resume", "nothing");
        Path folder = folder(command);
        if (jobs != null) {
            Check.inRange("jobs", jobs, 1, TrialRunner.MOST_AT_A_TIME);
        }
        WorkerSettings workers = new WorkerSettings(
                workerHeap, Duration.ofSeconds(hangLimitSeconds), folder, verbose ? System.err::println : line -> {});
        OptionalInt most = jobs == null ? OptionalInt.empty() : OptionalInt.of(jobs);
        return new Checked(folder, workers, cluster.workplace(workers, most, System.err::println), Start.now());
    }

    /** The folder that was named, or else one that is called after the command and the time. */
    Path folder(String command) {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
        return out == null ? Path.of(RUNS, command + "-" + time) : out;
    }

    /** The folder that was named, or {@code null}. */
    Path out() {
        return out;
    }

    boolean resume() {
        return resume;
    }

    /** Opens the page of the results, if that was asked for. */
    void open(Path page, PrintWriter complaints) {
        open.open(page, complaints);
    }

    /** Whether to draw a bar. */
    boolean bar() {
        return !quiet && onTerminal();
    }

    /** Whether a person looks at the output while it appears. */
    static boolean onTerminal() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }
}
