// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.experiment.ExperimentOptions;
import io.github.dl4jinit.cli.report.Banner;
import io.github.dl4jinit.cli.report.SweepReport;
import io.github.dl4jinit.cli.report.SweepSpec;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.preset.NetworkName;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.training.Rehearsal;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dl4j-init sweep}: trains a network for every combination of some knobs and maps what trains. */
@Command(
        name = "sweep",
        description = {
            "Trains a network for every combination of some knobs and maps which are trained: a deep multi-layer"
                    + " perceptron, another network that --network names, or, with --conf, your own.",
            "A knob takes values separated by commas, and ranges FROM:TO:STEP."
        },
        mixinStandardHelpOptions = true,
        resourceBundle = SchemeHelp.NAME,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false)
final class SweepCommand implements Callable<Integer> {

    /** Some days' work; more are rather a slip of the pen. */
    static final int MANY_TRIALS = 10_000;

    @Option(
            names = {"--scheme", "--schemes"},
            paramLabel = "SCHEME[,SCHEME…]",
            description =
                    "Initialisations, of the list below; meanfield for --sigma-w2 and --sigma-b2 (default: he; with"
                            + " --conf own, the initialisers that each layer has).")
    private String scheme;

    @Option(names = "--gain", paramLabel = "VALUES", description = "The scheme's gain, as in 0.6:1.6:0.1.")
    private String gain;

    @Option(names = "--numerator", paramLabel = "VALUES", description = "The scheme's numerator.")
    private String numerator;

    @Option(
            names = "--sigma-w2",
            paramLabel = "VALUES",
            description = "The variance of a weight times its fan-in, of meanfield.")
    private String sigmaW2;

    @Option(names = "--sigma-b2", paramLabel = "VALUES", description = "The variance of a bias, of meanfield.")
    private String sigmaB2;

