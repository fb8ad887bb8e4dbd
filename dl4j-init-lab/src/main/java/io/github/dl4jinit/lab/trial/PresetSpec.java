// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.IdxSource;
import java.util.Locale;

/**
 * A ready-made network of equal layers other than a perceptron.
 *
 * @param preset which one
 * @param depth number of its equal layers
 * @param width channels of each of them
 * @param activation their activation function
 * @param optimiser the update rule
 * @param learningRate its step size
 */
public record PresetSpec(
        Preset preset, int depth, int width, ActivationSpec activation, Optimiser optimiser, double learningRate)
        implements NetworkSpec.Layered {

    /** Wider convolutions of 3 × 3 have more weights than an array of 2³¹ − 1 elements. */
    public static final int MAX_WIDTH = 15_446;

    /** What a layer costs besides its weights, in weights: measured at 16 channels of 4 × 4, of which it is half. */
    private static final int WEIGHTS_OF_OVERHEAD = 2_000;

    /** Which ready-made network. */
    public enum Preset {

        /** Convolutions one after the other. */
        CNN("cnn", 15, 9),

        /** Convolutions with skip connections around every two. */
        CNN_RESIDUAL("cnn-residual", 15, 9);

        private final String text;
        private final double timesLearningRate;
        private final int weightsOfPair;

        Preset(String text, double timesLearningRate, int weightsOfPair) {
            this.text = text;
            this.timesLearningRate = timesLearningRate;
            this.weightsOfPair = weightsOfPair;
        }

        /** Its name on the command line and in files. */
        @JsonValue
        public String text() {
            return text;
        }

        /** The learning rate of an update rule for this network, when none is given. */
        public double learningRate(Optimiser optimiser) {
            // Shorter trainings than those of perceptrons, for which an update rule's own rate is meant.
            return timesLearningRate * Check.given("optimizer", optimiser).defaultLearningRate();
        }
    }

    public PresetSpec {
        Check.given("preset", preset);
        Check.inRange("depth", depth, 1, MlpSpec.MAX_DEPTH);
        Check.inRange("width", width, 1, MAX_WIDTH);
        Check.given("activation", activation);
        Check.given("optimizer", optimiser);
        Check.positiveFinite("lr", learningRate);
    }

    @Override
    public PresetSpec withDepth(int other) {
        return new PresetSpec(preset, other, width, activation, optimiser, learningRate);
    }

    @Override
    public PresetSpec withWidth(int other) {
        return new PresetSpec(preset, depth, other, activation, optimiser, learningRate);
    }

    @Override
    public PresetSpec withActivation(ActivationSpec other) {
        return new PresetSpec(preset, depth, width, other, optimiser, learningRate);
    }

    @Override
    public PresetSpec withOptimiser(Optimiser other) {
        return new PresetSpec(preset, depth, width, activation, other, preset.learningRate(other));
    }

    @Override
    public PresetSpec withLearningRate(double other) {
        return new PresetSpec(preset, depth, width, activation, optimiser, other);
    }

    @Override
    public void checkTakes(DataSource data) {
        Check.require(data instanceof IdxSource, "--data", "images for " + preset.text(), data.description());
    }

    @Override
    public String network() {
        return depth + " convolutions of 3x3 x " + width + " channels, " + activation
                + (preset == Preset.CNN_RESIDUAL ? ", residual" : "");
    }

    @Override
    public String fileName() {
        return preset.text() + "-depth" + depth + "-width" + width + "-"
                + FileName.of(activation.text().toLowerCase(Locale.ROOT)) + "-"
                + optimiser.name().toLowerCase(Locale.ROOT) + "-lr" + learningRate;
    }

    @Override
    public long work() {
        return (depth + 1) * ((long) preset.weightsOfPair * width * width + WEIGHTS_OF_OVERHEAD);
    }
}
