// SPDX-License-Identifier: Apache-2.0
import io.github.dl4jinit.cli.Main;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.Trainer;
import io.github.dl4jinit.lab.trial.Backend;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;

/**
 * Does once what commands and their workers do, so that the build can archive the classes that they load
 * ({@code -XX:ArchiveClassesAtExit}). It is given the folder of results.
 */
public final class ClassArchive {

    public static void main(String[] args) throws Exception {
        Path out = Path.of(args[0]);
        String[] network = {"--depth", "3", "--width", "8", "--batch", "50", "--train-limit", "500"};
        run(with(network, "compare", "--schemes", "he", "--seeds", "1", "--quiet", "--out", out + "/compare"));
        run(with(network, "sweep", "--gain", "1,2", "--quiet", "--out", out + "/sweep"));
        run("gain", "relu");
        Backend.load();
        MlpSpec perceptron = new MlpSpec(3, 8, "RELU", false, Optimiser.ADAM, 1e-3);
        new Trainer()
                .run(
                        new TrialSpec(Scheme.parse("network"), 1, new TrainingSpec(perceptron, 50, 1, 500, null)),
                        (iteration, iterations, loss) -> {});
    }

    private static String[] with(String[] network, String... command) {
        String[] all = java.util.Arrays.copyOf(command, command.length + network.length);
        System.arraycopy(network, 0, all, command.length, network.length);
        return all;
    }

    private static void run(String... command) {
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(Writer.nullWriter()))
                .execute(command);
        if (exitCode != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + exitCode);
        }
    }
}
