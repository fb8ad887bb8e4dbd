// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import io.github.dl4jinit.bench.data.DataSource;
import io.github.dl4jinit.internal.Check;
import java.nio.file.Path;

/**
 * The network, the optimiser and the data: what all trials of a comparison share.
 *
 * @param depth number of hidden layers
 * @param width units of each hidden layer
 * @param activation name of the hidden layers' activation function, one of the constants of DL4J's {@code Activation}
 * @param residual whether skip connections lead around every two hidden layers; a file written when none did says
 *     nothing
 * @param optimiser the update rule
 * @param learningRate its step size
 * @param batchSize examples an iteration
 * @param epochs passes over the training set
 * @param trainLimit how many training examples to use, 0 for all
 * @param data folder of IDX files, {@code null} for the bundled MNIST
 */
public record TrainingSpec(
        int depth,
        int width,
        String activation,
        boolean residual,
        Optimiser optimiser,
        double learningRate,
        int batchSize,
        int epochs,
        int trainLimit,
        String data) {

    /** The deepest network that is tested here; nothing in it would stop at one layer more. */
    public static final int MAX_DEPTH = 1000;

    /** Wider layers than this have more weights than an array of 2³¹ − 1 elements. */
    public static final int MAX_WIDTH = 46_340;

    public TrainingSpec {
        Check.inRange("depth", depth, 1, MAX_DEPTH);
        Check.inRange("width", width, 1, MAX_WIDTH);
        Check.given("activation", activation);
        Check.given("optimizer", optimiser);
        Check.positiveFinite("lr", learningRate);
        Check.inRange("batch", batchSize, 1, Integer.MAX_VALUE);
        Check.inRange("epochs", epochs, 1, Integer.MAX_VALUE);
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
    }

    /** For people to read: the activation function, and whether there are skip connections. */
    public String kind() {
        return activation + (residual ? ", residual" : "");
    }

    /** Where the data is. */
    public DataSource dataSource() {
        return DataSource.of(data == null ? null : Path.of(data));
    }

    /** Number of iterations of an epoch over that many examples; the last may be a smaller batch. */
    public int iterationsPerEpoch(int examples) {
        return (int) ((examples + (long) batchSize - 1) / batchSize);
    }

    /**
     * Number of iterations in all when the training set has that many examples.
     *
     * @throws IllegalArgumentException if there are more than 2³¹ − 1
     */
    public int iterations(int examples) {
        long iterations = (long) epochs * iterationsPerEpoch(examples);
        Check.require(iterations <= Integer.MAX_VALUE, "epochs", "few enough for 2^31 - 1 iterations", epochs);
        return (int) iterations;
    }
}
