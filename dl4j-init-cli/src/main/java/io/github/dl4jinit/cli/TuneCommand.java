// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.experiment.ExperimentOptions;
import io.github.dl4jinit.cli.report.Banner;
import io.github.dl4jinit.cli.report.TuningReport;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.Rehearsal;
import io.github.dl4jinit.lab.trial.Backend;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.lab.tune.Dimension;
import io.github.dl4jinit.lab.tune.SearchSpace;
import io.github.dl4jinit.lab.tune.Tuner;
import io.github.dl4jinit.lab.tune.TuningSpec;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dl4j-init tune}: finds the gain of a scheme, or other knobs, for a network and its data. */
@Command(
        name = "tune",
        description = {
            "Finds the gain of a scheme, or any knobs of a training, for a network and its data: a search by successive"
                    + " halving, judged by held-out training examples; at the end the best meets the theory's values and"
                    + " the default with fresh seeds on the test set."
        },
        mixinStandardHelpOptions = true,
        resourceBundle = SchemeHelp.NAME,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false)
final class TuneCommand implements Callable<Integer> {

    /** Some twenty candidates of a knob, each within a few percent of the next. */
    private static final int DEFAULT_TRIALS = 100;

    /** 5000 of MNIST's 60 000: an accuracy of 0.9 is then known to 0.004, less than seeds differ. */
    private static final int HELD_OUT_SHARE = 12;

    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            description = "Initialisation to tune, of the list below (default: he; with --conf that of each layer).")
    private String scheme;

    @Option(
            names = "--knob",
            paramLabel = "NAME[=VALUES]",
            defaultValue = "gain",
            description = "What to tune, one knob or several, separated by commas: gain, numerator or lr around the"
                    + " theory's value, or any knob of sweep, or batch, with its values: a range of equal factors, as in"
                    + " lr=1e-4:1e-2, one of equal differences, as in sigma-b2=0:0.1:linear, or a list, as in"
                    + " scheme=he,network,mirrored or depth=10,20,50.")
    private List<String> knobs;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "How many trials there may be, short ones included (default: " + DEFAULT_TRIALS + ").")
    private Integer trials;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = "In place of --trials, about how long it may take: 90s, 10m or 1.5h.")
    private String budget;

    @Option(
            names = "--start",
            paramLabel = "X",
            split = ",",
            description = "Middle of what is searched, a value for each knob, of knobs without values (default: the"
                    + " theory's value).")
    private List<Double> start;

    @Option(
            names = "--held-out",
            paramLabel = "N",
            description = "Training examples that the search judges by (default: a twelfth of them).")
    private Integer heldOut;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "First of the search's seeds; those of the verdict follow.")
    private long seed;

    @Mixin
    private ExperimentOptions experiment;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private LearningRateOption learningRate;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private EarlyEndOptions earlyEnd;

    @Mixin
    private RunOptions run;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        List<TunedKnob> tuned = Usage.check(command, () -> TunedKnob.parse(String.join(",", knobs)));
        List<Knob> names = tuned.stream().map(TunedKnob::knob).toList();
        Optional<Duration> limit = Usage.check(command, this::limit);
        RunOptions.Checked checked = Usage.check(command, () -> run.check("tune"));
        PrintWriter terminal = command.commandLine().getOut();
        Banner.starting(terminal, checked.folder());
        Backend.load();
        TuningSubject subject = Usage.check(command, () -> subject(names));
        TrainingSpec training =
                Usage.check(command, () -> this.training.training(subject.network(), network.defaults()));
        Dataset data = DataOptions.load(command, training);
        Run.Data described = Usage.check(command, () -> Run.Data.of(training, data));
        TuningSpec spec = Usage.check(command, () -> spec(tuned, subject, training, data.trainCount()));
        Usage.ensure(command, () -> Rehearsal.check(List.of(new TrialSpec(spec.scheme(), seed, spec.training()))));
        if (limit.isEmpty()) {
            Usage.ensure(command, () -> Tuner.check(spec, trials()));
        }

        try {
            checkFits(spec, data, checked.workers());
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }

        try (TrialSession session = new TrialSession(command, run, checked, trial -> id(spec, trial))) {
            Environment environment = session.start(new Run.Plan(
                    names.stream().map(Knob::flag).collect(Collectors.joining(" and "))
                            + (names.contains(Knob.SCHEME) ? "" : " of " + spec.scheme()),
                    limit.isPresent() ? null : Tuner.mostTrials(spec, trials()),
                    described,
                    spec));
            int workers = session.workers(Integer.MAX_VALUE);
            Banner.print(terminal, spec, environment, workers, data);
            List<TrialResult> failed = new ArrayList<>();
            Tuner tuner = new Tuner(spec, (asked, listener) -> {
                announce(terminal, asked);
                runTrials(session, spec, asked, listener, failed);
            });
            int allowed = limit.isPresent() ? allowed(tuner, limit.get(), workers) : trials();
            if (limit.isPresent()) {
                session.planned(allowed);
            }
            return session.publish(new TuningReport(
                    tuner.run(allowed),
                    environment,
                    described,
                    failed,
                    subject.theory().initialiser()));
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }
    }

    /** A network in a file may be one that ends the process which runs it. */
    private void checkFits(TuningSpec spec, Dataset data, WorkerSettings workers)
            throws IOException, InterruptedException {
        if (spec.training().network() instanceof OwnNetworkSpec own) {
            ModelProcess.checkFits(command, own, spec.schemes(), data, workers);
        }
    }

    private int allowed(Tuner tuner, Duration limit, int workers) throws InterruptedException {
        try {
            return tuner.trialsWithin(limit, workers);
        } catch (IllegalArgumentException e) { // too short, which only a measurement can tell
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static void announce(PrintWriter terminal, List<TrialSpec> asked) {
        IntSummaryStatistics iterations = asked.stream()
                .mapToInt(trial -> trial.training().maxIterations())
                .summaryStatistics();
        String range = iterations.getMin() == iterations.getMax() ? "" : iterations.getMin() + " to ";
        terminal.println(asked.size() + " trials of "
                + (iterations.getMax() == 0
                        ? "whole trainings, on the test set"
                        : range + iterations.getMax() + " iterations"));
        terminal.flush();
    }

    private static void runTrials(
            TrialSession session,
            TuningSpec spec,
            List<TrialSpec> asked,
            TrialListener listener,
            List<TrialResult> failed)
            throws InterruptedException {
        try {
            session.run(
                    session.missing(asked, listener::ended), TuneCommand::work, trial -> label(spec, trial), result -> {
                        if (result.status() == TrialStatus.FAILED) {
                            failed.add(result);
                        }
                        listener.ended(result);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a round are all whole, or none is. */
    private static long work(TrialSpec trial) {
        long iterations = Math.max(1, trial.training().maxIterations());
        return iterations * trial.training().network().work();
    }

    /** The scheme, the learning rate, and what else differs between trials. */
    private static String label(TuningSpec spec, TrialSpec trial) {
        StringJoiner label = new StringJoiner(", ").add(trial.scheme().text());
        for (Knob knob : Knob.values()) {
            boolean told =
                    knob == Knob.LR || spec.space().knobs().contains(knob) && knob != Knob.SCHEME && !knob.ofScheme();
            if (told) {
                knob.of(trial).ifPresent(value -> label.add(knob.flag() + " " + value));
            }
        }
        int iterations = trial.training().maxIterations();
        return label.add("seed " + trial.seed())
                .add(iterations == 0 ? "test set" : iterations + " iterations")
                .toString();
    }

    /** Trials of one setting differ in how long they are, and in what they are judged by. */
    private static String id(TuningSpec spec, TrialSpec trial) {
        int iterations = trial.training().maxIterations();
        return trial.fullId()
                + (spec.space().knobs().contains(Knob.BATCH)
                        ? "-batch" + trial.training().batchSize()
                        : "")
                + (iterations == 0 ? "-whole" : "-iterations" + iterations);
    }

    private int trials() {
        return trials == null ? DEFAULT_TRIALS : trials;
    }

    private Optional<Duration> limit() {
        Check.require(budget == null || trials == null, "--trials", "left out with --budget", trials);
        return Optional.ofNullable(budget).map(TimeBudget::parse);
    }

    private TuningSubject subject(List<Knob> tuned) {
        Optional<Scheme> parsed = Optional.ofNullable(scheme).map(Scheme::parse);
        Optional<OwnNetworkSpec> own = configuration.network(learningRate.value());
        return own.isPresent()
                ? TuningSubject.configured(own.get(), parsed, tuned)
                : TuningSubject.layered(network.network(learningRate.value()), parsed, tuned);
    }

    private TuningSpec spec(List<TunedKnob> tuned, TuningSubject subject, TrainingSpec training, int examples) {
        Check.require(examples >= 2, "train-limit", "2 or more, so that some can be held out", examples);
        int held = heldOut == null
                ? Math.max(1, examples / HELD_OUT_SHARE)
                : Check.inRange("held-out", heldOut, 1, examples - 1);
        SearchSpace space = space(tuned, subject);
        Check.inRange("batch", Math.max(training.batchSize(), largestBatch(space)), 1, examples - held);
        int iterations = training.iterations(examples - held);
        return TuningSpec.of(
                subject.scheme(),
                training.withStuckAfter(
                        earlyEnd.byUpdateRule() ? patience(space, subject, iterations) : earlyEnd.stuckAfter()),
                iterations,
                held,
                space,
                subject.theory(),
                seed);
    }

    private SearchSpace space(List<TunedKnob> tuned, TuningSubject subject) {
        boolean around = tuned.stream().allMatch(knob -> knob.values().isEmpty());
        Check.require(start == null || around, "--start", "left out where a knob is given its values", start);
        Check.require(start == null || start.size() == tuned.size(), "start", "one value for each knob", start);
        return SearchSpace.of(IntStream.range(0, tuned.size())
                .mapToObj(i -> tuned.get(i)
                        .dimension(() -> start == null
                                ? subject.theory().recommended(tuned.get(i).knob())
                                : start.get(i)))
                .toArray(Dimension[]::new));
    }

    private static int largestBatch(SearchSpace space) {
        return values(space, Knob.BATCH).mapToInt(Integer::parseInt).max().orElse(1);
    }

    /** That of the most patient update rule: too much patience costs time only. */
    private static int patience(SearchSpace space, TuningSubject subject, int iterations) {
        return values(space, Knob.OPTIMIZER)
                .mapToInt(rule -> Optimiser.of(rule).patience(iterations))
                .reduce(subject.network().patience(iterations), Math::max);
    }

    private static Stream<String> values(SearchSpace space, Knob knob) {
        return space.dimensions().stream()
                .filter(dimension -> dimension.knob() == knob)
                .flatMap(dimension -> dimension.bounds().stream());
    }
}
