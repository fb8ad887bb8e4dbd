// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.experiment.ExperimentOptions;
import io.github.dl4jinit.cli.page.ReportPage;
import io.github.dl4jinit.cli.report.Banner;
import io.github.dl4jinit.cli.report.ProbeReport;
import io.github.dl4jinit.cli.report.ReportFiles;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.Start;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.modelfile.ModelFile;
import io.github.dl4jinit.lab.probe.ProbeResult;
import io.github.dl4jinit.lab.probe.ProbeSpec;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.Rehearsal;
import io.github.dl4jinit.lab.training.Trainer;
import io.github.dl4jinit.lab.trial.Backend;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import io.github.dl4jinit.signal.LearningRateProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dl4j-init probe}: what becomes of a signal in a network, before it trains or after. */
@Command(
        name = "probe",
        description = {
            "Sends one batch forward through a network and its gradient back, and tells whether they arrive.",
            "The network is the one that compare would train, or that of a file: as it stands (--model), or with weights"
                    + " drawn anew (--conf)."
        },
        mixinStandardHelpOptions = true,
        resourceBundle = SchemeHelp.NAME,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something failed while running",
            "2:the command line is wrong",
            "3:a problem was found, with --fail-unhealthy"
        })
final class ProbeCommand implements Callable<Integer> {

    private static final String LEARNING_RATE = "--lr";

    private static final String WITH_A_FILE = "given together with --model or --conf";

    private static final List<String> OF_THE_NETWORK =
            Stream.concat(Stream.of("--scheme"), NetworkOptions.FLAGS.stream()).toList();

    @Option(
            names = {"--scheme", "--init"},
            paramLabel = "SCHEME",
            description = "Initialisation, of the list below (default: he; with --conf own, the initialisers that each"
                    + " layer has).")
    private String scheme;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1", description = "Seed of the weights.")
    private long seed;

    @Mixin
    private ExperimentOptions experiment;

    @Mixin
    private NetworkOptions network;

    @Option(
            names = LEARNING_RATE,
            arity = "0..1",
            fallbackValue = "",
            converter = Rate.class,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "X",
            description = "Measure which learning rates the network can be trained with, and how far X is from them "
                    + NetworkOptions.DEFAULT_LEARNING_RATES
                    + "; without X, of a file, how far the network's own is. Takes as long as 800 training steps.")
    private OptionalDouble learningRate = OptionalDouble.empty();

