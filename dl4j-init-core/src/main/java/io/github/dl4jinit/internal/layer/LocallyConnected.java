// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import static io.github.dl4jinit.internal.layer.Convolution.product;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.nd4j.linalg.activations.IActivation;

/** Convolutions with a kernel for each position: weights [positions, taps · in, out]. */
final class LocallyConnected extends AnyLayer {

    private final long out;
    private final IActivation function;
    private final Supplier<List<Parameter>> parameters;

    private LocallyConnected(Layer layer, long out, IActivation function, Supplier<List<Parameter>> parameters) {
        super(layer);
        this.out = out;
        this.function = function;
        this.parameters = parameters;
    }

    static LocallyConnected ofSequences(LocallyConnected1D layer) {
        return new LocallyConnected(
                layer,
                layer.getNOut(),
                layer.getActivation().getActivationFunction(),
                () -> parameters(
                        layer.getNIn(),
                        layer.getNOut(),
                        layer.getOutputSize(),
                        layer.isHasBias(),
                        layer.getKernel(),
                        layer.getStride()));
    }

    static LocallyConnected ofImages(LocallyConnected2D layer) {
        return new LocallyConnected(
                layer,
                layer.getNOut(),
                layer.getActivation().getActivationFunction(),
                () -> parameters(
                        layer.getNIn(),
                        layer.getNOut(),
                        product(layer.getOutputSize()),
                        layer.isHasBias(),
                        product(layer.getKernel()),
                        product(layer.getStride())));
    }

    private static List<Parameter> parameters(
            long in, long out, int positions, boolean biased, int taps, double strides) {
        long rows = in * taps;
        Parameter weights = Parameter.weights("W", rows, out * taps / strides)
                .matrices(positions, rows, out, (position, row, column) ->
                        (int) ((position * rows + row) * out + column));
        return biased ? List.of(weights, Parameter.bias("b", 0)) : List.of(weights);
    }

    @Override
    public List<Parameter> parameters() {
        return parameters.get();
    }

    @Override
    public IActivation function() {
        return function;
    }

    @Override
    public OptionalLong width(List<OptionalLong> inputs) {
        return OptionalLong.of(out);
    }

    @Override
    public boolean hasCriticalPoint() {
        return true;
    }
}
