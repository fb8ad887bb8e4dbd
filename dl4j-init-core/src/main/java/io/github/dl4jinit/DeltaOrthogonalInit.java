// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Convolution kernels that are a random orthogonal matrix at their centre and zero elsewhere:
 *
 * <pre>K[:, :, c] = gain · W,   WᵀW = I (out ≥ in),   WWᵀ = I (out &lt; in)</pre>
 *
 * <p>W is uniform over all such matrices (Haar measure). A layer of stride 1 that keeps the size of its input
 * ({@code ConvolutionMode.Same}) multiplies the channels of each pixel by gain · W, so with no fewer channels out than
 * in it keeps the length of every input exactly, at any depth, which let the paper train 10 000 layers.
 * {@link OrthogonalInit} does not: its filters are orthonormal, but the convolution with them is no isometry, because
 * its taps overlap. The paper wants out ≥ in; with fewer channels out than in, which is allowed, no linear layer is an
 * isometry: the gradient's length is kept instead.
 *
 * <p>Shapes: [out, in, kH, kW] and [out, in, kD, kH, kW]; a shape of fewer than three dimensions is drawn as by
 * {@link OrthogonalInit}. The centre of a kernel of k taps is number ⌊(k − 1) / 2⌋ from 0, which is where
 * {@code ConvolutionMode.Same} puts the output of even kernels too: of the k − 1 rows that it pads, the odd one goes to
 * the end. (An even kernel with a dilation shifts the picture; an odd one does not.) This class is not for depthwise
 * and separable convolutions and {@code Deconvolution3D}, whose kernels are laid out in other ways. The kernel is at
 * most 2³¹ − 1 elements large.
 *
 * <p>DL4J declares the kernel of {@code Convolution1DLayer} as [out, in, k, 1] and uses the same memory, without moving
 * an element, as [k, in, out]. What is drawn is right for that use, so it looks scattered in the declared shape. The
 * only sign of such a layer is the fan-in that DL4J passes, in·k·k instead of in·k. With a single tap there is no sign,
 * so a one-dimensional layer of one tap is orthogonal only if it has as many channels out as in. Otherwise the fans are
 * not used.
 *
 * <p>As for {@link OrthogonalInit}, the same seed gives the same numbers to rounding.
 *
 * @see <a href="https://arxiv.org/abs/1806.05393">Xiao, Bahri, Sohl-Dickstein, Schoenholz, Pennington: Dynamical
 *     Isometry and a Mean Field Theory of CNNs, 2018, algorithm 1</a>
 */
public final class DeltaOrthogonalInit extends IsometryInit {

    private static final long serialVersionUID = 1L;

    /** An isometry: gain 1. */
    public DeltaOrthogonalInit() {
        this(DEFAULT_GAIN);
    }

    /**
     * An isometry times a gain.
     *
     * @param gain the factor, √2 for ReLU
     * @throws IllegalArgumentException if the gain is not positive and finite
     */
    public DeltaOrthogonalInit(double gain) {
        super(gain);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static DeltaOrthogonalInit fromJson(Map<String, Object> fields) {
        return new DeltaOrthogonalInit(gainFromJson("DeltaOrthogonalInit", fields));
    }

    @Override
    public DeltaOrthogonalInit withGain(double gain) {
        return new DeltaOrthogonalInit(gain);
    }

    /**
     * Draws the weights of one parameter in place.
     *
     * @param fanIn fan-in as DL4J passes it, which tells the kernel of a one-dimensional layer
     * @param fanOut not used
     * @param shape the shape the weights will have
     * @param order 'c' or 'f'
     * @param paramView the view of the network's parameters to fill, of as many elements as {@code shape} has, in any
     *     order and with any strides
     * @return {@code paramView}, filled, in that shape; a copy of it if its strides allow no view of that shape
     * @throws IllegalArgumentException if the array does not fit the shape or its data type cannot hold such weights
     */
    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        Shapes.requireFits(shape, order, paramView);
        if (shape.length < 3) {
            return new OrthogonalInit(gain()).init(fanIn, fanOut, shape, order, paramView);
        }
        ChannelMatrix centre = ChannelMatrix.of(fanIn, shape, order);
        OrthogonalFill.fill(
                paramView,
                order,
                1,
                centre.outputs,
                centre.inputs,
                centre.place,
                Nd4j.getRandom().nextLong(),
                gain());
        return Shapes.reshaped(paramView, order, shape);
    }
}
