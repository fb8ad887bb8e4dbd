// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.DeepCopy;
import io.github.dl4jinit.internal.LayerActivation;
import io.github.dl4jinit.internal.Wrappers;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.nd4j.linalg.activations.IActivation;

/** A configuration of either of DL4J's kinds, which is copied and never changed. */
final class Blueprint<C extends Serializable> {

    private final C configuration;
    private final Function<C, Map<String, Layer>> layers;
    private final Function<C, Model> network;

    private Blueprint(C configuration, Function<C, Map<String, Layer>> layers, Function<C, Model> network) {
        this.configuration = Check.given("configuration", configuration);
        this.layers = layers;
        this.network = network;
    }

    static Blueprint<MultiLayerConfiguration> of(MultiLayerConfiguration configuration) {
        return new Blueprint<>(configuration, Blueprint::layersOf, own -> {
            MultiLayerNetwork network = new MultiLayerNetwork(own);
            network.init();
            return network;
        });
    }

    static Blueprint<ComputationGraphConfiguration> of(ComputationGraphConfiguration configuration) {
        return new Blueprint<>(configuration, Blueprint::layersOf, own -> {
            ComputationGraph network = new ComputationGraph(own);
            network.init();
            return network;
        });
    }

    private static Map<String, Layer> layersOf(MultiLayerConfiguration configuration) {
        Map<String, Layer> layers = new HashMap<>();
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            layers.put(String.valueOf(i), configuration.getConf(i).getLayer());
        }
        return layers;
    }

    private static Map<String, Layer> layersOf(ComputationGraphConfiguration configuration) {
        Map<String, Layer> layers = new HashMap<>();
        configuration.getVertices().forEach((name, vertex) -> {
            GraphVertex inner = vertex;
            while (inner instanceof FrozenVertex) {
                inner = ((FrozenVertex) inner).getUnderlying();
            }
            if (inner instanceof LayerVertex) {
                layers.put(name, ((LayerVertex) inner).getLayerConf().getLayer());
            }
        });
        return layers;
    }

    /**
     * An initialised network of this configuration, of which no initialiser of the user's is asked.
     *
     * @throws IllegalArgumentException if DL4J cannot make a network of it, as without nIn or an input type
     */
    Model network() {
        C own = copy();
        layers.apply(own).values().forEach(Blueprint::replaceInitialisers);
        try {
            return network.apply(own);
        } catch (DL4JException e) {
            throw new IllegalArgumentException(
                    "configuration must be one that DL4J can make a network of, received: " + e.getMessage(), e);
        }
    }

    /** Some initialisers take minutes, and DL4J's orthogonal one ends the process. */
    private static void replaceInitialisers(Layer layer) {
        Layer inner = Wrappers.unwrapped(layer);
        IWeightInit constant = new WeightInitConstant(1);
        if (inner instanceof BaseLayer) {
            ((BaseLayer) inner).setWeightInitFn(constant);
        }
        if (inner instanceof BaseRecurrentLayer) {
            ((BaseRecurrentLayer) inner).setWeightInitFnRecurrent(constant);
        }
        if (inner instanceof Bidirectional) {
            replaceInitialisers(((Bidirectional) inner).getFwd());
            replaceInitialisers(((Bidirectional) inner).getBwd());
        }
    }

    /**
     * A copy with other activation functions.
     *
     * @param functions by the layer's key: its number in a list, its name in a graph
     */
    C with(Map<String, IActivation> functions) {
        C own = copy();
        Map<String, Layer> byKey = layers.apply(own);
        functions.forEach((key, function) -> LayerActivation.set(byKey.get(key), function));
        return own;
    }

    private C copy() {
        C copy = DeepCopy.orNull(configuration);
        Check.require(copy != null, "configuration", "one that can be serialised", configuration.getClass());
        return copy;
    }
}
