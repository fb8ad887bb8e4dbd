// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.lab.comparison.Comparison;
import io.github.dl4jinit.lab.comparison.ComparisonResult;
import io.github.dl4jinit.lab.data.SequenceDataset;
import io.github.dl4jinit.lab.data.SequenceSource;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import java.io.IOException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Which first weights let two LSTM layers learn the adding problem (Hochreiter and Schmidhuber 1997): of a sequence of
 * random numbers, what is the sum of the two that are marked? A regression, judged by R²: guessing the mean reaches 0.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.CompareLstm
 * }</pre>
 *
 * prints a table; with {@code OMP_NUM_THREADS=1} before it in some minutes.
 */
public final class CompareLstm {

    private CompareLstm() {}

    private static final int STEPS = 10;

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println(compare(5_000, 4, "own,orthogonal,he", 1, 2, 3));
    }

    static ComparisonResult compare(int sequences, int epochs, String schemes, long... seeds)
            throws IOException, InterruptedException {
        SequenceDataset sums = new SequenceSource(SequenceSource.Task.ADDING, STEPS).load(sequences);
        OwnNetworkRunner runner =
                new OwnNetworkRunner(network(), seed -> sums.trainIterator(64, seed), sums.testIterator(1_000));
        return Comparison.of(runner.training("adding " + STEPS + " steps", epochs), schemes, seeds)
                .run(runner);
    }

    private static MultiLayerConfiguration network() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-2))
                .activation(Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nOut(16).build())
                .layer(new LastTimeStep(new LSTM.Builder().nOut(16).build()))
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2, STEPS))
                .build();
    }
}
