// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Wrappers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The registry of layer types: returns all facts of a layer or vertex, a user's rules for their own layers included.
 */
public final class Layers {

    /** The family of each type; the first entry that a layer is an instance of counts. */
    static final List<Entry<?>> FAMILIES = families();

    private final Map<Class<? extends Layer>, Function<Layer, List<Parameter>>> rules;

    /**
     * The registry with a user's rules in front.
     *
     * @param rules each for the layers of exactly that class
     */
    public Layers(Map<Class<? extends Layer>, Function<Layer, List<Parameter>>> rules) {
        this.rules = Map.copyOf(rules);
    }

    @SuppressWarnings("deprecation") // Graves's LSTMs are still what saved models contain
    private static List<Entry<?>> families() {
        return List.of(
                withTable(DenseLayer.class, FeedForward::new),
                withTable(BaseOutputLayer.class, FeedForward::new),
                withTable(AutoEncoder.class, FeedForward::new),
                withTable(EmbeddingLayer.class, FeedForward::new),
                withTable(EmbeddingSequenceLayer.class, FeedForward::new),
                withTable(ElementWiseMultiplicationLayer.class, FeedForward::new),
                entry(VariationalAutoencoder.class, Variational::new),
                entry(ConvolutionLayer.class, Convolution::new),
                entry(LocallyConnected1D.class, LocallyConnected::ofSequences),
                entry(LocallyConnected2D.class, LocallyConnected::ofImages),
                entry(PrimaryCapsules.class, Capsules::new),
                entry(CapsuleLayer.class, Capsules::new),
                entry(SimpleRnn.class, Recurrent::new),
                entry(AbstractLSTM.class, Lstm::new),
                entry(GravesBidirectionalLSTM.class, Lstm::new),
                withTable(SelfAttentionLayer.class, Attention::ofLayer),
                withTable(LearnedSelfAttentionLayer.class, Attention::ofLayer),
                withTable(RecurrentAttentionLayer.class, Attention::ofLayer),
                withTable(BatchNormalization.class, Normalisation::new),
                entry(ActivationLayer.class, ActivationFunctions::new),
                withTable(PReLULayer.class, Slopes::new),
                entry(SubsamplingLayer.class, Pooling::over),
                entry(Subsampling3DLayer.class, Pooling::over),
                entry(GlobalPoolingLayer.class, Reshaping::pooling),
                entry(LocalResponseNormalization.class, Reshaping::normalising),
                entry(ZeroPaddingLayer.class, Reshaping::paddingOfSameWidth),
                entry(ZeroPadding1DLayer.class, Reshaping::padding),
                entry(ZeroPadding3DLayer.class, Reshaping::padding),
                entry(DropoutLayer.class, Reshaping::exactOfSameWidth),
                entry(BaseUpsamplingLayer.class, Reshaping::exact),
                entry(Cropping1D.class, Reshaping::exact),
                entry(Cropping2D.class, Reshaping::exact),
                entry(Cropping3D.class, Reshaping::exact),
                entry(SpaceToDepthLayer.class, Reshaping::betweenChannels),
                entry(SpaceToBatchLayer.class, Reshaping::exact),
                entry(RepeatVector.class, Reshaping::exact),
                entry(MaskLayer.class, Reshaping::exact),
                entry(LossLayer.class, Reshaping::exact),
                entry(RnnLossLayer.class, Reshaping::exact),
                entry(CnnLossLayer.class, Reshaping::exact),
                entry(Cnn3DLossLayer.class, Reshaping::exact));
    }

    private static <L extends Layer> Entry<L> entry(Class<L> type, Function<L, Family> family) {
        return new Entry<>(type, (layer, table) -> family.apply(layer));
    }

    private static <L extends Layer> Entry<L> withTable(
            Class<L> type, BiFunction<L, Map<String, INDArray>, Family> family) {
        return new Entry<>(type, family);
    }

    /**
     * All facts of a layer.
     *
     * @param layer its configuration, without wrappers
     * @param table its parameters by name
     * @throws IllegalArgumentException if a user's rule names a parameter that the layer does not have
     */
    public LayerFacts of(Layer layer, Map<String, INDArray> table) {
        Family family = family(layer, table);
        return new LayerFacts(family, table.isEmpty() ? List.of() : complete(parameters(layer, family, table), table));
    }

    /**
     * All facts of a vertex that is no layer.
     *
     * @param vertex its configuration; {@code null} for an input of the network
     * @param table its parameters by name
     */
    public LayerFacts of(GraphVertex vertex, Map<String, INDArray> table) {
        Family family = Vertices.of(vertex, table);
        return new LayerFacts(family, table.isEmpty() ? List.of() : complete(family.parameters(), table));
    }

    /** Adds the parameters that nothing is known about. */
    private static List<Parameter> complete(List<Parameter> known, Map<String, INDArray> table) {
        Set<String> unknown = new LinkedHashSet<>(table.keySet());
        known.forEach(parameter -> unknown.remove(parameter.name));
        List<Parameter> all = new ArrayList<>(known);
        unknown.forEach(name -> all.add(Parameter.unknown(name)));
        return all;
    }

    private Family family(Layer layer, Map<String, INDArray> table) {
        if (layer instanceof Bidirectional) {
            Layer oneWay = Wrappers.unwrapped(((Bidirectional) layer).getFwd());
            Map<String, INDArray> ofOneWay = BothWays.oneWay(table);
            Family family = family(oneWay, ofOneWay);
            return new BothWays((Bidirectional) layer, family, () -> parameters(oneWay, family, ofOneWay));
        }
        return FAMILIES.stream()
                .filter(entry -> entry.type.isInstance(layer))
                .findFirst()
                .map(entry -> entry.of(layer, table))
                .orElseGet(() -> new AnyLayer(layer));
    }

    /** What the parameters are by a user's rule or by the family; empty if neither is about the layer. */
    private List<Parameter> parameters(Layer layer, Family family, Map<String, INDArray> table) {
        Function<Layer, List<Parameter>> rule = rules.get(layer.getClass());
        if (rule != null) {
            List<Parameter> own = rule.apply(layer);
            own.forEach(parameter -> Check.require(
                    table.containsKey(parameter.name),
                    "parameter of a rule for " + layer.getClass().getSimpleName(),
                    "one of " + table.keySet(),
                    parameter.name));
            return own;
        }
        // A user's subclass of one of DL4J's layers may mean anything by its parameters.
        if (!(layer instanceof Bidirectional) && !layer.getClass().getName().startsWith("org.deeplearning4j.")) {
            return List.of();
        }
        List<Parameter> known = family.parameters();
        // One-class output layers are output layers by their class only: their parameters are others.
        return known.stream().allMatch(parameter -> table.containsKey(parameter.name)) ? known : List.of();
    }

    /** A type of layers, and how the facts of one are made. */
    static final class Entry<L extends Layer> {

        final Class<L> type;
        private final BiFunction<L, Map<String, INDArray>, Family> family;

        Entry(Class<L> type, BiFunction<L, Map<String, INDArray>, Family> family) {
            this.type = type;
            this.family = family;
        }

        Family of(Layer layer, Map<String, INDArray> table) {
            return family.apply(type.cast(layer), table);
        }
    }
}
