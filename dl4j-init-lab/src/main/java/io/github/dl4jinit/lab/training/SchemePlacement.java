// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.scheme.Scheme;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.weights.IWeightInit;

/** Where a scheme goes in layers' configurations: to every initialiser of weights that DL4J asks. */
final class SchemePlacement {

    private SchemePlacement() {}

    /** Gives the layers the scheme's initialisers, in place of those that their author gave them. */
    static void place(Scheme scheme, List<Layer> layers) {
        layers.forEach(layer -> place(scheme, layer));
    }

    private static void place(Scheme scheme, Layer layer) {
        if (layer instanceof BaseLayer weighted) {
            weighted.setWeightInitFn(scheme.init(weighted.getWeightInitFn()));
        }
        // Recurrent weights without an initialiser of their own are drawn by that of the others.
        if (layer instanceof BaseRecurrentLayer recurrent && recurrent.getWeightInitFnRecurrent() != null) {
            recurrent.setWeightInitFnRecurrent(scheme.init(recurrent.getWeightInitFnRecurrent()));
        }
        if (layer instanceof SameDiffLayer graph) {
            placeInGraph(scheme, graph);
        }
    }

    /** Attention and its like: an initialiser for each parameter, or one of DL4J's names for all. */
    private static void placeInGraph(Scheme scheme, SameDiffLayer layer) {
        Map<String, IWeightInit> initialisers = new HashMap<>();
        if (layer.getParamWeightInit() != null) {
            initialisers.putAll(layer.getParamWeightInit());
        }
        if (scheme.keepsOwn()) {
            initialisers.replaceAll((parameter, own) -> scheme.init(own));
        } else {
            layer.getLayerParams()
                    .getWeightParameterKeys()
                    .forEach(parameter -> initialisers.put(parameter, scheme.init(initialisers.get(parameter))));
        }
        layer.setParamWeightInit(initialisers);
    }
}
