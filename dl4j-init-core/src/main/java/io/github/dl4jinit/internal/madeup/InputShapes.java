// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.madeup;

import io.github.dl4jinit.internal.Wrappers;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * The shapes of a network's inputs, read from what takes them: DL4J's configuration does not keep them. Layers with
 * weights know how many units come in, preprocessors know heights and widths, and what changes no shape is asked for
 * what comes behind it.
 */
final class InputShapes {

    private final List<NetworkNode> nodes;

    /** Height and width of the images that go to convolutions; empty if they are not known. */
    private final long[] imageSize;

    /** The merging vertices whose parts are being found out. */
    private final Set<NetworkNode> open = new HashSet<>();

    /** The shapes of which more than convolutions tells. */
    InputShapes(NetworkView network) {
        this(network, new long[0]);
    }

    /** The shapes if images that go to convolutions are of a size. */
    InputShapes(NetworkView network, long height, long width) {
        this(network, new long[] {height, width});
    }

    private InputShapes(NetworkView network, long[] imageSize) {
        this.nodes = network.nodes();
        this.imageSize = imageSize;
    }

    /** The shape of what a node puts out, an input as a rule; empty if nothing behind it tells. */
    Optional<InputShape> of(NetworkNode node) {
        return told(node).or(() -> consumers(node, true)
                .filter(merge -> !open.contains(merge))
                .map(merge -> of(merge).map(whole -> whole.withUnits(share(node, merge, whole.units()))))
                .flatMap(Optional::stream)
                .findFirst());
    }

