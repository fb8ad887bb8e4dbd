// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.large;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.OwnNetwork;
import io.github.dl4jinit.lab.training.Trainer;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A trial in a process of its own, which says what it took. */
final class LargeTrial {

    private static final int LAYERS = 3;
    private static final int WIDTH = 32;
    private static final double LEARNING_RATE = 1e-3;
    private static final String PEAK = "VmHWM:";

    private LargeTrial() {}

    /**
     * What a trial took.
     *
     * @param peak the most megabytes of the process that were resident
     * @param read seconds of the processor until the first iteration had been done
     * @param trained seconds of the processor from then on
     */
    record Cost(double peak, double read, double trained) {}

    static Cost inAProcess(Kind kind, Path data, Path temporary, String heap) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeTrial.class.getName(),
                        kind.name(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader().readLine();
        if (process.waitFor() != 0 || line == null) {
            throw new IOException(kind + " ended with exit code " + process.exitValue());
        }
        String[] cost = line.split(" ");
        return new Cost(Double.parseDouble(cost[0]), Double.parseDouble(cost[1]), Double.parseDouble(cost[2]));
    }

    public static void main(String[] args) throws IOException {
        Kind kind = Kind.valueOf(args[0]);
        Path data = Path.of(args[1]);
        TrainingSpec training = new TrainingSpec(network(kind), 128, 1, 0, kind.source(data));
        double[] first = new double[1];
        TrialResult result = new Trainer()
                .run(new TrialSpec(Scheme.parse("he"), 1, training), (iteration, all, loss) -> {
                    first[0] = first[0] == 0 ? seconds() : first[0];
                });
        if (result.testScore() == null) {
            throw new IOException(result.error());
        }
        System.out.println(peak() + " " + first[0] + " " + (seconds() - first[0]));
    }

    /** Trials of what DL4J has saved are of a user's own configuration. */
    private static NetworkSpec network(Kind kind) throws IOException {
        if (kind != Kind.SAVED) {
            return new MlpSpec(LAYERS, WIDTH, "RELU", false, Optimiser.ADAM, LEARNING_RATE);
        }
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(new Adam(LEARNING_RATE))
                .activation(Activation.RELU)
                .list();
        for (int i = 0; i < LAYERS; i++) {
            layers.layer(new DenseLayer.Builder().nOut(WIDTH).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(Kind.SAVED_NUMBERS));
        Path file = Files.createTempFile("network", ".json");
        file.toFile().deleteOnExit();
        Files.writeString(file, layers.build().toJson());
        return OwnNetwork.spec(file, List.of());
    }

    /** Seconds that the processor spent in this process. */
    private static double seconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static double peak() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        String line = status.stream()
                .filter(candidate -> candidate.startsWith(PEAK))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
    }
}
