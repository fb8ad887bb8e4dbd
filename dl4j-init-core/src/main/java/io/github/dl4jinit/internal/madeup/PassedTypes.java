// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.madeup;

import io.github.dl4jinit.internal.measure.LayerTraits;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** The types of what the nodes of a network put out, by DL4J's own arithmetic of shapes. */
final class PassedTypes {

    private final NetworkView network;
    private final boolean checkWidth;

    /** What each node puts out; {@code null} for those that have not been reached. */
    private final InputType[] passed;

    private PassedTypes(NetworkView network, boolean checkWidth) {
        this.network = network;
        this.checkWidth = checkWidth;
        this.passed = new InputType[network.nodes().size()];
    }

    /**
     * What inputs of these shapes become.
     *
     * @param checkWidth whether images must have the width, and vectors the length, that a layer was built for
     * @return empty if they do not pass, or if a node does not say what it makes of them
     */
    static Optional<PassedTypes> of(
            NetworkView network, Function<NetworkNode, Optional<InputShape>> inputs, boolean checkWidth) {
        PassedTypes types = new PassedTypes(network, checkWidth);
        try {
            for (NetworkNode node : network.nodes()) {
                InputType type = types.behind(node, inputs);
                if (type == null) {
                    return Optional.empty();
                }
                types.passed[node.index()] = type;
            }
            return Optional.of(types);
        } catch (RuntimeException e) {
            // Layers and vertices say in a dozen ways that a shape does not pass: by DL4J's exceptions, a failed cast,
            // a division by zero, or whatever a user's own class throws. It is the answer to the question asked here.
            return Optional.empty();
        }
    }

    /** What a node puts out. */
    InputType of(NetworkNode node) {
        return passed[node.index()];
    }

    /** What a layer takes, behind its own preprocessor. */
    InputType takenBy(NetworkNode node) {
        return taken(node, arriving(node)[0]);
    }

    /** What a node puts out; {@code null} if it is built for another size. */
    private InputType behind(NetworkNode node, Function<NetworkNode, Optional<InputShape>> inputs) {
        if (node.isInput()) {
            return inputs.apply(node).map(InputShape::type).orElse(null);
        }
        return node.layer() == null
                ? node.vertexConfiguration().getOutputType(node.index(), arriving(node))
                : behindLayer(node, arriving(node)[0]);
    }

    private InputType[] arriving(NetworkNode node) {
        return node.inputs().stream().map(input -> passed[input]).toArray(InputType[]::new);
    }

    /** What a layer makes of images or vectors; {@code null} if it is built for other ones. */
    private InputType behindLayer(NetworkNode node, InputType in) {
        InputType taken = taken(node, in);
        if (node.preProcessor() instanceof CnnToFeedForwardPreProcessor) {
            CnnToFeedForwardPreProcessor end = (CnnToFeedForwardPreProcessor) node.preProcessor();
            InputTypeConvolutional images = (InputTypeConvolutional) in;
            if (images.getHeight() != end.getInputHeight() || checkWidth && images.getWidth() != end.getInputWidth()) {
                return null;
            }
        }
        Layer layer = node.innerConfiguration();
        long units = layer instanceof FeedForwardLayer && checkWidth && !LayerTraits.takesIndices(node)
                ? ((FeedForwardLayer) layer).getNIn()
                : 0;
        return units > 0 && units != InputShape.of(taken).units()
                ? null
                : node.writtenConfiguration().getOutputType(node.index(), taken);
    }

    /** What a layer takes, behind its own preprocessor. */
    private static InputType taken(NetworkNode node, InputType in) {
        return node.preProcessor() == null ? in : node.preProcessor().getOutputType(in);
    }
}
