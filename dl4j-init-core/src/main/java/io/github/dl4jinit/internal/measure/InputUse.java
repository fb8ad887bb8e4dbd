// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/** What a network does with the numbers of an input, and so whether their scale matters. */
public enum InputUse {
    /** They are indices, of words for example. */
    INDICES,
    /**
     * The network is made for their scale, or changes it before it matters: it normalises them, computes with them, or
     * begins with frozen layers that were trained on such numbers.
     */
    NORMALISED,
    /** Their scale reaches a function that is not indifferent to it, or the loss. */
    AS_THEY_ARE;

    private static final Set<String> RESHAPING = Set.of(
            "CnnToFeedForwardPreProcessor",
            "CnnToRnnPreProcessor",
            "Cnn3DToFeedForwardPreProcessor",
            "FeedForwardToCnnPreProcessor",
            "FeedForwardToCnn3DPreProcessor",
            "FeedForwardToRnnPreProcessor",
            "RnnToCnnPreProcessor",
            "RnnToFeedForwardPreProcessor");

    private static final List<Class<? extends GraphVertex>> PASSING = List.of(
            ElementWiseVertex.class,
            MergeVertex.class,
            PoolHelperVertex.class,
            PreprocessorVertex.class,
            ReshapeVertex.class,
            StackVertex.class,
            SubsetVertex.class,
            UnstackVertex.class,
            DuplicateToTimeSeriesVertex.class,
            LastTimeStepVertex.class,
            ReverseTimeSeriesVertex.class);

    /** Follows an input to where its scale is lost, on all ways that lead from it. */
    static InputUse of(NetworkNode input, List<NetworkNode> nodes) {
        Set<InputUse> uses = EnumSet.noneOf(InputUse.class);
        boolean[] reached = new boolean[nodes.size()];
        reached[input.index()] = true;
        for (NetworkNode node : nodes) { // those before a node come before it
            if (node.inputs().stream().anyMatch(before -> reached[before])) {
                InputUse use = use(node);
                reached[node.index()] = use == null;
                if (use != null) {
                    uses.add(use);
                }
            }
        }
        if (uses.contains(AS_THEY_ARE)) {
            return AS_THEY_ARE;
        }
        return uses.contains(INDICES) ? INDICES : NORMALISED;
    }

    /** What becomes of the scale in a node; {@code null} if the node hands it on. */
    private static InputUse use(NetworkNode node) {
        if (LayerTraits.takesIndices(node)) {
            return INDICES;
        }
        if (node.layer() == null) {
            boolean passes = PASSING.stream().anyMatch(type -> type.isInstance(node.vertexConfiguration()));
            return passes ? null : node.parameters().isEmpty() ? NORMALISED : AS_THEY_ARE;
        }
        Layer layer = node.innerConfiguration();
        if (node.loss().isPresent()) {
            return AS_THEY_ARE;
        }
        if (node.frozen() || LayerTraits.normalises(node) || rescales(layer) || !reshapesOnly(node.preProcessor())) {
            return NORMALISED;
        }
        boolean passes = multiplies(layer) || layer instanceof NoParamLayer || layer instanceof PReLULayer;
        return passes && node.activation().map(InputUse::scales).orElse(true) ? null : AS_THEY_ARE;
    }

    private static boolean rescales(Layer layer) {
        return layer instanceof LocalResponseNormalization
                || layer instanceof SameDiffLambdaLayer; // a user's own arithmetic
    }

    private static boolean reshapesOnly(InputPreProcessor preProcessor) {
        return preProcessor == null
                || RESHAPING.contains(preProcessor.getClass().getSimpleName());
    }

    private static boolean multiplies(Layer layer) {
        return layer instanceof FeedForwardLayer && (layer instanceof DenseLayer || layer instanceof ConvolutionLayer);
    }

    /** Whether f(c·x) = c·f(x), so that what normalises behind the function still gets hold of the scale. */
    private static boolean scales(IActivation function) {
        return function instanceof ActivationIdentity
                || function instanceof ActivationReLU
                || function instanceof ActivationLReLU
                || function instanceof ActivationRReLU;
    }
}
