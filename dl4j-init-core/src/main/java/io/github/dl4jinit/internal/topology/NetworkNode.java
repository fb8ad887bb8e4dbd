// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import io.github.dl4jinit.internal.LayerActivation;
import io.github.dl4jinit.internal.Wrappers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An input, a layer or a vertex of a network. A node itself never changes; the DL4J objects that it names belong to the
 * network, which may change them.
 */
public final class NetworkNode {

    private final int index;
    private final String name;
    private final String key;
    private final Layer layer;
    private final GraphVertex vertex;
    private final org.deeplearning4j.nn.conf.graph.GraphVertex vertexConfiguration;
    private final org.deeplearning4j.nn.conf.layers.Layer writtenConfiguration;
    private final InputPreProcessor preProcessor;
    private final List<Integer> inputs;
    private final List<Integer> consumers;
    private final int inputNumber;
    private final int outputNumber;
    private final boolean unitsLast;

    private NetworkNode(Builder from) {
        this.index = from.index;
        this.name = from.name;
        this.key = from.key;
        this.layer = from.layer;
        this.vertex = from.vertex;
        this.vertexConfiguration = from.vertexConfiguration;
        this.writtenConfiguration = from.writtenConfiguration;
        this.preProcessor = from.preProcessor;
        this.inputs = List.copyOf(from.inputs);
        this.consumers = List.copyOf(from.consumers);
        this.inputNumber = from.inputNumber;
        this.outputNumber = from.outputNumber;
        this.unitsLast = from.unitsLast;
    }

    /** The node's place in the order of the forward pass, from 0. */
    public int index() {
        return index;
    }

    /**
     * The name in the configuration; for a list's layer without one, "layer" and its number. No two nodes of a network
     * have the same.
     */
    public String name() {
        return name;
    }

    /** DL4J's own key, as its names of parameters begin: a list's layer number, a graph's vertex name. */
    public String key() {
        return key;
    }

    /**
     * The simple name of DL4J's class: the configuration's of a layer, the wrapper's own of a wrapped one, the vertex's
     * of any other vertex; {@code input} for an input.
     */
    public String type() {
        if (isInput()) {
            return "input";
        }
        if (layer instanceof BaseWrapperLayer) {
            return layer.getClass().getSimpleName();
        }
        return layer == null ? vertex.getClass().getSimpleName() : configuredType();
    }

    /** {@link #type()}, but inside the wrappers that DL4J takes off when it builds a layer, as {@code LastTimeStep}. */
    public String configuredType() {
        return layer == null ? type() : configuration().getClass().getSimpleName();
    }

    /** Whether it is one of the network's inputs, which compute nothing. */
    public boolean isInput() {
        return inputNumber >= 0;
    }

    /** The number of the feature array that this input takes; empty if it is no input. */
    public OptionalInt inputNumber() {
        return number(inputNumber);
    }

    /** The number of this output among the network's; empty if it is none. */
    public OptionalInt outputNumber() {
        return number(outputNumber);
    }

