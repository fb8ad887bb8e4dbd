// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;

/** The activation function in a layer's configuration, which may be inside a wrapper. */
public final class Functions {

    private Functions() {}

    /**
     * The activation function of a layer, or {@code null} if the layer has none, does not use it, or applies it to
     * several things, as an LSTM does.
     */
    public static IActivation of(Layer configuration) {
        Layer layer = unwrapped(configuration);
        if (layer instanceof AbstractLSTM
                || layer.getClass().getSimpleName().equals("GravesBidirectionalLSTM") // deprecated, so not to be named
                || layer instanceof VariationalAutoencoder
                || layer instanceof BatchNormalization
                || layer instanceof PReLULayer) {
            return null;
        }
        if (layer instanceof BaseLayer) {
            return ((BaseLayer) layer).getActivationFn();
        }
        return layer instanceof ActivationLayer ? ((ActivationLayer) layer).getActivationFn() : null;
    }

    /** Replaces the activation function of a layer that {@link #of} finds one for. */
    public static void set(Layer configuration, IActivation function) {
        Layer layer = unwrapped(configuration);
        if (layer instanceof BaseLayer) {
            ((BaseLayer) layer).setActivationFn(function);
        } else {
            ((ActivationLayer) layer).setActivationFn(function);
        }
    }

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
