// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** The wrappers that a layer's configuration may be inside. */
public final class Wrappers {

    private Wrappers() {}

    /** The configuration inside all wrappers that run one layer once; the layer itself if there are none. */
    public static Layer unwrapped(Layer configuration) {
        Layer layer = configuration;
        while (true) {
            if (layer instanceof FrozenLayer) {
                layer = ((FrozenLayer) layer).getLayer();
            } else if (layer instanceof FrozenLayerWithBackprop) {
                layer = ((FrozenLayerWithBackprop) layer).getUnderlying();
            } else if (layer instanceof BaseWrapperLayer) {
                layer = ((BaseWrapperLayer) layer).getUnderlying();
            } else {
                return layer;
            }
        }
    }

    /** Whether the layer, or one that it wraps, is configured to stay as it is. */
    public static boolean isFrozen(Layer configuration) {
        if (configuration instanceof FrozenLayer || configuration instanceof FrozenLayerWithBackprop) {
            return true;
        }
        if (configuration instanceof Bidirectional) {
            return isFrozen(((Bidirectional) configuration).getFwd());
        }
        return configuration instanceof BaseWrapperLayer
                && isFrozen(((BaseWrapperLayer) configuration).getUnderlying());
    }
}