    @Option(
            names = "--pre-activation-variance",
            paramLabel = "VALUES",
            description = "The variance of pre-activations, of network and mirrored, as in 0.02,0.09,0.25,1.")
    private String preActivationVariance;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = NetworkOptions.DEFAULT_NETWORK,
            description = NetworkOptions.NETWORK)
    private NetworkName name;

    @Option(
            names = "--depth",
            paramLabel = "VALUES",
            description = "Hidden layers, as in 10,25,50,100,200 " + NetworkOptions.DEPTHS + ".")
    private String depth;

    @Option(
            names = "--width",
            paramLabel = "VALUES",
            description = "Units, or channels, of each hidden layer " + NetworkOptions.WIDTHS + ".")
    private String width;

    @Option(
            names = "--activation",
            paramLabel = "NAMES",
            description = "Activation functions of the hidden layers, with parameters as in 'leakyrelu(0.2)' "
                    + NetworkOptions.ACTIVATIONS + ".")
    private String activation;

    @Option(
            names = {"--optimizer", "--optimiser"},
            paramLabel = "NAMES",
            // Unlike Adam it does not make up for gradients that vanish, so the map shows what the weights do.
            defaultValue = "SGD",
            description = "Update rules: SGD, NESTEROV, ADAM, RMSPROP.")
    private String optimiser;

    @Option(
            names = "--lr",
            paramLabel = "VALUES",
            description = "Learning rates " + NetworkOptions.DEFAULT_LEARNING_RATES + "; with --conf its own.")
    private String learningRate;

    @Option(
            names = {"--seed", "--seeds"},
            paramLabel = "VALUES",
            defaultValue = "1",
            description = "Seeds, a trial each for every combination.")
    private String seed;

    @Option(names = "--tailored", description = NetworkOptions.TAILORED)
    private boolean tailored;

    @Mixin
    private ExperimentOptions experiment;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private EarlyEndOptions earlyEnd;

    @Mixin
    private RunOptions run;

    @Option(names = "--yes", description = "Run more than " + MANY_TRIALS + " trials.")
    private boolean yes;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Optional<OwnNetworkSpec> own = Usage.check(command, () -> configuration.network(null));
        List<Axis> axes = Usage.check(command, () -> axes(own.isPresent()));
        Usage.ensure(command, () -> checkSize(Sweep.count(axes)));
        NetworkSpec network = own.<NetworkSpec>map(spec -> spec).orElseGet(this::placeholder);
        Sweep asked = Usage.check(
                command,
                () -> Sweep.of(
                        training.training(network, name.defaults()).withStuckAfter(earlyEnd.stuckAfter()), axes));
        RunOptions.Checked checked = Usage.check(command, () -> run.check("sweep"));
        PrintWriter terminal = command.commandLine().getOut();
        Banner.starting(terminal, checked.folder());
        Usage.ensure(command, () -> Rehearsal.check(asked.over(Rehearsal.KNOBS).trials()));
        Dataset data = DataOptions.load(command, asked.base());
        Usage.check(command, () -> Check.inRange("batch", asked.base().batchSize(), 1, data.trainCount()));
        int iterations = Usage.check(command, () -> asked.base().iterations(data.trainCount()));
        Run.Data described = Usage.check(command, () -> Run.Data.of(asked.base(), data));
        Sweep sweep = earlyEnd.byUpdateRule() ? asked.endingEarly(iterations) : asked;
        if (own.isPresent()) {
            try {
                ModelProcess.checkFits(command, own.get(), firstOfEachScheme(sweep), data, checked.workers());
            } catch (InterruptedException e) {
                return ExitCode.INTERRUPTED;
            }
        }

        try (TrialSession session = new TrialSession(command, run, checked, TrialSpec::fullId)) {
            SweepResult result = new SweepResult(sweep);
            List<TrialSpec> missing = session.missing(sweep.trials(), result::add);
            Environment environment =
                    session.start(new Run.Plan(subject(sweep), sweep.size(), described, SweepSpec.of(sweep)));
            int kept = sweep.size() - missing.size();
            Banner.print(terminal, sweep, environment, session.workers(missing.size()), data, kept);
            session.run(missing, trial -> trial.training().network().work(), sweep::label, result::add);
            return session.publish(new SweepReport(result, environment, iterations, described));
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }
    }

    /** Other values of a scheme's knobs fit no better. */
    private static List<Scheme> firstOfEachScheme(Sweep sweep) {
        return sweep.over(Set.of(Knob.SCHEME)).trials().stream()
                .map(TrialSpec::scheme)
                .toList();
    }

    /** The knobs that are swept, of which scheme if of one. */
    private static String subject(Sweep sweep) {
        String knobs = sweep.swept().stream().map(axis -> axis.knob().flag()).collect(Collectors.joining(" x "));
        List<String> schemes = sweep.axis(Knob.SCHEME).values();
        return schemes.size() > 1 ? knobs : knobs.isEmpty() ? schemes.get(0) : knobs + " of " + schemes.get(0);
    }

    /** Every field of it has an axis but which network it is, and the tailoring. */
    private NetworkSpec placeholder() {
        return Usage.check(
                command,
                () -> name.network(
                        1,
                        1,
                        ActivationSpec.of(name.defaults().activation()),
                        tailored,
                        Optimiser.SGD,
                        Optimiser.SGD.defaultLearningRate()));
    }

    /** @param configured whether the network is a user's own, which comes with all but its scheme and seed */
    private List<Axis> axes(boolean configured) {
        List<Axis> axes = new ArrayList<>();
        add(axes, Knob.SEED, seed);
        add(axes, Knob.SCHEME, scheme != null ? scheme : (configured ? Scheme.OWN : Scheme.HE).text());
        add(axes, Knob.GAIN, gain);
        add(axes, Knob.NUMERATOR, numerator);
        add(axes, Knob.SIGMA_W2, sigmaW2);
        add(axes, Knob.SIGMA_B2, sigmaB2);
        add(axes, Knob.PRE_ACTIVATION_VARIANCE, preActivationVariance);
        if (!configured) {
            NetworkName.Defaults defaults = name.defaults();
            add(axes, Knob.DEPTH, depth == null ? String.valueOf(defaults.depth()) : depth);
            add(axes, Knob.WIDTH, width == null ? String.valueOf(defaults.width()) : width);
            add(
                    axes,
                    Knob.ACTIVATION,
                    activation == null ? defaults.activation().name() : activation);
            add(axes, Knob.OPTIMIZER, optimiser);
        }
        add(axes, Knob.LR, learningRate);
        return axes;
    }

    private static void add(List<Axis> axes, Knob knob, String values) {
        if (values != null) {
            axes.add(Axis.of(knob, values));
        }
    }

    private void checkSize(long trials) {
        Check.require(
                yes || trials <= MANY_TRIALS,
                "the sweep",
                "of at most " + MANY_TRIALS + " trials, unless --yes is given",
                trials);
    }
}
