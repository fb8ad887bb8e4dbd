// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import java.util.Arrays;

/** The matrix from inputs to outputs in an array of weights: all of [n_in, n_out], or the centre tap of a kernel. */
final class ChannelMatrix {

    final int outputs;
    final int inputs;

    /** The number of the element (output, input) among those of the array, in the order in which they are counted. */
    final OrthogonalFill.Place place;

    private ChannelMatrix(long outputs, long inputs, OrthogonalFill.Place place) {
        this.outputs = Math.toIntExact(outputs);
        this.inputs = Math.toIntExact(inputs);
        this.place = place;
    }

    /**
     * The matrix of weights of a shape of two or more dimensions.
     *
     * @param fanIn fan-in as DL4J passes it, the only sign of a one-dimensional layer
     */
    static ChannelMatrix of(double fanIn, long[] shape, char order) {
        return shape.length == 2 ? dense((int) shape[0], (int) shape[1], order) : kernel(fanIn, shape, order);
    }

    private static ChannelMatrix dense(int in, int out, char order) {
        return new ChannelMatrix(
                out,
                in,
                order == 'f'
                        ? (matrix, output, input) -> output * in + input
                        : (matrix, output, input) -> input * out + output);
    }

    private static ChannelMatrix kernel(double fanIn, long[] shape, char order) {
        int out = (int) shape[0];
        int in = (int) shape[1];
        long[] kernel = Arrays.copyOfRange(shape, 2, shape.length);
        int taps = (int) Shapes.elements(kernel);
        int centre = centre(kernel, order);
        // The taps of one pair of channels are neighbours in 'c' order; in 'f' order the pairs of one tap are, and so
        // they are where [out, in, k, 1] is used as [k, in, out].
        boolean tapByTap = (order == 'f') != isOneDimensional(fanIn, shape);
        return new ChannelMatrix(
                out,
                in,
                tapByTap
                        ? (matrix, output, input) -> (centre * in + input) * out + output
                        : (matrix, output, input) -> (output * in + input) * taps + centre);
    }

    /** Whether DL4J uses the kernel as [k, in, out]. */
    private static boolean isOneDimensional(double fanIn, long[] shape) {
        return shape.length == 4 && shape[2] > 1 && shape[3] == 1 && fanIn == (double) shape[1] * shape[2] * shape[2];
    }

    /** The number of the centre tap. */
    private static int centre(long[] kernel, char order) {
        int centre = 0;
        for (int i = 0; i < kernel.length; i++) {
            int dimension = order == 'f' ? kernel.length - 1 - i : i;
            centre = (int) (centre * kernel[dimension] + (kernel[dimension] - 1) / 2);
        }
        return centre;
    }
}