    private static OptionalInt number(int number) {
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Indices of the nodes whose output it takes, in the order in which it takes them; none for an input. */
    public List<Integer> inputs() {
        return inputs;
    }

    /** Indices of the nodes that take its output, in ascending order. */
    public List<Integer> consumers() {
        return consumers;
    }

    /** Index of the first node that takes its output. */
    public OptionalInt firstUse() {
        return consumers.isEmpty() ? OptionalInt.empty() : OptionalInt.of(consumers.get(0));
    }

    /** Index of the last node that takes its output, after which nobody needs it. */
    public OptionalInt lastUse() {
        return consumers.isEmpty() ? OptionalInt.empty() : OptionalInt.of(consumers.get(consumers.size() - 1));
    }

    /** Whether nobody needs its output any more once the node of this index has run. */
    public boolean isLastUsedBy(int consumer) {
        return lastUse().isPresent() && lastUse().getAsInt() == consumer;
    }

    /** DL4J's layer; {@code null} for inputs and for vertices that are no layers. */
    public Layer layer() {
        return layer;
    }

    /** DL4J's vertex; {@code null} in a list of layers. */
    public GraphVertex vertex() {
        return vertex;
    }

    /** The vertex's configuration without what freezes it; {@code null} in a list of layers and for inputs. */
    public org.deeplearning4j.nn.conf.graph.GraphVertex vertexConfiguration() {
        return vertexConfiguration;
    }

    /** The layer's configuration as the user wrote it, with all wrappers; {@code null} if this is no layer. */
    public org.deeplearning4j.nn.conf.layers.Layer writtenConfiguration() {
        return writtenConfiguration;
    }

    /** The configuration that DL4J's layer goes by; {@code null} if this is no layer. */
    public org.deeplearning4j.nn.conf.layers.Layer configuration() {
        return layer == null ? null : layer.conf().getLayer();
    }

    /** The configuration inside all wrappers but those that run a layer twice; {@code null} if this is no layer. */
    public org.deeplearning4j.nn.conf.layers.Layer innerConfiguration() {
        return layer == null ? null : Wrappers.unwrapped(configuration());
    }

    /**
     * The activation function of the layer, or of the layer that it wraps, in either direction. Empty if it has none,
     * or uses several, as an LSTM does.
     */
    public Optional<IActivation> activation() {
        org.deeplearning4j.nn.conf.layers.Layer inner = innerConfiguration();
        while (inner instanceof Bidirectional) {
            inner = Wrappers.unwrapped(((Bidirectional) inner).getFwd());
        }
        return inner == null ? Optional.empty() : Optional.ofNullable(LayerActivation.of(inner));
    }

    /** What reshapes the layer's input first; {@code null} if nothing does. */
    public InputPreProcessor preProcessor() {
        return preProcessor;
    }

    /** The dimension of the units, or channels, in what the node puts out, of so many dimensions. */
    public int unitAxis(int rank) {
        return unitsLast ? rank - 1 : 1;
    }

    /** What has the parameters: the layer, or a vertex with some of its own, as attention has; {@code null} if none. */
    public Trainable trainable() {
        return layer == null ? vertex : layer;
    }

    /** Views of the network's parameters by name; empty if there are none. */
    public Map<String, INDArray> parameters() {
        Trainable trainable = trainable();
        return trainable == null || trainable.numParams() == 0 ? Map.of() : trainable.paramTable(false);
    }

    /** Whether it multiplies by weights, and so is a step in depth; normalisations and slopes are none. */
    public boolean multipliesByWeights() {
        org.deeplearning4j.nn.conf.layers.Layer inner = innerConfiguration();
        return !parameters().isEmpty() && !(inner instanceof BatchNormalization) && !(inner instanceof PReLULayer);
    }

    /** What computes the loss; empty if the node does not. */
    public Optional<IOutputLayer> loss() {
        Layer inner =
                layer instanceof FrozenLayerWithBackprop ? ((FrozenLayerWithBackprop) layer).getInsideLayer() : layer;
        return inner instanceof IOutputLayer ? Optional.of((IOutputLayer) inner) : Optional.empty();
    }

    /** Whether its parameters stay as they are: by its configuration, or since fine-tuning has frozen it. */
    public boolean frozen() {
        if (vertex instanceof FrozenVertex) {
            return true;
        }
        for (Layer inner = layer;
                inner instanceof BaseWrapperLayer;
                inner = ((BaseWrapperLayer) inner).getUnderlying()) {
            if (inner instanceof FrozenLayer || inner instanceof FrozenLayerWithBackprop) {
                return true;
            }
        }
        return layer != null && Wrappers.isFrozen(configuration());
    }

    /** Whether no gradient gets through it: an input, or frozen by a wrapper that does not go backward. */
    public boolean stopsGradients() {
        return isInput() || layer instanceof FrozenLayer || vertex instanceof FrozenVertex;
    }

    @Override
    public String toString() {
        return name + " (" + type() + ")";
    }

    /** Collects what a node is made of. */
    static final class Builder {

        int index;
        String name;
        String key;
        Layer layer;
        GraphVertex vertex;
        org.deeplearning4j.nn.conf.graph.GraphVertex vertexConfiguration;
        org.deeplearning4j.nn.conf.layers.Layer writtenConfiguration;
        InputPreProcessor preProcessor;
        List<Integer> inputs = List.of();
        final List<Integer> consumers = new ArrayList<>();
        int inputNumber = -1;
        int outputNumber = -1;
        boolean unitsLast;

        /** The nodes, in this order, each told of those that take its output. */
        static List<NetworkNode> build(List<Builder> builders) {
            List<NetworkNode> nodes = new ArrayList<>();
            for (int i = 0; i < builders.size(); i++) {
                builders.get(i).index = i;
                for (int input : Set.copyOf(builders.get(i).inputs)) { // one may come in twice
                    builders.get(input).consumers.add(i);
                }
            }
            UnitAxis.decide(builders);
            builders.forEach(builder -> nodes.add(new NetworkNode(builder)));
            return List.copyOf(nodes);
        }
    }
}
