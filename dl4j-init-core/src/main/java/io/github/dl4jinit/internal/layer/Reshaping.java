// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Layers without parameters that move, repeat, pool, pad or leave out values, or let them through. Their mean square is
 * kept, or taken to be kept where it depends on the data.
 */
final class Reshaping extends AnyLayer {

    private final boolean keepsMeanSquare;
    private final boolean keepsWidth;

    private Reshaping(Layer layer, boolean keepsMeanSquare, boolean keepsWidth) {
        super(layer);
        this.keepsMeanSquare = keepsMeanSquare;
        this.keepsWidth = keepsWidth;
    }

    /** A layer whose outputs are some of its inputs. */
    static Reshaping exact(Layer layer) {
        return new Reshaping(layer, true, false);
    }

    /** A layer whose outputs are some of its inputs, of as many channels. */
    static Reshaping exactOfSameWidth(Layer layer) {
        return new Reshaping(layer, true, true);
    }

    /** A layer of which the mean square depends on the data. */
    static Reshaping assumed(Layer layer) {
        return new Reshaping(layer, false, false);
    }

    /** A layer of which the mean square depends on the data, of as many channels as its input. */
    static Reshaping assumedOfSameWidth(Layer layer) {
        return new Reshaping(layer, false, true);
    }

    @Override
    public OptionalLong width(List<OptionalLong> inputs) {
        OptionalLong own = super.width(inputs);
        return own.isPresent() || !keepsWidth ? own : inputs.get(0);
    }

    @Override
    Passed weightless(Incoming input, Propagation propagation) {
        return keepsMeanSquare
                ? Passed.of(input)
                : Passed.assuming("taken to keep the mean square, which depends on the data", input);
    }
}
