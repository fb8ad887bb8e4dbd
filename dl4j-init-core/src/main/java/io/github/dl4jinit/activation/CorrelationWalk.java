// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.layer.Incoming;
import io.github.dl4jinit.internal.layer.LayerFacts;
import io.github.dl4jinit.internal.layer.Propagation;
import io.github.dl4jinit.internal.layer.ResidualRole;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Follows two inputs through a network, for one choice of its activation functions. */
final class CorrelationWalk {

    /** What two inputs are where the network ends, for each of its outputs. */
    private final List<Signal> ends = new ArrayList<>();

    /** The variance of what each node's activation function sees. */
    private final double[] preActivationVariances;

    /**
     * Walks through a network.
     *
     * @param kernels the activation function of each node, by index; the identity where there is none
     */
    CorrelationWalk(Sketch network, IntFunction<Kernel> kernels) {
        List<NetworkNode> nodes = network.nodes();
        this.preActivationVariances = new double[nodes.size()];
        Signal[] outputs = new Signal[nodes.size()];
        OptionalLong[] widths = new OptionalLong[nodes.size()];
        for (NetworkNode node : nodes) {
            int i = node.index();
            List<Signal> inputs =
                    node.inputs().stream().map(input -> outputs[input]).collect(Collectors.toList());
            List<OptionalLong> inputWidths =
                    node.inputs().stream().map(input -> widths[input]).collect(Collectors.toList());
            widths[i] = network.facts(i).width(inputWidths);
            if (inputs.isEmpty()) {
                outputs[i] = Signal.data(i);
                continue;
            }
            if (node.outputNumber().isPresent()) {
                ends.add(inputs.get(0)); // its own weights change no correlation, its function is the loss's
            }
            Signal before = before(network, i, inputs, inputWidths);
            preActivationVariances[i] = before.moments().meanSquare;
            outputs[i] = before.through(kernels.apply(i));
            for (int input : node.inputs()) {
                if (node.firstUse().isPresent() && nodes.get(input).isLastUsedBy(i)) {
                    outputs[input] = null; // samples are large
                }
            }
        }
    }

    /** What a node's activation function sees. */
    private static Signal before(Sketch network, int index, List<Signal> inputs, List<OptionalLong> widths) {
        LayerFacts facts = network.facts(index);
        if (!facts.isWeightless()) {
            double factor = network.branchFactor(index);
            return inputs.get(0).weighted(factor * factor, index);
        }
        if (facts.isActivation()) {
            return inputs.get(0);
        }
        if (facts.role() == ResidualRole.SUM) {
            return Signal.sum(inputs);
        }
        Signal kept = inputs.size() == 1 ? inputs.get(0) : Signal.sideBySide(inputs, shares(widths));
        return kept.times(factor(facts, inputs, widths, kept.moments().meanSquare));
    }

    /** What each input contributes to those side by side: equal shares, where the widths are not known. */
    private static double[] shares(List<OptionalLong> widths) {
        boolean known = widths.stream().allMatch(OptionalLong::isPresent);
        double[] parts = widths.stream()
                .mapToDouble(width -> known ? width.getAsLong() : 1)
                .toArray();
        double total = Arrays.stream(parts).sum();
        return Arrays.stream(parts).map(part -> part / total).toArray();
    }

    /** The factor that brings values of that mean square to what a node makes of its inputs. */
    private static double factor(LayerFacts facts, List<Signal> inputs, List<OptionalLong> widths, double meanSquare) {
        List<Incoming> normal = inputs.stream()
                .map(input -> Incoming.normal(input.moments().meanSquare, ""))
                .collect(Collectors.toList());
        double after =
                facts.weightless(normal, widths, new Propagation()).signal().meanSquare();
        return meanSquare == 0 ? 1 : Math.sqrt(after / meanSquare);
    }

    double preActivationVariance(int node) {
        return preActivationVariances[node];
    }

    /** What the whole network does; of several outputs the largest of each figure. */
    NetworkMap map() {
        return new NetworkMap(
                largest(Moments::correlation),
                largest(Moments::correlationSlope),
                largest(Moments::correlationCurvature));
    }

    private double largest(ToDoubleFunction<Moments> figure) {
        return ends.stream().map(Signal::moments).mapToDouble(figure).max().orElseThrow();
    }

    /** What the whole network makes of a correlation of 0. */
    double fromZero() {
        return largest(Moments::correlation);
    }
}
