// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.activations.IActivation;

/** The activation function in a layer's configuration, which may be inside a wrapper. */
public final class LayerActivation {

    private LayerActivation() {}

    /**
     * The activation function of a layer, or {@code null} if the layer has none, does not use it, or applies it to
     * several things, as an LSTM does.
     */
    @SuppressWarnings("deprecation") // Graves's LSTMs are still what saved models contain
    public static IActivation of(Layer configuration) {
        Layer layer = Wrappers.unwrapped(configuration);
        if (layer instanceof AbstractLSTM
                || layer instanceof GravesBidirectionalLSTM
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
        Layer layer = Wrappers.unwrapped(configuration);
        if (layer instanceof BaseLayer) {
            ((BaseLayer) layer).setActivationFn(function);
        } else {
            ((ActivationLayer) layer).setActivationFn(function);
        }
    }
}
