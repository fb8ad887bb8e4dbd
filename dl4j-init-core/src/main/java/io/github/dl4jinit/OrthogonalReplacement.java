// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Puts this library's orthogonal initialisers where layers' configurations name DL4J's. */
final class OrthogonalReplacement {

    private int replaced;

    private OrthogonalReplacement() {}

    /** Replaces DL4J's orthogonal initialisers in these layers; returns how many there were. */
    static int in(List<Layer> layers) {
        OrthogonalReplacement replacement = new OrthogonalReplacement();
        layers.forEach(replacement::replaceIn);
        return replacement.replaced;
    }

    private void replaceIn(Layer layer) {
        if (layer instanceof BaseLayer) {
            BaseLayer weighted = (BaseLayer) layer;
            replace(layer, weighted.getWeightInitFn(), weighted::setWeightInitFn);
        }
        if (layer instanceof BaseRecurrentLayer) {
            BaseRecurrentLayer recurrent = (BaseRecurrentLayer) layer;
            replace(layer, recurrent.getWeightInitFnRecurrent(), recurrent::setWeightInitFnRecurrent);
        }
        if (layer instanceof SameDiffLayer && ((SameDiffLayer) layer).getParamWeightInit() != null) {
            SameDiffLayer ofGraph = (SameDiffLayer) layer;
            Map<String, IWeightInit> initialisers = new HashMap<>(ofGraph.getParamWeightInit());
            initialisers.entrySet().forEach(parameter -> replace(layer, parameter.getValue(), parameter::setValue));
            ofGraph.setParamWeightInit(initialisers);
        }
    }

    private void replace(Layer layer, IWeightInit initialiser, Consumer<IWeightInit> setter) {
        gain(initialiser).ifPresent(gain -> {
            setter.accept(hasGates(layer) ? new GateOrthogonalInit(gain) : new OrthogonalInit(gain));
            replaced++;
        });
    }

    /**
     * The gain of DL4J's orthogonal initialiser; empty for any other initialiser, and for none. Its JSON tells, because
     * it has no accessor for the distribution.
     */
    private static OptionalDouble gain(IWeightInit initialiser) {
        if (!(initialiser instanceof WeightInitDistribution)) {
            return OptionalDouble.empty();
        }
        JsonNode distribution = NeuralNetConfiguration.mapper()
                .<JsonNode>valueToTree(initialiser)
                .path("distribution");
        return distribution.path("type").asText().equals(OrthogonalDistribution.class.getName())
                ? OptionalDouble.of(distribution.path("gain").asDouble())
                : OptionalDouble.empty();
    }

    @SuppressWarnings("deprecation") // Graves's LSTMs are still what saved models contain
    private static boolean hasGates(Layer layer) {
        return layer instanceof AbstractLSTM || layer instanceof GravesBidirectionalLSTM;
    }
}
