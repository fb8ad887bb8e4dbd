// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.preset;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.SequenceSource;
import io.github.dl4jinit.lab.scheme.Suggestion;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.PresetSpec;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** What a network is called on the command line, and what it and its training are unless somebody says otherwise. */
public enum NetworkName {

    /**
     * A perceptron: deep enough that a factor of 2 a layer is one of 10¹⁵, wide enough that a single network behaves
     * like the average, narrow enough for minutes on two cores.
     */
    MLP("mlp", null, new Defaults(50, 128, Activation.RELU, 128, 0, null, List.of(1L, 2L, 3L, 4L, 5L))),

    /** The same with skip connections around every two hidden layers. */
    MLP_RESIDUAL("mlp-residual", null, MLP.defaults),

    /** Convolutions one after the other: of a depth at which a factor of √½ a layer leaves a thousandth. */
    CNN("cnn", PresetSpec.Preset.CNN, new Defaults(20, 16, Activation.RELU, 32, 4800, null, List.of(1L, 2L, 3L))),

    /** The same with skip connections around every two convolutions. */
    CNN_RESIDUAL("cnn-residual", PresetSpec.Preset.CNN_RESIDUAL, CNN.defaults),

    /** LSTM layers one on the other, on sequences as long as they bridge in minutes. */
    LSTM(
            "lstm",
            PresetSpec.Preset.LSTM,
            new Defaults(
                    2,
                    32,
                    Activation.TANH,
                    32,
                    9600,
                    new SequenceSource(SequenceSource.Task.ADDING, 30),
                    List.of(1L, 2L, 3L)));

    private final String text;
    private final PresetSpec.Preset preset;
    private final Defaults defaults;

    /**
     * What nobody has said.
     *
     * @param depth number of equal layers
     * @param width their units or channels
     * @param activation their activation function
     * @param batchSize examples an iteration
     * @param trainLimit how many training examples, 0 for all: as many as end within five minutes on two cores
     * @param data where they come from, {@code null} for the bundled MNIST
     * @param seeds of a comparison
     */
    public record Defaults(
            int depth,
            int width,
            Activation activation,
            int batchSize,
            int trainLimit,
            DataSource data,
            List<Long> seeds) {}

    NetworkName(String text, PresetSpec.Preset preset, Defaults defaults) {
        this.text = text;
        this.preset = preset;
        this.defaults = defaults;
    }

    /**
     * The network of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static NetworkName of(String name) {
        String trimmed = Check.given("network", name).trim();
        return Arrays.stream(values())
                .filter(network -> network.text.equalsIgnoreCase(trimmed))
                .findFirst()
                .orElseThrow(() -> Suggestion.unknown(
                        "network",
                        trimmed,
                        Arrays.stream(values()).map(NetworkName::toString).toList()));
    }

    /** What it is unless somebody says otherwise. */
    public Defaults defaults() {
        return defaults;
    }

    /**
     * The network.
     *
     * @param tailored whether activation functions are tailored to the depth, of perceptrons
     * @param learningRate {@code null} for the update rule's own
     * @throws IllegalArgumentException if a number is out of its range, or another network shall be tailored
     */
    public NetworkSpec.Layered network(
            int depth,
            int width,
            ActivationSpec activation,
            boolean tailored,
            Optimiser optimiser,
            Double learningRate) {
        Check.given("optimizer", optimiser);
        if (preset == null) {
            double rate = learningRate == null ? optimiser.defaultLearningRate() : learningRate;
            return new MlpSpec(depth, width, activation, this == MLP_RESIDUAL, tailored, optimiser, rate);
        }
        Check.require(!tailored, "--tailored", "left out with " + text + ", which is not tailored", tailored);
        double rate = learningRate == null ? preset.learningRate(optimiser) : learningRate;
        return new PresetSpec(preset, depth, width, activation, optimiser, rate);
    }

    @Override
    public String toString() {
        return text;
    }
}
