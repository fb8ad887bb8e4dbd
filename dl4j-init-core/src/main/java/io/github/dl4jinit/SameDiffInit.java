// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.weightinit.WeightInit;
import org.nd4j.weightinit.WeightInitScheme;

/**
 * Draws the variables of a SameDiff graph with an initialiser of this library, or any other {@link IWeightInit}:
 *
 * <pre>sd.var("w", new SameDiffInit(new HeInit()), DataType.FLOAT, nIn, nOut)</pre>
 *
 * <p>The fans follow from the shape, as SameDiff's layers use it:
 *
 * <pre>
 * []  [n]               fan-in 1              fan-out 1              scalar, vector: each output sees one input
 * [in, out]             fan-in in             fan-out out            matrix product
 * [k…, in, out]         fan-in product(k)·in  fan-out product(k)·out conv1d, conv2d, conv3d
 * </pre>
 *
 * <p>The initialiser sees a kernel as DL4J would lay it out, [out, in, k…], so that {@link OrthogonalInit} makes its
 * filters orthogonal, as a matrix [product(k)·in, out], and {@link DeltaOrthogonalInit} finds its centre. For a
 * variable that is used otherwise, say a convolution's weights in the format OIYX, a depthwise kernel or a stack of
 * matrices, {@link #of} takes the fans, and hands the initialiser the shape as it stands.
 *
 * <p>The random numbers are those of the initialiser: {@code Nd4j.getRandom().setSeed(…)} before the variables are made
 * governs them, for any seed but 0. Two objects are equal if their initialisers and fans are. SameDiff saves the
 * variables and not the schemes that drew them.
 */
public final class SameDiffInit implements WeightInitScheme {

    private static final char ORDER = 'c';

    private final IWeightInit init;

    /** Explicit fans, or {@code null} where they follow from the shape. */
    private final Fans fans;

    /**
     * An initialiser of variables whose fans follow from their shape.
     *
     * @param init what draws the weights
     * @throws IllegalArgumentException if it is {@code null}
     */
    public SameDiffInit(IWeightInit init) {
        this(init, null);
    }

    private SameDiffInit(IWeightInit init, Fans fans) {
        this.init = Check.given("init", init);
        this.fans = fans;
    }

    /**
     * An initialiser of variables whose fans do not follow from their shape.
     *
     * @param init what draws the weights
     * @param fanIn number of inputs an output sums over, positive and finite
     * @param fanOut number of outputs an input feeds, positive and finite
     * @throws IllegalArgumentException if {@code init} is {@code null} or a fan is not positive and finite
     */
    public static SameDiffInit of(IWeightInit init, double fanIn, double fanOut) {
        return new SameDiffInit(
                init, new Fans(Check.positiveFinite("fanIn", fanIn), Check.positiveFinite("fanOut", fanOut)));
    }

    /**
     * Draws a new array.
     *
     * @param dataType a type that the initialiser fills: FLOAT, DOUBLE, HALF or BFLOAT16 for those of this library
     * @param shape the shape of the variable
     * @return an array of that type and shape, in 'c' order
     * @throws IllegalArgumentException if a dimension is less than 1, or the initialiser refuses the type or the shape
     */
    @Override
    public INDArray create(DataType dataType, long... shape) {
        return create(shape, Nd4j.createUninitialized(Check.given("dataType", dataType), Shapes.elements(shape)));
    }

    /**
     * Draws into an existing array.
     *
     * @param shape the shape of the variable
     * @param paramsView the array to fill, of as many elements as {@code shape} has, in any order and with any strides
     * @return {@code paramsView}, filled, in that shape and 'c' order; a copy of it if its strides allow no view of
     *     that shape
     * @throws IllegalArgumentException if a dimension is less than 1, {@code paramsView} has the wrong length, or the
     *     initialiser refuses the type or the shape
     */
    @Override
    public INDArray create(long[] shape, INDArray paramsView) {
        Shapes.requireFits(shape, ORDER, paramsView);
        if (fans != null) {
            return init.init(fans.in, fans.out, shape, ORDER, paramsView);
        }
        if (shape.length < 3) {
            Fans ofShape = shape.length == 2 ? new Fans(shape[0], shape[1]) : new Fans(1, 1);
            return init.init(ofShape.in, ofShape.out, shape, ORDER, paramsView);
        }
        return createKernel(shape, paramsView);
    }

    /** Draws a kernel as [out, in, k…], which the initialiser knows, and assigns it as [k…, in, out]. */
    private INDArray createKernel(long[] shape, INDArray paramsView) {
        int taps = shape.length - 2;
        long in = shape[taps];
        long out = shape[taps + 1];
        long[] ofDl4j = new long[shape.length];
        ofDl4j[0] = out;
        ofDl4j[1] = in;
        System.arraycopy(shape, 0, ofDl4j, 2, taps);
        double kernel = (double) paramsView.length() / (in * out);
        INDArray drawn = init.init(
                kernel * in,
                kernel * out,
                ofDl4j,
                ORDER,
                Nd4j.createUninitialized(paramsView.dataType(), paramsView.length()));
        int[] toSameDiff = IntStream.range(0, shape.length)
                .map(i -> i < taps ? i + 2 : taps + 1 - i)
                .toArray();
        // By way of the view's own shape: what reshape returns is a copy if the view's strides allow nothing else.
        paramsView.assign(drawn.permute(toSameDiff).dup(ORDER).reshape(ORDER, paramsView.shape()));
        return Shapes.reshaped(paramsView, ORDER, shape);
    }

    /** The order 'c', which is SameDiff's own. */
    @Override
    public char order() {
        return ORDER;
    }

    /** {@link WeightInit#SUPPLIED}: the weights are the initialiser's, whatever they are. */
    @Override
    public WeightInit type() {
        return WeightInit.SUPPLIED;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SameDiffInit
                && init.equals(((SameDiffInit) other).init)
                && Objects.equals(fans, ((SameDiffInit) other).fans);
    }

    @Override
    public int hashCode() {
        return Objects.hash(init, fans);
    }

    @Override
    public String toString() {
        return "SameDiffInit(" + init + (fans == null ? "" : ", " + fans) + ")";
    }

    private static final class Fans {
        final double in;
        final double out;

        Fans(double in, double out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Fans && in == ((Fans) other).in && out == ((Fans) other).out;
        }

        @Override
        public int hashCode() {
            return Objects.hash(in, out);
        }

        @Override
        public String toString() {
            return "fanIn=" + in + ", fanOut=" + out;
        }
    }
}
