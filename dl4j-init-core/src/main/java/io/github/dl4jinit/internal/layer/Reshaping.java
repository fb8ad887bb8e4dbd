// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Layers without parameters that move, repeat, pad or leave out values, pool all positions, or let values through.
 * Their mean square is kept, or taken to be kept where it depends on the data.
 */
final class Reshaping extends AnyLayer {

    private final boolean keepsMeanSquare;
    private final boolean keepsWidth;
    private final Passage passage;

    private Reshaping(Layer layer, boolean keepsMeanSquare, boolean keepsWidth, Passage passage) {
        super(layer);
        this.keepsMeanSquare = keepsMeanSquare;
        this.keepsWidth = keepsWidth;
        this.passage = passage;
    }

    /** A layer whose outputs are some of its inputs, each in its own channel. */
    static Reshaping exact(Layer layer) {
        return new Reshaping(layer, true, false, Passage.LINEAR);
    }

    /** A layer whose outputs are some of its inputs, of as many channels. */
    static Reshaping exactOfSameWidth(Layer layer) {
        return new Reshaping(layer, true, true, Passage.LINEAR);
    }

    /** A layer whose outputs are its inputs, in other channels. */
    static Reshaping betweenChannels(Layer layer) {
        return new Reshaping(layer, true, false, Passage.NONE);
    }

    /** A layer that puts zeros around its inputs, so that the mean square depends on the data. */
    static Reshaping padding(Layer layer) {
        return new Reshaping(layer, false, false, Passage.LINEAR);
    }

    /** A layer that puts zeros around its inputs, of as many channels. */
    static Reshaping paddingOfSameWidth(Layer layer) {
        return new Reshaping(layer, false, true, Passage.LINEAR);
    }

    /** A layer that normalises by neighbouring channels. */
    static Reshaping normalising(Layer layer) {
        return new Reshaping(layer, false, true, Passage.NONE);
    }

    /** Pooling over all positions. */
    static Reshaping pooling(GlobalPoolingLayer layer) {
        return new Reshaping(layer, false, false, Pooling.passage(layer.getPoolingType()));
    }

    @Override
    public OptionalLong width(List<OptionalLong> inputs) {
        OptionalLong own = super.width(inputs);
        return own.isPresent() || !keepsWidth ? own : inputs.get(0);
    }

    @Override
    public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
        return keepsWidth ? output : super.inputWidth(input, inputs, output);
    }

    @Override
    Passed weightless(Incoming input, Propagation propagation) {
        return keepsMeanSquare
                ? Passed.of(input)
                : Passed.assuming("taken to keep the mean square, which depends on the data", input);
    }

    @Override
    public Passage passage() {
        return passage;
    }
}
