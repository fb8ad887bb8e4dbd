// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import io.github.dl4jinit.internal.Wrappers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * Where the units, or channels, stand in images and series: first after the examples, as DL4J has it unless told
 * otherwise, or last. The layers named here are told; all others leave the order as it comes in.
 */
final class UnitAxis {

    private UnitAxis() {}

    /** Tells all nodes of a network, in the order of its forward pass, whether their units are last. */
    static void decide(List<NetworkNode.Builder> nodes) {
        List<Optional<Boolean>> wanted = wantedBehind(nodes);
        for (NetworkNode.Builder node : nodes) {
            node.unitsLast = node.inputNumber >= 0
                    ? wanted.get(node.index).orElse(false)
                    : ofLayer(node.writtenConfiguration)
                            .or(() -> madeBy(preProcessor(node)))
                            .orElseGet(() -> nodes.get(node.inputs.get(0)).unitsLast);
        }
    }

    /**
     * Whether those that take what a node puts out want the units last, by node; empty if none minds. From the outputs
     * back, so that each node is asked once: in a residual network ways multiply with every block.
     */
    private static List<Optional<Boolean>> wantedBehind(List<NetworkNode.Builder> nodes) {
        List<Optional<Boolean>> wanted = new ArrayList<>(Collections.nCopies(nodes.size(), Optional.empty()));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            for (int index : nodes.get(i).consumers) {
                if (wanted.get(i).isEmpty()) {
                    wanted.set(i, wantedBy(nodes.get(index), wanted.get(index)));
                }
            }
        }
        return wanted;
    }

    private static Optional<Boolean> wantedBy(NetworkNode.Builder consumer, Optional<Boolean> behind) {
        return preProcessor(consumer) == null
                ? ofLayer(consumer.writtenConfiguration).or(() -> behind)
                : takenBy(preProcessor(consumer));
    }

    private static InputPreProcessor preProcessor(NetworkNode.Builder node) {
        return node.vertexConfiguration instanceof PreprocessorVertex
                ? ((PreprocessorVertex) node.vertexConfiguration).getPreProcessor()
                : node.preProcessor;
    }

    private static Optional<Boolean> ofLayer(Layer written) {
        if (written instanceof TimeDistributed) {
            return last(((TimeDistributed) written).getRnnDataFormat());
        }
        if (written instanceof Bidirectional) {
            return ofLayer(((Bidirectional) written).getFwd());
        }
        Layer layer = Wrappers.unwrapped(written);
        if (layer != written) {
            return ofLayer(layer);
        }
        if (layer instanceof BaseRecurrentLayer) {
            return last(((BaseRecurrentLayer) layer).getRnnDataFormat());
        }
        if (layer instanceof Convolution1DLayer) {
            return last(((Convolution1DLayer) layer).getRnnDataFormat());
        }
        if (layer instanceof LocallyConnected2D) {
            return last(((LocallyConnected2D) layer).getFormat());
        }
        if (layer instanceof Convolution3D) {
            return last(((Convolution3D) layer).getDataFormat());
        }
        if (layer instanceof Deconvolution3D) {
            return last(((Deconvolution3D) layer).getDataFormat());
        }
        if (layer instanceof ConvolutionLayer) {
            return last(((ConvolutionLayer) layer).getCnn2dDataFormat());
        }
        if (layer instanceof EmbeddingSequenceLayer) {
            return last(((EmbeddingSequenceLayer) layer).getOutputFormat());
        }
        if (layer instanceof RepeatVector) {
            return last(((RepeatVector) layer).getDataFormat());
        }
        return ofLoss(layer);
    }

    private static Optional<Boolean> ofLoss(Layer layer) {
        if (layer instanceof RnnOutputLayer) {
            return last(((RnnOutputLayer) layer).getRnnDataFormat());
        }
        if (layer instanceof RnnLossLayer) {
            return last(((RnnLossLayer) layer).getRnnDataFormat());
        }
        if (layer instanceof CnnLossLayer) {
            return last(((CnnLossLayer) layer).getFormat());
        }
        return layer instanceof Cnn3DLossLayer ? last(((Cnn3DLossLayer) layer).getDataFormat()) : Optional.empty();
    }

    private static Optional<Boolean> takenBy(InputPreProcessor preProcessor) {
        if (preProcessor instanceof CnnToFeedForwardPreProcessor) {
            return last(((CnnToFeedForwardPreProcessor) preProcessor).getFormat());
        }
        if (preProcessor instanceof RnnToFeedForwardPreProcessor) {
            return last(((RnnToFeedForwardPreProcessor) preProcessor).getRnnDataFormat());
        }
        return preProcessor instanceof RnnToCnnPreProcessor
                ? last(((RnnToCnnPreProcessor) preProcessor).getRnnDataFormat())
                : Optional.empty();
    }

    private static Optional<Boolean> madeBy(InputPreProcessor preProcessor) {
        if (preProcessor instanceof FeedForwardToRnnPreProcessor) {
            return last(((FeedForwardToRnnPreProcessor) preProcessor).getRnnDataFormat());
        }
        if (preProcessor instanceof CnnToRnnPreProcessor) {
            return last(((CnnToRnnPreProcessor) preProcessor).getRnnDataFormat());
        }
        return preProcessor instanceof FeedForwardToCnnPreProcessor || preProcessor instanceof RnnToCnnPreProcessor
                ? Optional.of(false)
                : Optional.empty();
    }

    private static Optional<Boolean> last(Object format) {
        return format == null
                ? Optional.empty()
                : Optional.of(format == RNNFormat.NWC
                        || format == CNN2DFormat.NHWC
                        || format == Convolution3D.DataFormat.NDHWC);
    }
}
