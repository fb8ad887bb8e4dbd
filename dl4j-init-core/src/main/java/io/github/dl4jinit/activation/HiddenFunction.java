// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.layer.LayerFacts;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.theory.MeanField;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** The activation function of one node, and what tailoring may do to it: decided here and nowhere else. */
final class HiddenFunction {

    /** What may become of a function. */
    enum Kind {
        /** ReLU or leaky ReLU, which gets another slope. */
        RECTIFIER,
        /** One without kinks, which is moved and stretched. */
        SMOOTH,
        /** One that stays as it is. */
        LEFT,
        /** No function at all. */
        NONE
    }

    final Kind kind;

    /** {@code null} if there is none, or more than one. */
    private final IActivation function;

    private final String reason;

    /** Whether the theory is about the way that the layer applies its function. */
    private final boolean known;

    private HiddenFunction(Kind kind, IActivation function, String reason, boolean known) {
        this.kind = kind;
        this.function = function;
        this.reason = reason;
        this.known = known;
    }

    /**
     * Judges the function of a node.
     *
     * @param kept names of layers that are left alone
     * @throws IllegalArgumentException if it would have to be tailored and cannot be
     */
    static HiddenFunction of(Sketch network, NetworkNode node, Set<String> kept, Theories theories) {
        LayerFacts facts = network.facts(node.index());
        IActivation function = node.activation().orElse(null);
        boolean slopes = node.innerConfiguration() instanceof PReLULayer;
        if (function == null && facts.isWeightless() && !slopes || node.isInput()) {
            return new HiddenFunction(Kind.NONE, null, "", false);
        }
        boolean known = function != null && (facts.hasCriticalPoint() || facts.isActivation());
        Optional<String> left = leftBecause(network, node, function, known || slopes, kept);
        if (left.isPresent()) {
            return new HiddenFunction(
                    Kind.LEFT, function, "left alone: " + left.get(), known && network.isHidden(node.index()));
        }
        Kind kind = slopeOf(function).isPresent() ? Kind.RECTIFIER : Kind.SMOOTH;
        if (kind == Kind.SMOOTH
                && !theories.find(untailored(function)).map(MeanField::isSmooth).orElse(false)) {
            throw new IllegalArgumentException("the activation function of " + node.name()
                    + " must be ReLU, leaky ReLU or one without kinks and parameters, received "
                    + (slopes ? "PReLU" : function)
                    + ": choose another, or leave the layer alone by keep(\"" + node.name() + "\")");
        }
        return new HiddenFunction(kind, function, "", true);
    }

    private static Optional<String> leftBecause(
            Sketch network, NetworkNode node, IActivation function, boolean known, Set<String> kept) {
        if (kept.contains(node.name())) {
            return Optional.of("asked to");
        }
        if (node.loss().isPresent() || !network.isHidden(node.index())) {
            return Optional.of("the network's answer");
        }
        if (!known) {
            return Optional.of("the layer applies several functions, or one again and again");
        }
        if (node.frozen()) {
            return Optional.of("frozen");
        }
        if (function instanceof ActivationIdentity) {
            return Optional.of("straight already");
        }
        return function instanceof ActivationSoftmax ? Optional.of("it mixes the units of a layer") : Optional.empty();
    }

    /** The slope of a rectifier for negative inputs; empty if the function is none. */
    private static OptionalDouble slopeOf(IActivation function) {
        if (function instanceof ActivationLReLU) {
            return OptionalDouble.of(((ActivationLReLU) function).getAlpha());
        }
        if (function instanceof ActivationReLU) {
            ActivationReLU relu = (ActivationReLU) function;
            boolean plain = zero(relu.getMax()) && zero(relu.getThreshold());
            return plain
                    ? OptionalDouble.of(relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope())
                    : OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }

    private static boolean zero(Double value) {
        return value == null || value == 0;
    }

    private static IActivation untailored(IActivation function) {
        return function instanceof TailoredActivation ? ((TailoredActivation) function).activation() : function;
    }

    /** The function, without the window of a tailoring before this one. */
    IActivation untailored() {
        return untailored(function);
    }

    /** The function as the configuration has it; {@code null} if there is none, or more than one. */
    IActivation function() {
        return function;
    }

    /** Why the function stays as it is. */
    String reason() {
        return reason;
    }

    /** Whether the correlation passes as it comes, or is taken to. */
    boolean isStraight() {
        return !known || function == null || function instanceof ActivationIdentity;
    }

    /** What the function does to a correlation; nothing, where that is not known. */
    Kernel kernel(Theories theories) {
        return isStraight() ? Kernel.STRAIGHT : kernel(function, theories);
    }

    /** What a function does to a correlation; nothing, if there is no theory of it. */
    static Kernel kernel(IActivation function, Theories theories) {
        OptionalDouble slope = slopeOf(function);
        return slope.isPresent()
                ? Kernel.rectifier(slope.getAsDouble())
                : theories.kernel(function).orElse(Kernel.STRAIGHT);
    }
}
