// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.data.ImageSource;
import io.github.dl4jinit.lab.data.SequenceSource;
import java.util.Locale;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A ready-made network of equal layers other than a perceptron.
 *
 * @param preset which one
 * @param depth number of its equal layers
 * @param width units or channels of each of them
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
        CNN_RESIDUAL("cnn-residual", 15, 9),

        /** LSTM layers one on the other. */
        LSTM("lstm", 50, 8);

        private final String text;
        private final double timesLearningRate;
        private final int weightsOfPair;

        /**
         * @param timesLearningRate by what an update rule's learning rate, meant for deep perceptrons, is multiplied
         * @param weightsOfPair weights between a unit or channel and one of the next layer
         */
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

        private String data() {
            return this == LSTM ? "sequences, such as adding:30, or images" : "images";
        }

        /** The learning rate of an update rule for this network, when none is given. */
        public double learningRate(Optimiser optimiser) {
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
        boolean sequences = preset == Preset.LSTM && data instanceof SequenceSource;
        Check.require(
                Check.given("data", data) instanceof ImageSource || sequences,
                "--data",
                preset.data() + " for " + preset.text(),
                data.description());
    }

    /** An image is a sequence of its rows to an LSTM. */
    @Override
    public Dataset seen(Dataset data) {
        InputType input = Check.given("data", data).inputTypes().get(0);
        boolean image = input instanceof InputType.InputTypeConvolutionalFlat;
        boolean sequence = preset == Preset.LSTM && input instanceof InputType.InputTypeRecurrent;
        Check.require(image || sequence, "the data", preset.data() + " for " + preset.text(), data.content());
        return preset == Preset.LSTM && data instanceof ImageDataset images ? images.byRows() : data;
    }

    @Override
    public String network() {
        return switch (preset) {
            case CNN -> depth + " convolutions of 3x3 x " + width + " channels, " + activation;
            case CNN_RESIDUAL -> depth + " convolutions of 3x3 x " + width + " channels, " + activation + ", residual";
            case LSTM -> depth + " LSTM layers x " + width + ", " + activation;
        };
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
