// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.data.SequenceSource;
import java.util.Locale;

/**
 * A multi-layer perceptron with equal hidden layers.
 *
 * @param depth number of hidden layers
 * @param width units of each hidden layer
 * @param activation the activation function of the hidden layers
 * @param residual whether skip connections lead around every two hidden layers
 * @param tailored whether activation functions are tailored to depth and skip connections
 *     ({@link io.github.dl4jinit.activation.Tailoring}, with its defaults) before the network is initialised
 * @param optimiser the update rule
 * @param learningRate its step size
 */
public record MlpSpec(
        int depth,
        int width,
        ActivationSpec activation,
        boolean residual,
        boolean tailored,
        Optimiser optimiser,
        double learningRate)
        implements NetworkSpec.Layered {

    /** The deepest network that is tested here; nothing in it would stop at one layer more. */
    public static final int MAX_DEPTH = 1000;

    /** Wider layers than this have more weights than an array of 2³¹ − 1 elements. */
    public static final int MAX_WIDTH = 46_340;

    /**
     * What a layer costs besides its weights, in weights: measured with ReLU at a width of 128, of which it is a fifth.
     */
    private static final int WEIGHTS_OF_OVERHEAD = 4_000;

    public MlpSpec {
        Check.inRange("depth", depth, 1, MAX_DEPTH);
        Check.inRange("width", width, 1, MAX_WIDTH);
        Check.given("activation", activation);
        Check.given("optimizer", optimiser);
        Check.positiveFinite("lr", learningRate);
    }

    /** The perceptron whose activation function is written so, and stays as it is. */
    public MlpSpec(
            int depth, int width, String activation, boolean residual, Optimiser optimiser, double learningRate) {
        this(depth, width, ActivationSpec.parse(activation), residual, false, optimiser, learningRate);
    }

    @Override
    public MlpSpec withDepth(int other) {
        return new MlpSpec(other, width, activation, residual, tailored, optimiser, learningRate);
    }

    @Override
    public MlpSpec withWidth(int other) {
        return new MlpSpec(depth, other, activation, residual, tailored, optimiser, learningRate);
    }

    @Override
    public MlpSpec withActivation(ActivationSpec other) {
        return new MlpSpec(depth, width, other, residual, tailored, optimiser, learningRate);
    }

    /** The same perceptron with tailored activation functions, or without. */
    public MlpSpec withTailored(boolean other) {
        return new MlpSpec(depth, width, activation, residual, other, optimiser, learningRate);
    }

    @Override
    public MlpSpec withOptimiser(Optimiser other) {
        double rate = Check.given("optimizer", other).defaultLearningRate();
        return new MlpSpec(depth, width, activation, residual, tailored, other, rate);
    }

    @Override
    public MlpSpec withLearningRate(double other) {
        return new MlpSpec(depth, width, activation, residual, tailored, optimiser, other);
    }

    @Override
    public void checkTakes(DataSource data) {
        Check.require(
                !(Check.given("data", data) instanceof SequenceSource || data instanceof SavedSource),
                "--data",
                "images or a table for a perceptron",
                data.description());
    }

    @Override
    public String network() {
        return depth + " hidden layers x " + width + ", " + activation + (residual ? ", residual" : "")
                + (tailored ? ", tailored" : "");
    }

    @Override
    public String fileName() {
        return "depth" + depth + "-width" + width + "-"
                + FileName.of(activation.text().toLowerCase(Locale.ROOT))
                + (residual ? "-residual" : "") + (tailored ? "-tailored" : "") + "-"
                + optimiser.name().toLowerCase(Locale.ROOT) + "-lr"
                + learningRate;
    }

    @Override
    public long work() {
        return (depth + 1) * ((long) width * width + WEIGHTS_OF_OVERHEAD);
    }
}
