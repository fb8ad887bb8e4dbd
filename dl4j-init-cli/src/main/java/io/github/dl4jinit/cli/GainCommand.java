// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.report.GainReport;
import io.github.dl4jinit.cli.report.ReportFiles;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Backend;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dl4j-init gain}: what activation functions do to a signal and which weights make up for it. */
@Command(
        name = "gain",
        description = "Prints the gains that activation functions call for, and how deep a network with them can be.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false)
final class GainCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ACTIVATION",
            arity = "0..*",
            description = "DL4J's activation functions, with parameters as in leakyrelu(0.2) (default: all that have a"
                    + " gain).")
    private List<String> activations;

    @Option(
            names = "--sigma-b2",
            paramLabel = "X",
            // The point of tanh that Schoenholz et al. 2017 publish is (1.76, 0.05).
            defaultValue = "0.05",
            description = "Variance of the biases, for critical weights and depth scales.")
    private double sigmaB2;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--plot",
            paramLabel = "DIR",
            description =
                    "Draw the critical line and the length map of each activation into this folder, as PNG and SVG.")
    private Path plots;

    @Option(names = "--verbose", description = "Show stack traces of errors.")
    private boolean verbose;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = command.commandLine().getOut();
        Backend.load();
        GainReport report = Usage.check(command, this::report);
        if (json) {
            report.printJson(out);
        } else {
            report.print(out);
        }
        Optional<ReportFiles> pictures =
                ReportFiles.in(plots, command.commandLine().getErr());
        if (pictures.isPresent()) {
            report.drawInto(pictures.get());
        }
        if (!json) {
            pictures.ifPresent(drawn -> drawn.print(out));
        }
        // Whoever asks for pictures has failed without them.
        return pictures.stream().allMatch(ReportFiles::complete) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private GainReport report() {
        Check.nonNegativeFinite("sigma-b2", sigmaB2);
        Map<String, IActivation> named = new LinkedHashMap<>();
        List<ActivationSpec> specs = activations == null
                ? all()
                : activations.stream().map(ActivationSpec::parse).toList();
        specs.forEach(spec -> named.put(spec.text().toLowerCase(Locale.ROOT), spec.function()));
        return new GainReport(named, sigmaB2);
    }

    private static List<ActivationSpec> all() {
        return Arrays.stream(Activation.values())
                .filter(name -> name != Activation.SOFTMAX) // it has no gain
                .map(ActivationSpec::of)
                .toList();
    }
}
