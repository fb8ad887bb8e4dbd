// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.advice;

import io.github.dl4jinit.internal.OddPart;
import io.github.dl4jinit.internal.geometry.Geometry;
import io.github.dl4jinit.internal.geometry.PlainNetwork;
import io.github.dl4jinit.internal.geometry.Prediction;
import io.github.dl4jinit.theory.MeanField;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;

/**
 * The way of {@code NetworkInit} that trains a deep plain network best: mirrored weights where the activation function
 * fits them, else orthogonal weights and small pre-activations.
 */
public final class DeepPlainChoice {

    /**
     * The fewest layers that are called deep. Shallower ones train with any initialiser of the right scale; at 50
     * layers mirrored ReLU is right for 0.95 of MNIST's test set after one epoch, He for 0.87.
     */
    private static final int DEEP = 20;

    /**
     * The correlation of the gradients of neighbours below which another start is worth naming. After 200 steps of 151
     * layers, networks at 0.97 (tanh, deviation 0.3) and 0.68 (leaky ReLU, tailored) were right for 0.91 of the test
     * set, those at 0.29 (ReLU, He) and 0.15 (ReLU, orthogonal) for 0.34 and 0.40 (docs/decisions.md).
     */
    private static final double SHATTERED = 0.5;

    /**
     * The measured correlation from which a network is as good as straight, whatever the theory of independent weights
     * says. Over 20 to 300 ReLU layers of 128 units, three draws each, mirrored weights had 0.95 to 0.98, He's 0.02 to
     * 0.54 and orthogonal ones 0.02 to 0.57, scattered by as much as 0.5 at one depth where the theory falls from 0.52
     * to 0.01.
     */
    private static final double STRAIGHT = 0.9;

    private final PlainNetwork network;
    private final String way;
    private final String why;

    private DeepPlainChoice(PlainNetwork network, String way, String why) {
        this.network = network;
        this.way = way;
        this.why = why;
    }

    /** The choice for a plain network; empty if it is not deep, or has functions for which there is none. */
    public static Optional<DeepPlainChoice> of(PlainNetwork network) {
        return network.hiddenLayers() < DEEP
                ? Optional.empty()
                : network.function().flatMap(function -> of(network, function));
    }

    private static Optional<DeepPlainChoice> of(PlainNetwork network, IActivation function) {
        // One layer that does not fit, and NetworkInit refuses the network.
        if (network.functions().stream().allMatch(used -> OddPart.slope(used).isPresent())) {
            return Optional.of(new DeepPlainChoice(network, "mirrored()", "start as a linear isometry"));
        }
        return straightNearZero(function)
                ? Optional.of(new DeepPlainChoice(
                        network, "orthogonal().preActivationVariance()", "start nearly linear, where it is straight"))
                : Optional.empty();
    }

    /** Whether small pre-activations make the function linear: φ(0) = 0 and φ′(0) ≠ 0, as for tanh, ELU and SELU. */
    private static boolean straightNearZero(IActivation function) {
        try {
            MeanField theory = MeanField.of(function);
            return theory.secondMoment(0) == 0 && theory.derivativeSecondMoment(0) > 0;
        } catch (IllegalArgumentException e) {
            return false; // it says why it has no theory, which is no fault of the network's
        }
    }

    /** The line to paste. */
    public String line() {
        return "NetworkInit.builder()." + way + ".build().apply(network)   // best for " + network.hiddenLayers()
                + " plain layers of " + network.function().get() + ": they " + why;
    }

    /**
     * What to tell of an untrained plain network of healthy rates; empty if its gradients are well correlated.
     *
     * @param geometry what the network does to small differences between inputs
     */
    public static Optional<String> note(PlainNetwork network, Geometry geometry) {
        return isShattered(geometry)
                ? of(network)
                        .map(choice ->
                                "Signal and gradient arrive, but gradients differ much from one input to the next:"
                                        + " the network will learn slowly.\n" + choice.line())
                : Optional.empty();
    }

    /**
     * Whether gradients have little to do with those of neighbours: by the theory of weights as large as these, which
     * no draw changes, and by the measurement where there is none, as for convolutions.
     */
    private static boolean isShattered(Geometry geometry) {
        double measured = geometry.gradientCorrelation().orElse(1);
        return measured < STRAIGHT
                && geometry.prediction().map(Prediction::gradientCorrelation).orElse(measured) < SHATTERED;
    }
}
