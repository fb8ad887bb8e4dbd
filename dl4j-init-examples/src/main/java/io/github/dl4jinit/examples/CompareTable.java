// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.lab.comparison.Comparison;
import io.github.dl4jinit.lab.comparison.ComparisonResult;
import io.github.dl4jinit.lab.data.CsvSource;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Which first weights suit a regression from a table: twenty ReLU layers on the columns of a CSV file, judged by R².
 * The file of an argument, or, without one, a made-up one (Friedman 1991, "Multivariate adaptive regression splines",
 * eq. 61).
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.CompareTable
 * }</pre>
 *
 * prints a table; with {@code OMP_NUM_THREADS=1} before it in about a minute. {@code … CompareTable houses.csv price}
 * takes a file of yours, and the column to tell.
 */
public final class CompareTable {

    private CompareTable() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 2) {
            System.out.println(compare(Path.of(args[0]), args[1], 8, "own,he,mirrored", 1, 2, 3));
            return;
        }
        Path madeUp = Files.createTempFile("friedman", ".csv");
        try {
            Files.write(madeUp, friedman(1_000));
            System.out.println(compare(madeUp, "y", 8, "own,he,mirrored", 1, 2, 3));
        } finally {
            Files.delete(madeUp);
        }
    }

    /** Inputs and values are standardised by the training rows; a fifth of all rows is for testing. */
    static ComparisonResult compare(Path csv, String label, int epochs, String schemes, long... seeds)
            throws IOException, InterruptedException {
        Dataset table = new CsvSource(csv.toString(), List.of(label)).load(0);
        OwnNetworkRunner runner =
                new OwnNetworkRunner(network(table), seed -> table.trainIterator(32, seed), table.testIterator(1_000));
        return Comparison.of(runner.training("twenty layers", epochs), schemes, seeds)
                .run(runner);
    }

    private static MultiLayerConfiguration network(Dataset table) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .updater(new Adam(1e-3))
                .list();
        for (int i = 0; i < 20; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(i == 0 ? table.inputs() : 32)
                    .nOut(32)
                    .build());
        }
        return layers.layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(32)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }

    /** y = 10 sin(π a b) + 20 (c − 0.5)² + 10 d + 5 e + noise, of columns uniform between 0 and 1. */
    static List<String> friedman(int rows) {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("a,b,c,d,e,y"));
        for (int i = 0; i < rows; i++) {
            double[] x = random.doubles(5).toArray();
            double y = 10 * Math.sin(Math.PI * x[0] * x[1])
                    + 20 * Math.pow(x[2] - 0.5, 2)
                    + 10 * x[3]
                    + 5 * x[4]
                    + random.nextGaussian();
            lines.add(String.format(Locale.ROOT, "%.6f,%.6f,%.6f,%.6f,%.6f,%.6f", x[0], x[1], x[2], x[3], x[4], y));
        }
        return lines;
    }
}
