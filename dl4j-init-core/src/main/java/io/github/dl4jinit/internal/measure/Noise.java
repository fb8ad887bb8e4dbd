// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Dropped;
import io.github.dl4jinit.internal.Wrappers;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.nd4j.linalg.activations.impl.ActivationRReLU;

/** Dropout and weight noise, which a backward pass uses up: another one needs another forward pass or none of them. */
public final class Noise {

    private Noise() {}

    /** Whether training adds noise to what the node is given, or to its weights or its function. */
    public static boolean isIn(NetworkNode node) {
        if (node.layer() == null) {
            return false;
        }
        Layer inner = node.innerConfiguration();
        return node.configuration().getIDropout() != null
                || inner.getIDropout() != null
                || inner instanceof BaseLayer && ((BaseLayer) inner).getWeightNoise() != null
                || node.activation().filter(ActivationRReLU.class::isInstance).isPresent();
    }

    /** The dropout, of inputs or of weights, that keeps least; empty if there is none, or a schedule changes it. */
    static Optional<Dropped> dropped(NetworkNode node) {
        if (node.layer() == null) {
            return Optional.empty();
        }
        Layer inner = node.innerConfiguration();
        IWeightNoise weights = inner instanceof BaseLayer ? ((BaseLayer) inner).getWeightNoise() : null;
        return Stream.of(
                        Dropped.of(node.configuration().getIDropout()),
                        Dropped.of(inner.getIDropout()),
                        Dropped.of(weights))
                .flatMap(Optional::stream)
                .min(Comparator.comparingDouble(Dropped::kept));
    }

    /** Takes dropout and weight noise out of a node of a copy. */
    public static void remove(NetworkNode node) {
        if (node.layer() != null) {
            remove(node.configuration());
            remove(node.innerConfiguration());
        }
    }

    private static void remove(Layer configuration) {
        configuration.setIDropout(null);
        if (configuration instanceof BaseLayer) {
            ((BaseLayer) configuration).setWeightNoise(null);
        }
        if (configuration instanceof Bidirectional) {
            remove(Wrappers.unwrapped(((Bidirectional) configuration).getFwd()));
            remove(Wrappers.unwrapped(((Bidirectional) configuration).getBwd()));
        }
    }
}
