// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * Convolutions. A kernel has {@code taps} positions; with a stride, an input meets taps / stride of them on average,
 * and with the stride of a transposed convolution an output does. Fans count the interior: at borders that are padded
 * with zeros, outputs sum over less.
 */
final class ConvolutionRules {

    private ConvolutionRules() {}

    static List<ParameterRule> of(Layer layer) {
        if (layer instanceof LocallyConnected1D) {
            LocallyConnected1D local = (LocallyConnected1D) layer;
            return locallyConnected(
                    local.getNIn(),
                    local.getNOut(),
                    local.getOutputSize(),
                    local.isHasBias(),
                    local.getKernel(),
                    local.getStride());
        }
        if (layer instanceof LocallyConnected2D) {
            LocallyConnected2D local = (LocallyConnected2D) layer;
            return locallyConnected(
                    local.getNIn(),
                    local.getNOut(),
                    product(local.getOutputSize()),
                    local.isHasBias(),
                    product(local.getKernel()),
                    product(local.getStride()));
        }
        if (layer instanceof PrimaryCapsules) {
            PrimaryCapsules capsules = (PrimaryCapsules) layer;
            long in = capsules.getInputChannels();
            long out = (long) capsules.getCapsuleDimensions() * capsules.getChannels();
            double taps = product(capsules.getKernelSize());
            ParameterRule weights = ParameterRule.weights(
                            "weight", in * taps, out * taps / product(capsules.getStride()))
                    .matrix((long) taps * in, out);
            return capsules.isHasBias() ? List.of(weights, ParameterRule.bias("bias", 0)) : List.of(weights);
        }
        if (!(layer instanceof ConvolutionLayer)) {
            return List.of();
        }
        ConvolutionLayer convolution = (ConvolutionLayer) layer;
        List<ParameterRule> weights = weights(convolution);
        if (!convolution.hasBias()) {
            return weights;
        }
        ParameterRule bias = ParameterRule.bias("b", convolution.getBiasInit());
        return weights.size() == 1 ? List.of(weights.get(0), bias) : List.of(weights.get(0), weights.get(1), bias);
    }

    private static List<ParameterRule> weights(ConvolutionLayer layer) {
        long in = layer.getNIn();
        long out = layer.getNOut();
        int[] kernel = layer.getKernelSize();
        boolean oneDimensional = layer instanceof Convolution1DLayer;
        int taps = oneDimensional ? kernel[0] : product(kernel);
        double strides = oneDimensional ? layer.getStride()[0] : product(layer.getStride());
        if (layer instanceof SeparableConvolution2D) {
            long multiplier = ((SeparableConvolution2D) layer).getDepthMultiplier();
            return List.of(
                    ParameterRule.weights("W", taps, multiplier * taps / strides)
                            .dl4jFans((double) in * taps, multiplier * taps / strides)
                            // [multiplier, in, kH, kW]: for each input channel, taps to its outputs
                            .matrices(Math.toIntExact(in), taps, multiplier, (channel, tap, output) ->
                                    (int) ((output * in + channel) * taps + tap)),
                    ParameterRule.weights("pW", multiplier * in, out)
                            .dl4jFans(multiplier * in, multiplier * in)
                            .after("W", new ActivationIdentity())
                            .makingOutput()
                            .matrix(out, multiplier * in));
        }
        if (layer instanceof DepthwiseConvolution2D) {
            long multiplier = ((DepthwiseConvolution2D) layer).getDepthMultiplier();
            return List.of(ParameterRule.weights("W", taps, multiplier * taps / strides)
                    .dl4jFans((double) in * taps, multiplier * taps / strides)
                    // [kH, kW, in, multiplier]
                    .matrices(Math.toIntExact(in), taps, multiplier, (channel, tap, output) ->
                            (int) ((tap * in + channel) * multiplier + output)));
        }
        if (layer instanceof Deconvolution2D || layer instanceof Deconvolution3D) {
            // [in, out, kH, kW], but [kD, kH, kW, out, in]: an input feeds a patch of outputs
            ParameterRule transposed = ParameterRule.weights("W", in * taps / strides, (double) out * taps)
                    .dl4jFans((double) in * taps, out * taps / strides);
            return List.of(
                    layer instanceof Deconvolution2D
                            ? transposed.matrix(in, out * taps)
                            : transposed.matrices(
                                    1, in, out * taps, (matrix, input, place) -> (int) (place * in + input)));
        }
        ParameterRule weights = ParameterRule.weights("W", (double) in * taps, out * taps / strides);
        if (oneDimensional) {
            // The memory that DL4J calls [out, in, k, 1] is used as [k, in, out].
            double second = layer.getStride().length > 1 ? layer.getStride()[1] : 1;
            double kernels = (double) kernel[0] * kernel[1];
            return List.of(weights.dl4jFans(in * kernels, out * kernels / (strides * second))
                    .matrix(taps * in, out));
        }
        return List.of(weights.matrix(out, in * taps));
    }

    /** [positions, taps · in, out]: each position has a matrix of its own. */
    private static List<ParameterRule> locallyConnected(
            long in, long out, int positions, boolean biased, int taps, double strides) {
        long rows = in * taps;
        ParameterRule weights = ParameterRule.weights("W", rows, out * taps / strides)
                .matrices(positions, rows, out, (position, row, column) ->
                        (int) ((position * rows + row) * out + column));
        return biased ? List.of(weights, ParameterRule.bias("b", 0)) : List.of(weights);
    }

    /** [1, capsules in, capsules out · dimensions, dimensions in, 1]: a matrix for each capsule that comes in. */
    static List<ParameterRule> capsules(CapsuleLayer layer) {
        long in = layer.getInputCapsuleDimensions();
        long out = (long) layer.getCapsules() * layer.getCapsuleDimensions();
        ParameterRule weights = ParameterRule.weights("weight", in, out)
                .dl4jFans((double) layer.getInputCapsules() * in, out)
                .matrices(Math.toIntExact(layer.getInputCapsules()), out, in, (capsule, row, column) ->
                        (int) ((capsule * out + row) * in + column));
        return layer.isHasBias() ? List.of(weights, ParameterRule.bias("bias", 0)) : List.of(weights);
    }

    private static int product(int[] factors) {
        return Arrays.stream(factors).reduce(1, Math::multiplyExact);
    }
}