    @Mixin
    private DataOptions dataOptions;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "A network as DL4J saves it (zip), or its configuration (JSON or YAML), in place of --scheme and"
                            + " the flags --network to --tailored; probed with --data, or with generated inputs (64, or --batch).")
    private Path model;

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description =
                    "The configuration of a network (JSON or YAML), or the model file of which the configuration is"
                            + " meant, in place of the flags --network to --tailored: its weights are drawn by --scheme and --seed."
                            + " Probed as --model is.")
    private Path configuration;

    @Option(
            names = "--allow-class",
            paramLabel = "CLASS",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Class, or package ending in '.', that --model or --conf may name beside DL4J's and this library's.")
    private List<String> allowedClasses = List.of();

    @Option(
            names = "--input-shape",
            paramLabel = "N",
            split = ",",
            description = "Shape of one generated input, where the model does not tell: features; features,steps; or"
                    + " channels,height,width.")
    private List<Long> inputShape;

    @Mixin
    private ModelOptions process;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write signal.json, a picture and a page into this folder.")
    private Path out;

    @Mixin
    private OpenOption open;

    @Option(names = "--json", description = "Print JSON instead of the report.")
    private boolean json;

    @Option(names = "--fail-unhealthy", description = "Exit with 3 if a problem was found.")
    private boolean failUnhealthy;

    @Option(names = "--verbose", description = "Show stack traces of errors.")
    private boolean verbose;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Usage.ensure(command, this::checkFile);
        // It sees the network as it is before the first epoch.
        TrainingSpec training = Usage.check(command, () -> dataOptions.training(asked(), 1, network.defaults()));
        Scheme parsed = Usage.check(command, this::scheme);
        Start started = Start.now();
        PrintWriter terminal = command.commandLine().getOut();
        if (measuresLearningRate() && !json && RunOptions.onTerminal()) {
            terminal.println("measuring learning rates, which takes as long as 800 training steps …");
            terminal.flush();
        }
        Probed probed;
        try {
            probed = file().isEmpty() ? ofFlags(parsed, training) : ofFile(file().get(), parsed, training);
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }
        ProbeReport report = new ProbeReport(probed.result());
        if (json) {
            report.printJson(terminal);
        } else {
            if (file().isEmpty()) {
                Banner.tailoring(terminal, training.network());
            }
            report.print(terminal);
        }
        Optional<ReportFiles> files = ReportFiles.in(out, command.commandLine().getErr());
        if (files.isPresent()) {
            report.writeTo(files.get(), run(probed, parsed, training, started));
            files.get()
                    .make(ReportPage.NAME, () -> ReportPage.of(List.of(out)).html())
                    .ifPresent(page -> open.open(page, command.commandLine().getErr()));
        }
        if (!json) {
            files.ifPresent(written -> written.print(terminal));
        }
        return failUnhealthy && !report.healthy() ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }

    /**
     * What was probed.
     *
     * @param data the data, {@code null} if it was made up, or read by another process
     */
    private record Probed(ProbeResult result, Object spec, Dataset data) {}

    /** A probe has no trials that could be followed while they run: it says what ran when all is over. */
    private Run run(Probed probed, Scheme parsed, TrainingSpec training, Start started) throws IOException {
        boolean realData = file().isEmpty() || dataOptions.given();
        Dataset data = !realData || probed.data() != null ? probed.data() : DataOptions.load(command, training);
        Run.Plan plan = new Run.Plan(
                model != null ? model.toString() : parsed + (configuration == null ? "" : " in " + configuration),
                null,
                data == null ? null : Run.Data.of(training, data),
                probed.spec());
        List<String> typed = command.root().commandLine().getParseResult().originalArgs();
        Run begun = Run.begun(Run.Kind.PROBE, typed, plan, probed.result().environment(), started.when());
        return started.end(begun, Run.State.DONE, null);
    }

    /** The network of the flags; of a file it is not known yet. */
    private NetworkSpec asked() {
        return file().isEmpty()
                ? network.network(rate())
                : OwnNetworkSpec.inMemory(file().get().toString());
    }

    /** The learning rate that was asked for, or {@code null}. */
    private Double rate() {
        return learningRate.isPresent() ? learningRate.getAsDouble() : null;
    }

    private boolean measuresLearningRate() {
        return command.commandLine().getParseResult().hasMatchedOption(LEARNING_RATE);
    }

    /** The file that holds the network, if one does. */
    private Optional<Path> file() {
        return Optional.ofNullable(model).or(() -> Optional.ofNullable(configuration));
    }

    private Scheme scheme() {
        return scheme != null ? Scheme.parse(scheme) : configuration != null ? Scheme.OWN : Scheme.HE;
    }

    /** A file comes with what the flags for a network say. */
    private void checkFile() {
        Check.require(
                model == null || configuration == null,
                "--model",
                "left out with --conf, which draws the weights of its network anew",
                model);
        if (model != null) {
            Usage.refuse(command, OF_THE_NETWORK, "--model");
            if (learningRate.isPresent()) {
                Usage.refuse(command, List.of(LEARNING_RATE), "--model");
            }
        }
        if (configuration != null) {
            Usage.refuse(command, NetworkOptions.FLAGS, "--conf");
        }
        Check.require(
                file().isEmpty() || dataOptions.given() || !measuresLearningRate(),
                LEARNING_RATE,
                "given together with --data beside " + (model != null ? "--model" : "--conf")
                        + ", because labels that are made up cannot be learnt",
                "none");
        Check.require(file().isPresent() || allowedClasses.isEmpty(), "--allow-class", WITH_A_FILE, allowedClasses);
        Check.require(file().isPresent() || inputShape == null, "--input-shape", WITH_A_FILE, inputShape);
        for (String flag : ModelOptions.FLAGS) {
            Check.require(
                    file().isPresent()
                            || !command.commandLine().getParseResult().hasMatchedOption(flag),
                    flag,
                    WITH_A_FILE,
                    "it alone");
        }
    }

    private Probed ofFile(Path file, Scheme parsed, TrainingSpec training) throws IOException, InterruptedException {
        WorkerSettings settings = Usage.check(command, () -> process.settings(verbose));
        ProbeSpec spec = Usage.check(command, () -> fileSpec(file, parsed, training));
        ModelFile.check(file);
        return new Probed(ModelProcess.ask(settings, workers -> workers.probe(spec)), spec, null);
    }

    private Probed ofFlags(Scheme parsed, TrainingSpec training) throws IOException {
        Backend.load();
        Backend.useOneThread();
        TrialSpec trial = Usage.check(command, () -> new TrialSpec(parsed, seed, training));
        Usage.ensure(command, () -> Rehearsal.check(List.of(trial)));
        Dataset data = DataOptions.load(command, training);
        Model built = network(trial, data);
        SignalReport signal = Trainer.probe(trial, data, built);
        ProbeResult result = measuresLearningRate()
                ? ProbeResult.of(signal, LearningRateProbe.of(built, data.trainIterator(training.batchSize(), seed)))
                : ProbeResult.of(signal);
        return new Probed(result, trial, data);
    }

    private Model network(TrialSpec trial, Dataset data) throws IOException {
        try {
            return Trainer.network(trial, data);
        } catch (IllegalArgumentException e) {
            throw new IOException(trial.scheme() + " cannot initialise this network: " + e.getMessage(), e);
        }
    }

    private ProbeSpec fileSpec(Path file, Scheme parsed, TrainingSpec training) {
        return new ProbeSpec(
                file.toString(),
                allowedClasses,
                model != null ? null : new ProbeSpec.Start(parsed, seed, rate()),
                inputShape,
                command.commandLine().getParseResult().hasMatchedOption("--batch") ? training.batchSize() : null,
                training.data() == null
                        ? null
                        : new ProbeSpec.RealData(
                                training.data(),
                                training.trainLimit(),
                                training.batchSize(),
                                seed,
                                measuresLearningRate()));
    }

    /** A number, or nothing: picocli cannot leave out a number by itself. */
    static final class Rate implements ITypeConverter<OptionalDouble> {
        @Override
        public OptionalDouble convert(String value) {
            try {
                return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is not a double");
            }
        }
    }
}
