// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/**
 * The size of images that a network takes. A convolution does not say it, but the place where images become vectors
 * does: the size is one that DL4J's own arithmetic of shapes turns into the height and width that are written there.
 */
final class ImageSize {

    private static final int LARGEST = 512;

    /**
     * Sizes that are tried: those of common data first, since any will do where pooling ends all images; then from
     * large to small, because DL4J warns of a size that pooling brings to 0.
     */
    private static final int[] SIZES = IntStream.concat(
                    IntStream.of(32, 64, 224, 28), IntStream.range(0, LARGEST).map(i -> LARGEST - i))
            .toArray();

    private final NetworkView network;

    private ImageSize(NetworkView network) {
        this.network = network;
    }

    /** The shapes of a network's inputs, images among them; empty if no size fits. */
    static Optional<InputShapes> find(NetworkView network) {
        ImageSize size = new ImageSize(network);
        for (int height : SIZES) {
            if (size.fits(height, height, true)) {
                return Optional.of(new InputShapes(network, height, height));
            }
        }
        for (int height : SIZES) {
            if (size.fits(height, height, false)) { // rows and columns do not depend on each other
                for (int width : SIZES) {
                    if (size.fits(height, width, true)) {
                        return Optional.of(new InputShapes(network, height, width));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether images of that size pass all layers and arrive as what is written there. */
    private boolean fits(int height, int width, boolean checkWidth) {
        InputShapes shapes = new InputShapes(network, height, width);
        InputType[] types = new InputType[network.nodes().size()];
        try {
            for (NetworkNode node : network.nodes()) {
                InputType type = behind(node, shapes, types, checkWidth);
                if (type == null) {
                    return false;
                }
                types[node.index()] = type;
            }
            return true;
        } catch (RuntimeException e) {
            // Layers and vertices say in a dozen ways that a shape does not pass: by DL4J's exceptions, a failed cast,
            // a
            // division by zero, or whatever a user's own class throws. It is the answer to the question asked here.
            return false;
        }
    }

    /** What a node puts out; {@code null} if it is built for another size. */
    private static InputType behind(NetworkNode node, InputShapes shapes, InputType[] types, boolean checkWidth) {
        if (node.isInput()) {
            return shapes.of(node).map(InputShape::type).orElse(null);
        }
        InputType[] in = node.inputs().stream().map(i -> types[i]).toArray(InputType[]::new);
        return node.layer() == null
                ? node.vertexConfiguration().getOutputType(node.index(), in)
                : behindLayer(node, in[0], checkWidth);
    }

    /** What a layer makes of images or vectors; {@code null} if it is built for other ones. */
    private static InputType behindLayer(NetworkNode node, InputType in, boolean checkWidth) {
        InputType made = in;
        if (node.preProcessor() != null) {
            made = node.preProcessor().getOutputType(in);
            if (node.preProcessor() instanceof CnnToFeedForwardPreProcessor) {
                CnnToFeedForwardPreProcessor end = (CnnToFeedForwardPreProcessor) node.preProcessor();
                InputTypeConvolutional images = (InputTypeConvolutional) in;
                if (images.getHeight() != end.getInputHeight()
                        || checkWidth && images.getWidth() != end.getInputWidth()) {
                    return null;
                }
            }
        }
        Layer layer = node.innerConfiguration();
        long taken = layer instanceof FeedForwardLayer && checkWidth && !LayerTraits.takesIndices(node)
                ? ((FeedForwardLayer) layer).getNIn()
                : 0;
        return taken > 0 && taken != InputShape.of(made).units()
                ? null
                : node.writtenConfiguration().getOutputType(node.index(), made);
    }
}
