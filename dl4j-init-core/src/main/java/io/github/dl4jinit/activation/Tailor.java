// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.theory.LeakyRelu;
import io.github.dl4jinit.theory.TailoredParameters;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntConsumer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/**
 * Chooses the activation functions of a network: first the smooth ones, as if nothing else bent its map, then the slope
 * of the rectifiers, by where the whole network sends a correlation of 0.
 */
final class Tailor {

    /** The most layers that a message names. */
    private static final int MOST_NAMED = 2;

    private final Sketch network;
    private final Theories theories = new Theories();
    private final List<HiddenFunction> functions = new ArrayList<>();

    /** The chosen functions, by node. */
    private final Map<Integer, IActivation> chosen = new HashMap<>();

    /** What was decided about a function, and why, by node. */
    private final Map<Integer, String> reasons = new HashMap<>();

    /** The slope of rectifiers; {@code null} if there are none. */
    private Double alpha;

    /** C″(1) of a smooth function; {@code null} if there are none. */
    private Double curvature;

    /**
     * Chooses.
     *
     * @param kept names of layers that are left alone
     * @throws IllegalArgumentException if a function cannot be tailored, or nothing is there to tailor
     */
    Tailor(Sketch network, double eta, double tau, Set<String> kept) {
        this.network = network;
        for (NetworkNode node : network.nodes()) {
            functions.add(HiddenFunction.of(network, node, kept, theories));
        }
        if (!any(HiddenFunction.Kind.SMOOTH) && !any(HiddenFunction.Kind.RECTIFIER)) {
            throw new IllegalArgumentException("configuration must have a hidden layer whose ReLU, leaky ReLU or smooth"
                    + " function may be tailored, received " + firstOf(layers()));
        }
        chooseSmooth(tau);
        chooseRectifiers(eta);
    }

    /** The first few layers: a message on a hundred is no message. */
    private static String firstOf(List<TailoredLayer> layers) {
        return layers.size() <= MOST_NAMED
                ? layers.toString()
                : layers.subList(0, MOST_NAMED) + " and " + (layers.size() - MOST_NAMED) + " more";
    }

    private boolean any(HiddenFunction.Kind kind) {
        return functions.stream().anyMatch(function -> function.kind == kind);
    }

    private boolean is(int node, HiddenFunction.Kind kind) {
        return functions.get(node).kind == kind;
    }

    private void chooseSmooth(double tau) {
        if (!any(HiddenFunction.Kind.SMOOTH)) {
            return;
        }
        CorrelationWalk ideal = new CorrelationWalk(network, this::idealKernel);
        double layers = ideal.map().curvature();
        if (layers == 0) {
            forEach(
                    HiddenFunction.Kind.SMOOTH,
                    node -> reasons.put(node, "left alone: its branch begins with weights of 0"));
            return;
        }
        curvature = tau / layers;
        Map<IActivation, TailoredParameters> found = new HashMap<>();
        String reason =
                "C''(1) = " + figures(curvature) + ": tau = " + figures(tau) + " over a depth of " + figures(layers);
        forEach(HiddenFunction.Kind.SMOOTH, node -> {
            IActivation function = functions.get(node).untailored();
            TailoredParameters parameters = found.computeIfAbsent(function, key -> parameters(key, node, reason));
            // Tailored for a variance of 1: for the larger one that arrives behind a sum, a is smaller.
            double variance = ideal.preActivationVariance(node);
            double std = variance == 0 ? 1 : Math.sqrt(variance); // 0 behind weights of 0, which will grow
            chosen.put(
                    node,
                    new TailoredActivation(
                            function, parameters.a() / std, parameters.b(), parameters.d(), parameters.gamma()));
            reasons.put(node, reason);
        });
    }

    private TailoredParameters parameters(IActivation function, int node, String reason) {
        try {
            return theories.find(function).orElseThrow().tailored(curvature);
        } catch (IllegalArgumentException e) {
            String layer = network.nodes().get(node).name();
            throw new IllegalArgumentException(
                    "the activation function of " + layer + " must be one that can have " + reason + ", received "
                            + function + ": choose another tau or function, or leave the layer alone by keep(\"" + layer
                            + "\")",
                    e);
        }
    }

    /** A network whose smooth functions have a curvature of 1 and all others none. */
    private Kernel idealKernel(int node) {
        HiddenFunction function = functions.get(node);
        return function.isStraight() ? Kernel.STRAIGHT : Kernel.ideal(is(node, HiddenFunction.Kind.SMOOTH) ? 1 : 0);
    }

    private void chooseRectifiers(double eta) {
        if (!any(HiddenFunction.Kind.RECTIFIER)) {
            return;
        }
        Map<Integer, Kernel> others = new HashMap<>();
        for (NetworkNode node : network.nodes()) {
            others.put(node.index(), kernelAfter(node.index()));
        }
        DoubleUnaryOperator fromZero = candidate -> new CorrelationWalk(
                        network,
                        node -> is(node, HiddenFunction.Kind.RECTIFIER)
                                ? Kernel.rectifier(candidate)
                                : others.get(node))
                .fromZero();
        alpha = LeakyRelu.slopeFor(eta, fromZero)
                .orElseThrow(() -> new IllegalArgumentException("eta must be more than "
                        + figures(fromZero.applyAsDouble(1)) + ", the correlation that two unlike examples would have"
                        + " with straight lines in place of ReLU, received " + eta + ": choose a larger eta"));
        boolean asTheyAre = alpha == 0;
        String reason = asTheyAre
                ? "left alone: with ReLU the network sends 0 to " + figures(eta) + " or less"
                : "alpha = " + figures(alpha) + ": the network sends 0 to " + figures(eta);
        forEach(HiddenFunction.Kind.RECTIFIER, node -> {
            reasons.put(node, reason);
            if (!asTheyAre) {
                chosen.put(node, new ActivationLReLU(alpha));
            }
        });
    }

    private void forEach(HiddenFunction.Kind kind, IntConsumer action) {
        network.nodes().stream()
                .mapToInt(NetworkNode::index)
                .filter(node -> is(node, kind))
                .forEach(action);
    }

    /** Four figures, without zeros at the end. */
    private static String figures(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    private Kernel kernelAfter(int node) {
        return chosen.containsKey(node)
                ? HiddenFunction.kernel(chosen.get(node), theories)
                : functions.get(node).kernel(theories);
    }

    /** The chosen functions, by the layer's key in the configuration. */
    Map<String, IActivation> chosen() {
        Map<String, IActivation> byKey = new HashMap<>();
        chosen.forEach((node, function) -> byKey.put(network.nodes().get(node).key(), function));
        return byKey;
    }

    private List<TailoredLayer> layers() {
        List<TailoredLayer> layers = new ArrayList<>();
        for (NetworkNode node : network.nodes()) {
            HiddenFunction function = functions.get(node.index());
            if (function.kind != HiddenFunction.Kind.NONE) {
                layers.add(new TailoredLayer(
                        node.name(),
                        function.function(),
                        chosen.getOrDefault(node.index(), function.function()),
                        reasons.getOrDefault(node.index(), function.reason())));
            }
        }
        return layers;
    }

    /** What was chosen, and what becomes of the network's map. */
    TailoringReport report() {
        NetworkMap before =
                new CorrelationWalk(network, node -> functions.get(node).kernel(theories)).map();
        NetworkMap after = new CorrelationWalk(network, this::kernelAfter).map();
        return new TailoringReport(layers(), alpha, curvature, before, after);
    }
}
