// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.experiment.ExperimentOptions;
import io.github.dl4jinit.cli.report.Banner;
import io.github.dl4jinit.cli.report.ComparisonReport;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.Rehearsal;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dl4j-init compare}: trains the same deep network once for each scheme and seed and compares them. */
@Command(
        name = "compare",
        description =
                "Trains a deep network once for each scheme and seed and compares how they converge: a multi-layer"
                        + " perceptron, another network that --network names, or, with --conf, your own.",
        mixinStandardHelpOptions = true,
        resourceBundle = SchemeHelp.NAME,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {

    /** Ours, what a DL4J user gets who sets nothing, and what trains the deepest networks. */
    private static final String DEFAULT_SCHEMES = "he,xavier,bengio,dl4j:XAVIER,mirrored";

    /** As it is, and each way in which another start may help a network of any kind. */
    private static final String DEFAULT_SCHEMES_OF_OWN = "own,network,mirrored,lsuv,he";

    @Option(
            names = {"--scheme", "--schemes"},
            paramLabel = "SCHEME[,SCHEME…]",
            description = "Initialisations to compare, of the list below; with knobs as in"
                    + " he(gain=1.2,distribution=uniform) or network(preserve=backward) (default: " + DEFAULT_SCHEMES
                    + "; with --conf " + DEFAULT_SCHEMES_OF_OWN + "; those of the default that do not fit the network"
                    + " are left out).")
    private String schemes;

    // Five: a scheme whose signal vanishes is stuck with some seeds and not with others, and Student's interval of
    // three such accuracies is ±0.6 (docs/decisions.md).
    @Option(
            names = {"--seed", "--seeds"},
            paramLabel = "SEED",
            split = ",",
            description = "Seeds, one trial each for every scheme (default: 1,2,3,4,5; cnn, lstm 1,2,3).")
    private List<Long> seeds;

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
    private RunOptions run;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        ComparisonSpec asked = Usage.check(command, this::comparison);
        TrainingSpec training = asked.training();
        RunOptions.Checked checked = Usage.check(command, () -> run.check("compare"));
        PrintWriter terminal = command.commandLine().getOut();
        Banner.starting(terminal, checked.folder());
        Dataset data = DataOptions.load(command, training);
        Usage.check(command, () -> Check.inRange("batch", training.batchSize(), 1, data.trainCount()));
        int iterations = Usage.check(command, () -> training.iterations(data.trainCount()));
        Run.Data described = Usage.check(command, () -> Run.Data.of(training, data));
        List<String> leftOut = new ArrayList<>();
        ComparisonSpec spec;
        try {
            spec = fitting(asked, misfits(asked, data, checked), leftOut::add);
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }

        try (TrialSession session = new TrialSession(command, run, checked, TrialSpec::id)) {
            Map<TrialSpec, TrialResult> results = new HashMap<>();
            List<TrialSpec> missing = session.missing(spec.trials(), result -> results.put(result.spec(), result));
            Environment environment = session.start(new Run.Plan(
                    spec.schemes().stream().map(Scheme::text).collect(Collectors.joining(", ")),
                    spec.trials().size(),
                    described,
                    spec));
            Banner.print(terminal, spec, environment, session.workers(missing.size()), data, results.size());
            leftOut.forEach(terminal::println);
            session.run(
                    missing,
                    trial -> iterations,
                    trial -> trial.scheme().text() + ", seed " + trial.seed(),
                    result -> results.put(result.spec(), result));
            return session.publish(
                    new ComparisonReport(spec, environment, results, described.measure(), described.chance()));
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }
    }

    private ComparisonSpec comparison() {
        Optional<OwnNetworkSpec> own = configuration.network(learningRate.value());
        String named = schemes != null ? schemes : own.isPresent() ? DEFAULT_SCHEMES_OF_OWN : DEFAULT_SCHEMES;
        return new ComparisonSpec(
                Scheme.parseList(named),
                seeds == null ? network.defaults().seeds() : seeds,
                training.training(
                        own.<NetworkSpec>map(spec -> spec).orElseGet(() -> network.network(learningRate.value())),
                        network.defaults()));
    }

    /** Why schemes do not fit the network, by their text. */
    private static Map<String, String> misfits(ComparisonSpec asked, Dataset data, RunOptions.Checked checked)
            throws IOException, InterruptedException {
        return asked.training().network() instanceof OwnNetworkSpec own
                // A network in a file may be one that ends the process which runs it.
                ? ModelProcess.misfits(own, asked.schemes(), data, checked.workers())
                : misfits(asked);
    }

    private static Map<String, String> misfits(ComparisonSpec asked) {
        Map<String, String> misfits = new LinkedHashMap<>();
        for (Scheme scheme : asked.schemes()) {
            Rehearsal.misfit(new TrialSpec(scheme, asked.seeds().get(0), asked.training()))
                    .ifPresent(reason -> misfits.put(scheme.text(), reason));
        }
        return misfits;
    }

    /**
     * The same comparison without those schemes of the default that do not fit the network.
     *
     * @param leftOut takes a sentence on each of them
     * @throws ParameterException if a scheme that was asked for does not fit, or none does
     */
    private ComparisonSpec fitting(ComparisonSpec asked, Map<String, String> misfits, Consumer<String> leftOut) {
        List<Scheme> fitting = asked.schemes().stream()
                .filter(scheme -> !misfits.containsKey(scheme.text()))
                .toList();
        if (!misfits.isEmpty() && (schemes != null || fitting.isEmpty())) {
            throw new ParameterException(
                    command.commandLine(), misfits.values().iterator().next());
        }
        misfits.forEach((scheme, reason) -> leftOut.accept(scheme + " is left out: " + reason));
        return new ComparisonSpec(fitting, asked.seeds(), asked.training());
    }
}
