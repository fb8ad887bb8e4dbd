// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.lab.comparison.Comparison;
import io.github.dl4jinit.lab.comparison.ComparisonResult;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.JointMultiDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A graph of two inputs, a vector and a sequence, that is to tell of which class an example is and how large a value
 * is, with iterators of DL4J's {@code MultiDataSet}. Outputs of two kinds are judged by the network's loss.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.CompareTwoInputs
 * }</pre>
 *
 * prints a table; with {@code OMP_NUM_THREADS=1} before it in about a minute. Change {@code network()} and
 * {@code examples(…)} to your own graph and iterators.
 */
public final class CompareTwoInputs {

    private CompareTwoInputs() {}

    private static final int STEPS = 12;

    public static void main(String[] args) throws InterruptedException {
        System.out.println(compare(1_000, 8, "own,he,lsuv", 1, 2, 3));
    }

    static ComparisonResult compare(int examples, int epochs, String schemes, long... seeds)
            throws InterruptedException {
        MultiDataSetIterator train = examples(examples, 1);
        OwnNetworkRunner runner = new OwnNetworkRunner(network(), seed -> train, examples(500, 2));
        return Comparison.of(runner.training("vector and sequence", epochs), schemes, seeds)
                .run(runner);
    }

    private static ComputationGraphConfiguration network() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(3e-3))
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("vector", "sequence")
                .addLayer("dense", new DenseLayer.Builder().nOut(32).build(), "vector")
                .addLayer("last", new LastTimeStep(new LSTM.Builder().nOut(16).build()), "sequence")
                .addVertex("both", new MergeVertex(), "dense", "last")
                .addLayer("hidden", new DenseLayer.Builder().nOut(32).build(), "both")
                .addLayer("class", output(2, Activation.SOFTMAX, LossFunction.MCXENT), "hidden")
                .addLayer("value", output(1, Activation.IDENTITY, LossFunction.MSE), "hidden")
                .setOutputs("class", "value")
                .setInputTypes(InputType.feedForward(4), InputType.recurrent(1, STEPS))
                .build();
    }

    private static OutputLayer output(int count, Activation activation, LossFunction loss) {
        return new OutputLayer.Builder(loss).nOut(count).activation(activation).build();
    }

    /**
     * The class is the sign of the vector's first number plus the sequence's sum, the value their product. DL4J joins
     * an iterator of vectors with their classes and one of sequences with their values.
     */
    private static MultiDataSetIterator examples(int count, long seed) {
        Random random = new Random(seed);
        INDArray vectors = Nd4j.zeros(count, 4);
        INDArray sequences = Nd4j.zeros(count, 1, STEPS);
        INDArray classes = Nd4j.zeros(count, 2);
        INDArray values = Nd4j.zeros(count, 1);
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int step = 0; step < STEPS; step++) {
                double number = random.nextGaussian();
                sequences.putScalar(new int[] {i, 0, step}, number);
                sum += number / Math.sqrt(STEPS);
            }
            for (int j = 0; j < 4; j++) {
                vectors.putScalar(i, j, random.nextGaussian());
            }
            classes.putScalar(i, vectors.getDouble(i, 0) + sum > 0 ? 1 : 0, 1);
            values.putScalar(i, 0, vectors.getDouble(i, 0) * sum);
        }
        return new JointMultiDataSetIterator(
                new ExistingDataSetIterator(new DataSet(vectors, classes).batchBy(50)),
                new ExistingDataSetIterator(new DataSet(sequences, values).batchBy(50)));
    }
}
