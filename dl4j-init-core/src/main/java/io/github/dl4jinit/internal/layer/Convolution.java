// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * Convolutions of one kernel for all positions. A kernel has {@code taps} positions; with a stride, an input meets taps
 * / stride of them on average, and with the stride of a transposed convolution an output does. Fans count the interior:
 * at borders that are padded with zeros, outputs sum over less.
 */
final class Convolution extends AnyLayer {

    private final ConvolutionLayer layer;

    Convolution(ConvolutionLayer layer) {
        super(layer);
        this.layer = layer;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(weights());
        if (layer.hasBias()) {
            parameters.add(Parameter.bias("b", layer.getBiasInit()));
        }
        return parameters;
    }

    private List<Parameter> weights() {
        long in = layer.getNIn();
        long out = layer.getNOut();
        int[] kernel = layer.getKernelSize();
        boolean oneDimensional = layer instanceof Convolution1DLayer;
        int taps = oneDimensional ? kernel[0] : product(kernel);
        double strides = oneDimensional ? layer.getStride()[0] : product(layer.getStride());
        if (layer instanceof SeparableConvolution2D) {
            long multiplier = ((SeparableConvolution2D) layer).getDepthMultiplier();
            return List.of(
                    Parameter.weights("W", taps, multiplier * taps / strides)
                            .dl4jFans((double) in * taps, multiplier * taps / strides)
                            // [multiplier, in, kH, kW]: for each input channel, taps to its outputs
                            .matrices(Math.toIntExact(in), taps, multiplier, (channel, tap, output) ->
                                    (int) ((output * in + channel) * taps + tap)),
                    Parameter.weights("pW", multiplier * in, out)
                            .dl4jFans(multiplier * in, multiplier * in)
                            .after("W", new ActivationIdentity())
                            .makingOutput()
                            .matrix(out, multiplier * in));
        }
        if (layer instanceof DepthwiseConvolution2D) {
            long multiplier = ((DepthwiseConvolution2D) layer).getDepthMultiplier();
            return List.of(Parameter.weights("W", taps, multiplier * taps / strides)
                    .dl4jFans((double) in * taps, multiplier * taps / strides)
                    // [kH, kW, in, multiplier]
                    .matrices(Math.toIntExact(in), taps, multiplier, (channel, tap, output) ->
                            (int) ((tap * in + channel) * multiplier + output)));
        }
        if (layer instanceof Deconvolution2D || layer instanceof Deconvolution3D) {
            // [in, out, kH, kW], but [kD, kH, kW, out, in]: an input feeds a patch of outputs
            Parameter transposed = Parameter.weights("W", in * taps / strides, (double) out * taps)
                    .dl4jFans((double) in * taps, out * taps / strides);
            return List.of(
                    layer instanceof Deconvolution2D
                            ? transposed.matrix(in, out * taps)
                            : transposed.matrices(
                                    1, in, out * taps, (matrix, input, place) -> (int) (place * in + input)));
        }
        Parameter weights = Parameter.weights("W", (double) in * taps, out * taps / strides);
        if (oneDimensional) {
            // The memory that DL4J calls [out, in, k, 1] is used as [k, in, out].
            double second = layer.getStride().length > 1 ? layer.getStride()[1] : 1;
            double kernels = (double) kernel[0] * kernel[1];
            return List.of(weights.dl4jFans(in * kernels, out * kernels / (strides * second))
                    .matrix(taps * in, out)
                    .channels(out, in, (matrix, output, input) -> (int) ((centre() * in + input) * out + output)));
        }
        return List.of(weights.matrix(out, in * taps)
                .channels(out, in, (matrix, output, input) -> (int) ((output * in + input) * taps + centre())));
    }

    /**
     * The number of the tap that reads, without stride, the position that is written. Of the k − 1 rows that
     * {@code Same} pads, the odd one goes to the end; all that {@code Causal} pads go to the beginning.
     */
    private int centre() {
        int centre = 0;
        for (int taps :
                layer instanceof Convolution1DLayer ? new int[] {layer.getKernelSize()[0]} : layer.getKernelSize()) {
            int middle = layer.getConvolutionMode() == ConvolutionMode.Causal ? taps - 1 : (taps - 1) / 2;
            centre = centre * taps + middle;
        }
        return centre;
    }

    /** At borders, too, unless the tap in the middle reads padding. */
    @Override
    public Passed pointwise(double variance, Propagation propagation) {
        return isPaddedBeyondItsMiddle() ? weighted(variance, propagation) : super.weighted(variance, propagation);
    }

    private boolean isPaddedBeyondItsMiddle() {
        boolean beyond = false;
        for (int i = 0; i < layer.getKernelSize().length; i++) {
            int middle = (layer.getKernelSize()[i] - 1) / 2 * layer.getDilation()[i];
            beyond |= layer.getPadding()[i] > middle;
        }
        return beyond
                && layer.getConvolutionMode() != ConvolutionMode.Same
                && layer.getConvolutionMode() != ConvolutionMode.Causal;
    }

    @Override
    public Passed weighted(double variance, Propagation propagation) {
        Incoming preActivation = Incoming.normal(variance, "weights");
        Passed padded = isPadded()
                ? Passed.assuming(
                        "padded with zeros, so that outputs at the borders sum over less than the fan-in",
                        preActivation)
                : Passed.of(preActivation);
        return padded.then(incoming -> propagation.activated(incoming, function()));
    }

    private boolean isPadded() {
        boolean padded = layer.getConvolutionMode() == ConvolutionMode.Same
                || layer.getConvolutionMode() == ConvolutionMode.Causal
                || Arrays.stream(layer.getPadding()).anyMatch(zeros -> zeros > 0);
        return padded && Arrays.stream(layer.getKernelSize()).anyMatch(taps -> taps > 1);
    }

    /** The number of positions of a kernel or a stride. */
    static int product(int[] factors) {
        return Arrays.stream(factors).reduce(1, Math::multiplyExact);
    }
}
