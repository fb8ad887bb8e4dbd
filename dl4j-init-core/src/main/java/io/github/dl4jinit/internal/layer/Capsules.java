// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import static io.github.dl4jinit.internal.layer.Convolution.product;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;

/** Capsules, and the convolution that makes the first ones. */
final class Capsules extends AnyLayer {

    private final Layer layer;

    Capsules(CapsuleLayer layer) {
        super(layer);
        this.layer = layer;
    }

    Capsules(PrimaryCapsules layer) {
        super(layer);
        this.layer = layer;
    }

    @Override
    public List<Parameter> parameters() {
        return layer instanceof CapsuleLayer ? later((CapsuleLayer) layer) : primary((PrimaryCapsules) layer);
    }

    private static List<Parameter> primary(PrimaryCapsules layer) {
        long in = layer.getInputChannels();
        long out = (long) layer.getCapsuleDimensions() * layer.getChannels();
        double taps = product(layer.getKernelSize());
        Parameter weights = Parameter.weights("weight", in * taps, out * taps / product(layer.getStride()))
                .matrix((long) taps * in, out);
        return layer.isHasBias() ? List.of(weights, Parameter.bias("bias", 0)) : List.of(weights);
    }

    /**
     * Weights [1, capsules in, capsules out · dimensions, dimensions in, 1]: a matrix for each capsule that comes in.
     */
    private static List<Parameter> later(CapsuleLayer layer) {
        long in = layer.getInputCapsuleDimensions();
        long out = (long) layer.getCapsules() * layer.getCapsuleDimensions();
        Parameter weights = Parameter.weights("weight", in, out)
                .dl4jFans((double) layer.getInputCapsules() * in, out)
                .matrices(Math.toIntExact(layer.getInputCapsules()), out, in, (capsule, row, column) ->
                        (int) ((capsule * out + row) * in + column));
        return layer.isHasBias() ? List.of(weights, Parameter.bias("bias", 0)) : List.of(weights);
    }

    @Override
    public Passed weighted(double variance, Propagation propagation) {
        return Passed.assuming(
                "capsules are squashed: the mean square of what they put out is taken to be 1",
                Incoming.normal(variance, "weights"));
    }
}