    /** What those tell that do not merge it with other things. */
    private Optional<InputShape> told(NetworkNode node) {
        return consumers(node, false)
                .map(consumer -> takenBy(consumer, node.unitAxis(3) == 2))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Stream<NetworkNode> consumers(NetworkNode node, boolean merging) {
        return node.consumers().stream()
                .map(nodes::get)
                .filter(consumer -> consumer.vertexConfiguration() instanceof MergeVertex == merging);
    }

    /** A part's units among those of the whole: what known parts leave, shared equally by unknown ones. */
    private long share(NetworkNode part, NetworkNode merge, long whole) {
        List<NetworkNode> unknown = new ArrayList<>();
        long left = whole;
        open.add(merge);
        for (int input : merge.inputs()) {
            OptionalLong units = units(nodes.get(input));
            left -= units.orElse(0);
            if (units.isEmpty()) {
                unknown.add(nodes.get(input));
            }
        }
        open.remove(merge);
        long equal = left / unknown.size();
        return unknown.indexOf(part) == 0 ? left - equal * (unknown.size() - 1) : equal;
    }

    private OptionalLong units(NetworkNode node) {
        if (node.isInput()) {
            Optional<InputShape> shape = told(node);
            return shape.isPresent() ? OptionalLong.of(shape.get().units()) : OptionalLong.empty();
        }
        Layer layer = node.innerConfiguration();
        return layer instanceof FeedForwardLayer && ((FeedForwardLayer) layer).getNOut() > 0
                ? OptionalLong.of(((FeedForwardLayer) layer).getNOut())
                : units(nodes.get(node.inputs().get(0)));
    }

    private Optional<InputShape> takenBy(NetworkNode node, boolean unitsLast) {
        if (node.layer() != null) {
            return before(node.preProcessor(), takenByLayer(node, unitsLast), unitsLast);
        }
        GraphVertex vertex = node.vertexConfiguration();
        if (vertex instanceof PreprocessorVertex) {
            return before(((PreprocessorVertex) vertex).getPreProcessor(), of(node), unitsLast);
        }
        if (vertex instanceof LastTimeStepVertex) {
            return of(node).map(shape -> InputShape.series(shape.units(), unitsLast));
        }
        if (vertex instanceof DuplicateToTimeSeriesVertex) {
            return of(node).map(shape -> InputShape.vector(shape.units()));
        }
        if (vertex instanceof SubsetVertex) {
            return of(node).map(shape -> shape.withUnits(((SubsetVertex) vertex).getTo() + 1));
        }
        return vertex instanceof ElementWiseVertex
                        || vertex instanceof ScaleVertex
                        || vertex instanceof ShiftVertex
                        || vertex instanceof L2NormalizeVertex
                        || vertex instanceof StackVertex
                        || vertex instanceof ReverseTimeSeriesVertex
                ? of(node)
                : Optional.empty();
    }

    /** What a layer takes behind its preprocessor. */
    private Optional<InputShape> takenByLayer(NetworkNode node, boolean unitsLast) {
        Layer written = node.writtenConfiguration();
        Layer layer =
                Wrappers.unwrapped(written instanceof Bidirectional ? ((Bidirectional) written).getFwd() : written);
        if (layer instanceof EmbeddingLayer) {
            return Optional.of(InputShape.indices(((EmbeddingLayer) layer).getNIn(), 1));
        }
        if (layer instanceof EmbeddingSequenceLayer) {
            EmbeddingSequenceLayer embedding = (EmbeddingSequenceLayer) layer;
            int length = embedding.isInferInputLength() ? 0 : embedding.getInputLength();
            return Optional.of(InputShape.indices(embedding.getNIn(), length));
        }
        if (layer instanceof LocallyConnected1D) {
            LocallyConnected1D local = (LocallyConnected1D) layer;
            return Optional.of(InputShape.series(local.getNIn(), local.getInputSize(), unitsLast));
        }
        if (layer instanceof LocallyConnected2D) {
            LocallyConnected2D local = (LocallyConnected2D) layer;
            int[] size = local.getInputSize();
            return Optional.of(InputShape.image(size[0], size[1], local.getNIn(), unitsLast));
        }
        if (layer instanceof GlobalPoolingLayer) {
            return of(node).map(shape -> InputShape.series(shape.units(), unitsLast));
        }
        if (keepsUnits(layer)) {
            return of(node);
        }
        OptionalLong units = unitsOfSeries(layer, written instanceof TimeDistributed);
        if (units.isPresent()) {
            return Optional.of(InputShape.series(units.getAsLong(), unitsLast));
        }
        if (layer instanceof ConvolutionLayer) {
            boolean known =
                    imageSize.length == 2 && !(layer instanceof Convolution3D || layer instanceof Deconvolution3D);
            return known
                    ? Optional.of(InputShape.image(
                            imageSize[0], imageSize[1], ((ConvolutionLayer) layer).getNIn(), unitsLast))
                    : Optional.empty();
        }
        long size = layer instanceof FeedForwardLayer ? ((FeedForwardLayer) layer).getNIn() : 0;
        return size > 0 ? Optional.of(InputShape.vector(size)) : Optional.empty();
    }

    private static boolean keepsUnits(Layer layer) {
        return layer instanceof BatchNormalization
                || layer instanceof ActivationLayer
                || layer instanceof PReLULayer
                || layer instanceof DropoutLayer
                || layer instanceof MaskLayer
                || layer instanceof SubsamplingLayer
                || layer instanceof BaseUpsamplingLayer
                || layer instanceof ZeroPadding1DLayer
                || layer instanceof ZeroPaddingLayer
                || layer instanceof Cropping1D
                || layer instanceof Cropping2D;
    }

    /** The units that come in at a layer which takes series; empty for all others. */
    private static OptionalLong unitsOfSeries(Layer layer, boolean timeDistributed) {
        if (layer instanceof BaseRecurrentLayer
                || layer instanceof Convolution1DLayer
                || layer instanceof RnnOutputLayer
                || timeDistributed && layer instanceof FeedForwardLayer) {
            return OptionalLong.of(((FeedForwardLayer) layer).getNIn());
        }
        if (layer instanceof SelfAttentionLayer) {
            return OptionalLong.of(((SelfAttentionLayer) layer).getNIn());
        }
        if (layer instanceof LearnedSelfAttentionLayer) {
            return OptionalLong.of(((LearnedSelfAttentionLayer) layer).getNIn());
        }
        return layer instanceof RecurrentAttentionLayer
                ? OptionalLong.of(((RecurrentAttentionLayer) layer).getNIn())
                : OptionalLong.empty();
    }

    /** What comes in at a preprocessor that makes a shape. */
    private static Optional<InputShape> before(
            InputPreProcessor preProcessor, Optional<InputShape> made, boolean unitsLast) {
        if (preProcessor == null) {
            return made;
        }
        if (preProcessor instanceof ComposableInputPreProcessor) {
            InputPreProcessor[] steps = ((ComposableInputPreProcessor) preProcessor).getInputPreProcessors();
            Optional<InputShape> shape = made;
            for (int i = steps.length - 1; i >= 0; i--) {
                shape = before(steps[i], shape, unitsLast);
            }
            return shape;
        }
        if (preProcessor instanceof RnnToFeedForwardPreProcessor) {
            return made.map(shape -> InputShape.series(shape.units(), unitsLast));
        }
        if (preProcessor instanceof FeedForwardToRnnPreProcessor) {
            return made.map(shape -> InputShape.vector(shape.units()));
        }
        return Optional.ofNullable(before(preProcessor, unitsLast));
    }

    /** What comes in at a preprocessor that knows heights and widths; {@code null} if it is another one. */
    private static InputShape before(InputPreProcessor preProcessor, boolean unitsLast) {
        if (preProcessor instanceof FeedForwardToCnnPreProcessor) {
            FeedForwardToCnnPreProcessor p = (FeedForwardToCnnPreProcessor) preProcessor;
            return InputShape.vector(p.getInputHeight() * p.getInputWidth() * p.getNumChannels());
        }
        if (preProcessor instanceof FeedForwardToCnn3DPreProcessor) {
            FeedForwardToCnn3DPreProcessor p = (FeedForwardToCnn3DPreProcessor) preProcessor;
            return InputShape.vector(
                    (long) p.getInputDepth() * p.getInputHeight() * p.getInputWidth() * p.getNumChannels());
        }
        if (preProcessor instanceof CnnToFeedForwardPreProcessor) {
            CnnToFeedForwardPreProcessor p = (CnnToFeedForwardPreProcessor) preProcessor;
            return InputShape.image(p.getInputHeight(), p.getInputWidth(), p.getNumChannels(), unitsLast);
        }
        if (preProcessor instanceof Cnn3DToFeedForwardPreProcessor) {
            Cnn3DToFeedForwardPreProcessor p = (Cnn3DToFeedForwardPreProcessor) preProcessor;
            DataFormat format = p.isNCDHW() ? DataFormat.NCDHW : DataFormat.NDHWC;
            return InputShape.of(InputType.convolutional3D(
                    format, p.getInputDepth(), p.getInputHeight(), p.getInputWidth(), p.getNumChannels()));
        }
        if (preProcessor instanceof CnnToRnnPreProcessor) {
            CnnToRnnPreProcessor p = (CnnToRnnPreProcessor) preProcessor;
            return InputShape.image(p.getInputHeight(), p.getInputWidth(), p.getNumChannels(), unitsLast);
        }
        if (preProcessor instanceof RnnToCnnPreProcessor) {
            RnnToCnnPreProcessor p = (RnnToCnnPreProcessor) preProcessor;
            return InputShape.series((long) p.getInputHeight() * p.getInputWidth() * p.getNumChannels(), unitsLast);
        }
        return null;
    }
}
