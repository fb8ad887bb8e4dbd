// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.LayerActivation;
import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;

/** A layer of which no more is known than DL4J's base classes tell; families of layers extend it. */
class AnyLayer implements Family {

    private final Layer layer;

    AnyLayer(Layer layer) {
        this.layer = layer;
    }

    @Override
    public IActivation function() {
        IActivation function = LayerActivation.of(layer);
        return function == null ? Family.super.function() : function;
    }

    @Override
    public OptionalLong width(List<OptionalLong> inputs) {
        return layer instanceof FeedForwardLayer && ((FeedForwardLayer) layer).getNOut() > 0
                ? OptionalLong.of(((FeedForwardLayer) layer).getNOut())
                : OptionalLong.empty();
    }

    /** An embedding's inputs are numbers of words, and its n_in is how many words there are. */
    @Override
    public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
        boolean known = layer instanceof FeedForwardLayer
                && !(layer instanceof EmbeddingLayer)
                && !(layer instanceof EmbeddingSequenceLayer)
                && ((FeedForwardLayer) layer).getNIn() > 0;
        return known ? OptionalLong.of(((FeedForwardLayer) layer).getNIn()) : OptionalLong.empty();
    }

    /** Dropout that keeps a share p divides what is left by p. */
    @Override
    public final Passed arriving(Incoming input) {
        IDropout dropout = layer.getIDropout();
        if (dropout instanceof Dropout && ((Dropout) dropout).getPSchedule() == null) {
            return Passed.of(input.scaled(1 / Math.sqrt(((Dropout) dropout).getP())));
        }
        if (dropout instanceof SpatialDropout && ((SpatialDropout) dropout).getPSchedule() == null) {
            return Passed.of(input.scaled(1 / Math.sqrt(((SpatialDropout) dropout).getP())));
        }
        return dropout == null
                ? Passed.of(input)
                : Passed.assuming("its " + dropout.getClass().getSimpleName() + " is left out of account", input);
    }

    @Override
    public Passed weighted(double variance, Propagation propagation) {
        return propagation.activated(Incoming.normal(variance, "weights"), function());
    }

    @Override
    public final Passed weightless(List<Incoming> inputs, List<OptionalLong> widths, Propagation propagation) {
        return arriving(inputs.get(0)).then(input -> weightless(input, propagation));
    }

    /** What the layer makes of its input, dropout done, if it has no weights. */
    Passed weightless(Incoming input, Propagation propagation) {
        return Passed.assuming("unknown: taken to keep the mean square", input);
    }

    @Override
    public boolean hasCriticalPoint() {
        return layer instanceof FeedForwardLayer
                && !(layer instanceof BaseRecurrentLayer)
                && !(layer instanceof BaseOutputLayer);
    }

    @Override
    public boolean showsPreActivation() {
        return layer instanceof BaseLayer
                && !(layer instanceof BaseRecurrentLayer)
                && LayerActivation.of(layer) != null;
    }
}
