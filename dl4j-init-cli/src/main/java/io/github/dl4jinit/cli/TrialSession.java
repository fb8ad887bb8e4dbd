// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.cluster.Workplace;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.cli.page.ReportPage;
import io.github.dl4jinit.cli.report.Report;
import io.github.dl4jinit.cli.report.ReportFiles;
import io.github.dl4jinit.cli.run.InterruptHook;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunLog;
import io.github.dl4jinit.cli.run.Start;
import io.github.dl4jinit.cli.terminal.ProgressDisplay;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The trials of one command: those that an earlier run kept, and workers for the others. A signal that ends the program
 * ends the workers, and says how to go on.
 */
final class TrialSession implements AutoCloseable {

    private final CommandSpec command;
    private final RunOptions options;
    private final Start started;
    private final OutputFolder output;
    private final RunLog log;
    private final Workplace place;
    private final InterruptHook interrupt;
    private final PrintWriter terminal;
    private final PrintWriter complaints;

    /**
     * Opens the output folder.
     *
     * @param command the command, which says its name as a user writes it and where to print
     * @param id what to call a trial's file
     * @throws IOException if the folder cannot be written to, or holds results that it must not
     */
    TrialSession(CommandSpec command, RunOptions options, RunOptions.Checked checked, Function<TrialSpec, String> id)
            throws IOException {
        this.command = command;
        this.options = options;
        this.started = checked.started();
        this.place = checked.place();
        this.output = OutputFolder.lock(checked.folder(), id);
        this.log = new RunLog(output::write, started);
        this.interrupt = new InterruptHook(this::abandon); // before thousands of earlier results are read
        this.terminal = command.commandLine().getOut();
        this.complaints = command.commandLine().getErr();
        try {
            output.prepare(options.resume());
        } catch (IOException | RuntimeException e) {
            try (this) {
                throw e;
            }
        }
    }

    /**
     * Which trials have no result yet.
     *
     * @param kept receives the results of the others
     * @throws IOException if a file there holds no result, or that of another trial
     */
    List<TrialSpec> missing(List<TrialSpec> trials, Consumer<TrialResult> kept) throws IOException {
        List<TrialSpec> missing = new ArrayList<>();
        for (TrialSpec trial : trials) {
            Optional<TrialResult> earlier = output.earlier(trial);
            if (earlier.isPresent()) {
                kept.accept(earlier.get());
            } else {
                missing.add(trial);
            }
        }
        return missing;
    }

    /**
     * Starts the first worker, writes down that this run has begun, and says what it runs on.
     *
     * @throws IOException if that cannot be written down
     */
    Environment start(Run.Plan plan) throws IOException, InterruptedException {
        Environment environment = place.start();
        log.begin(Run.begun(
                Run.Kind.valueOf(command.name().toUpperCase(Locale.ROOT)),
                command.root().commandLine().getParseResult().originalArgs(),
                plan,
                environment,
                started.when()));
        return environment;
    }

    /**
     * Writes down how many trials the run takes, where only a measurement has told.
     *
     * @throws IOException if that cannot be written down
     */
    void planned(int trials) throws IOException {
        log.planned(trials);
    }

    /** How many of so many trials run at a time. */
    int workers(int trials) {
        return Math.max(1, Math.min(trials, place.workers()));
    }

    /**
     * Runs trials and keeps each result in its file before anybody is told of it.
     *
     * @param workOf in some unit, how much work a trial is
     * @param label what to call a trial on the display
     * @param ended receives the results
     * @throws InterruptedException if a signal ends the program
     */
    void run(
            List<TrialSpec> trials,
            ToLongFunction<TrialSpec> workOf,
            Function<TrialSpec, String> label,
            Consumer<TrialResult> ended)
            throws InterruptedException {
        try (ProgressDisplay display = ProgressDisplay.of(terminal, options.bar(), trials, workOf, label)) {
            place.run(trials, new Keeper(output, ended, display));
        }
        if (interrupt.happened()) {
            throw new InterruptedException("ended by a signal");
        }
    }

    /**
     * Prints a report, writes its files and how the run has ended, and says which files. The table comes first:
     * whatever becomes of the files, it has been seen.
     *
     * @return what the command exits with
     */
    int publish(Report report) throws IOException {
        report.print(terminal);
        boolean complete = report.isComplete();
        Run run = log.endedNow(
                complete ? Run.State.DONE : Run.State.FAILED, report.best().orElse(null));
        ReportFiles files = new ReportFiles(output::write, complaints);
        report.writeTo(files, run);
        log.end(run);
        Optional<Path> page = files.make(
                ReportPage.NAME, () -> ReportPage.of(List.of(output.path())).html());
        files.print(terminal);
        page.ifPresent(made -> options.open(made, complaints));
        return complete ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    public void close() throws IOException {
        interrupt.close();
        place.close();
        try (output) {
            log.end(interrupt.happened() ? Run.State.INTERRUPTED : Run.State.FAILED);
        }
    }

    /** Runs while the JVM ends because of a signal; when it returns the JVM is gone, whatever other threads do. */
    private void abandon() {
        place.close();
        String name = command.qualifiedName();
        try {
            log.end(Run.State.INTERRUPTED);
        } catch (IOException e) {
            System.err.println(name + ": " + e.getMessage());
        }
        try {
            output.seal();
        } catch (IOException e) {
            System.err.println(name + ": " + e.getMessage());
        }
        System.err.println(
                "\n" + name + ": interrupted; what was finished is kept: go on with the same command and --out "
                        + output.path() + " --resume");
    }

    private record Keeper(OutputFolder output, Consumer<TrialResult> sink, ProgressDisplay display)
            implements TrialListener {

        @Override
        public void started(TrialSpec spec) {
            display.started(spec);
        }

        @Override
        public void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
            display.progressed(spec, iteration, iterations, loss);
        }

        @Override
        public void ended(TrialResult result) {
            try {
                output.keep(result);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            sink.accept(result);
            display.ended(result);
        }
    }
}
