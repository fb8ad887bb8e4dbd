// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Decides which networks {@link DenseStep} trains: lists and graphs of one input, which dense layers take, and one
 * output, of dense layers with biases, activation layers, sums and an output layer, in single precision on the CPU,
 * without dropout, noise, constraints, regularisation, clipping, normalisation, preprocessors and frozen layers.
 */
final class Eligibility {

    private Eligibility() {}

    static boolean of(NetworkView network) {
        return onCpu()
                && network.network().params().dataType() == DataType.FLOAT
                && network.inputs().size() == 1
                && network.nodes().stream()
                                .filter(node -> node.outputNumber().isPresent())
                                .count()
                        == 1
                && network.inputs().get(0).consumers().stream()
                        .map(network.nodes()::get)
                        .allMatch(NetworkNode::multipliesByWeights)
                && network.nodes().stream().allMatch(node -> of(node) && addsEqualWidths(network, node));
    }

    /** DL4J's sums also take a column for each unit. */
    private static boolean addsEqualWidths(NetworkView network, NetworkNode node) {
        return node.inputs().stream()
                        .map(network.nodes()::get)
                        .mapToLong(input -> input.isInput() ? 0 : width(network, input))
                        .distinct()
                        .count()
                <= 1;
    }

    private static long width(NetworkView network, NetworkNode node) {
        return node.configuration() instanceof FeedForwardLayer layer
                ? layer.getNOut()
                : width(network, network.nodes().get(node.inputs().get(0)));
    }

    private static boolean onCpu() {
        return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
    }

    private static boolean of(NetworkNode node) {
        if (node.isInput()) {
            return true;
        }
        if (node.outputNumber().isPresent() != node.consumers().isEmpty()) { // a dead end, or an output within
            return false;
        }
        if (node.layer() == null) {
            return node.vertexConfiguration() instanceof ElementWiseVertex sum
                    && sum.getOp() == ElementWiseVertex.Op.Add
                    && node.outputNumber().isEmpty();
        }
        // what was written, so that no wrapper is overlooked
        Layer layer = node.writtenConfiguration();
        boolean known = layer.getClass() == ActivationLayer.class
                || layer.getClass() == DenseLayer.class && plain((DenseLayer) layer)
                || layer.getClass() == OutputLayer.class && plain((OutputLayer) layer);
        return known
                && node.preProcessor() == null
                && !node.frozen()
                && layer.getIDropout() == null
                && none(layer.getConstraints())
                && node.layer().conf().isMiniBatch()
                && node.outputNumber().isPresent() == layer instanceof BaseOutputLayer;
    }

    private static boolean plain(DenseLayer layer) {
        return layer.hasBias() && !layer.hasLayerNorm() && untouched(layer);
    }

    private static boolean plain(OutputLayer layer) {
        return layer.hasBias() && untouched(layer);
    }

    /** Whether nothing comes between weights, gradient and updater. */
    private static boolean untouched(BaseLayer layer) {
        return layer.getWeightNoise() == null
                && none(layer.getRegularization())
                && none(layer.getRegularizationBias())
                && layer.getGradientNormalization() == GradientNormalization.None;
    }

    private static boolean none(List<?> list) {
        return list == null || list.isEmpty();
    }
}
