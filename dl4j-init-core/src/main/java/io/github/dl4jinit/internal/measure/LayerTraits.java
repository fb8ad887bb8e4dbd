// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Wrappers;
import io.github.dl4jinit.internal.topology.NetworkNode;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.vertex.impl.L2NormalizeVertex;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.recurrent.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/** What the class of a layer says of the figures that are measured in it. */
public final class LayerTraits {

    private LayerTraits() {}

    /** Whether what the node takes are indices, which are no signal and have no neighbours. */
    public static boolean takesIndices(NetworkNode node) {
        Layer inner = node.innerConfiguration();
        return inner instanceof EmbeddingLayer || inner instanceof EmbeddingSequenceLayer;
    }

    /**
     * Whether the node is a layer without memory, normalisation or attention: dense, convolutional, pooling, a loss.
     */
    public static boolean isPlain(NetworkNode node) {
        Layer inner = node.innerConfiguration();
        return inner instanceof DenseLayer && !((DenseLayer) inner).hasLayerNorm()
                || inner instanceof ConvolutionLayer
                || inner instanceof ActivationLayer
                || inner instanceof DropoutLayer
                || pools(node)
                || takesIndices(node)
                || node.loss().isPresent();
    }

    /** Whether the node changes the scale by taking means or maxima, or by repeating. */
    public static boolean pools(NetworkNode node) {
        Layer inner = node.innerConfiguration();
        return inner instanceof SubsamplingLayer
                || inner instanceof Subsampling3DLayer
                || inner instanceof GlobalPoolingLayer
                || inner instanceof BaseUpsamplingLayer;
    }

    /** Whether what the node puts out has a scale of its own, whatever comes in. */
    public static boolean normalises(NetworkNode node) {
        Layer inner = node.innerConfiguration();
        return inner instanceof BatchNormalization
                || inner instanceof DenseLayer && ((DenseLayer) inner).hasLayerNorm()
                || inner instanceof SimpleRnn && ((SimpleRnn) inner).hasLayerNorm()
                || node.vertex() instanceof L2NormalizeVertex;
    }

    /** Time steps in the activations of a recurrent layer, else 0. */
    public static int timeSteps(NetworkNode node, long... activations) {
        boolean series = node.layer() instanceof RecurrentLayer && activations.length == 3;
        return series ? (int) activations[node.unitAxis(3) == 1 ? 2 : 1] : 0;
    }

    /** Whether the node is an LSTM, in one direction or both. */
    @SuppressWarnings("deprecation") // Graves's LSTMs are still what saved models contain
    static boolean hasGates(NetworkNode node) {
        Layer inner = node.innerConfiguration();
        Layer oneWay = inner instanceof Bidirectional ? Wrappers.unwrapped(((Bidirectional) inner).getFwd()) : inner;
        return oneWay instanceof AbstractLSTM
                || oneWay instanceof org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
    }

    /**
     * Whether a gradient at the last time step can only go back step by step. A layer that also reads backwards hands
     * it to the first step at once.
     */
    public static boolean fadesInTime(NetworkNode node) {
        return !(node.layer() instanceof BaseWrapperLayer)
                && !(node.layer() instanceof BidirectionalLayer)
                && !(node.layer() instanceof GravesBidirectionalLSTM)
                && node.unitAxis(3) == 1;
    }
}
