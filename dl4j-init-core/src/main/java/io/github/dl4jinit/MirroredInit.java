// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.OddPart;
import io.github.dl4jinit.internal.sampling.MirroredFill;
import io.github.dl4jinit.internal.sampling.Units;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Mirrored weights: units come in pairs that see z and −z, and the next layer takes their difference. So a plain
 * network of any depth starts as a linear one, and an orthogonal one. As they multiply a column, with V a random
 * orthogonal matrix,
 *
 * <pre>
 * first   gain · [ V ; −V ]    hidden   gain · [[V, −V], [−V, V]] / c    last   gain · [V, −V] / c
 * φ(z) − φ(−z) = c·z           c = 1 for ReLU, GELU, Swish, softplus; 1 + slope for leaky ReLU and PReLU
 * </pre>
 *
 * <p>It takes a function of that kind between each two layers, biases of 0, and all three kinds of layers in their
 * places:
 *
 * <pre>
 * new DenseLayer.Builder().weightInit(MirroredInit.first())…
 * new DenseLayer.Builder().weightInit(MirroredInit.hidden())…     // as many as there are
 * new OutputLayer.Builder(…).weightInit(MirroredInit.last())…
 * </pre>
 *
 * <p>{@code NetworkInit.builder().mirrored()} finds the places and functions by itself.
 *
 * <p>V is uniform over all orthogonal matrices (Haar measure), and has half as many rows or columns where units are in
 * pairs. If it is not square, its rows or columns are orthonormal times a factor, such that it keeps the mean square of
 * a signal. Unit i of the first half and unit i of the second are a pair. The last unit of an odd width has no partner:
 * it gets random incoming weights, and 0 for outgoing ones, so that it can learn and does no harm before.
 *
 * <p>Shapes: [n_in, n_out], and convolution kernels [out, in, kH, kW] and [out, in, kD, kH, kW], where such a matrix is
 * at the centre tap and the other taps are 0, as in {@link DeltaOrthogonalInit}, which also says how the kernel of a
 * {@code Convolution1DLayer} is known. Behind a layer of an odd number of channels, a dense layer that reads flattened
 * images does not find the pairs; {@code NetworkInit} does. As for {@link OrthogonalInit}, the same seed gives the same
 * numbers to rounding.
 *
 * @see <a href="https://arxiv.org/abs/1702.08591">Balduzzi, Frean, Leary, Lewis, Ma, McWilliams: The Shattered
 *     Gradients Problem, 2017, section 4</a>
 */
public final class MirroredInit implements GainInit {

    private static final long serialVersionUID = 1L;

    /** Where in the network a layer is. */
    private enum Position {
        FIRST,
        HIDDEN,
        LAST
    }

    private final Position position;

    /** c: the slope of φ(z) − φ(−z), φ being the function before the layer. */
    private final double slope;

    private final double gain;

    private MirroredInit(Position position, double slope, double gain) {
        this.position = Check.given("position", position);
        Check.require(slope != 0 && Double.isFinite(slope), "slope", "finite and other than 0", slope);
        this.slope = slope;
        this.gain = Check.positiveFinite("gain", gain);
    }

    /** For a first layer: from any inputs to pairs. */
    public static MirroredInit first() {
        return new MirroredInit(Position.FIRST, 1, IsometryInit.DEFAULT_GAIN);
    }

    /** For a hidden layer behind ReLU, GELU, Swish or softplus: from pairs to pairs. */
    public static MirroredInit hidden() {
        return new MirroredInit(Position.HIDDEN, 1, IsometryInit.DEFAULT_GAIN);
    }

    /**
     * For a hidden layer: from pairs to pairs.
     *
     * @param before the activation function of the layer before, a user's own class too; for PReLU, leaky ReLU with the
     *     slope that it starts with
     * @throws IllegalArgumentException if φ(z) − φ(−z) is no straight line
     */
    public static MirroredInit hidden(IActivation before) {
        return new MirroredInit(Position.HIDDEN, slope(before), IsometryInit.DEFAULT_GAIN);
    }

    /** For the last layer, behind ReLU, GELU, Swish or softplus: from pairs to single units. */
    public static MirroredInit last() {
        return new MirroredInit(Position.LAST, 1, IsometryInit.DEFAULT_GAIN);
    }

    /**
     * For the last layer: from pairs to single units.
     *
     * @param before the activation function of the layer before, a user's own class too; for PReLU, leaky ReLU with the
     *     slope that it starts with
     * @throws IllegalArgumentException if φ(z) − φ(−z) is no straight line
     */
    public static MirroredInit last(IActivation before) {
        return new MirroredInit(Position.LAST, slope(before), IsometryInit.DEFAULT_GAIN);
    }

    private static double slope(IActivation function) {
        Check.given("activation", function);
        Check.require(
                !(function instanceof ActivationPReLU),
                "activation",
                "leaky ReLU with the slope that PReLU starts with (ReLU for DL4J's 0)",
                "PReLU");
        OptionalDouble slope = OddPart.slope(function);
        Check.require(slope.isPresent(), "activation", "one with φ(z) − φ(−z) = c·z: " + OddPart.FITTING, function);
        return slope.getAsDouble();
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static MirroredInit fromJson(Map<String, Object> json) {
        JsonFields fields = new JsonFields("MirroredInit", json, "position", "slope", "gain");
        return new MirroredInit(
                fields.constant("position", Position.class), fields.number("slope"), fields.number("gain"));
    }

    /** The factor of the isometry. */
    @Override
    public double gain() {
        return gain;
    }

    @Override
    public MirroredInit withGain(double gain) {
        return new MirroredInit(position, slope, gain);
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
     * @throws IllegalArgumentException if the shape has fewer than two dimensions, if there is only one unit where
     *     pairs should be, or if the array does not fit the shape or its data type cannot hold such weights
     */
    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        Shapes.requireFits(shape, order, paramView);
        Check.require(
                shape.length >= 2, "shape", "[n_in, n_out] or that of convolution kernels", Arrays.toString(shape));
        ChannelMatrix matrix = ChannelMatrix.of(fanIn, shape, order);
        Units out = units("n_out", matrix.outputs, position != Position.LAST);
        Units in = units("n_in", matrix.inputs, position != Position.FIRST);
        double std = gain / Math.sqrt(in.values());
        MirroredFill.fill(
                paramView, order, out, in, slope, matrix.place, Nd4j.getRandom().nextLong(), std);
        return Shapes.reshaped(paramView, order, shape);
    }

    private Units units(String name, int width, boolean inPairs) {
        Check.require(
                !inPairs || width > 1,
                name + " of a " + position.name().toLowerCase(Locale.ROOT) + " mirrored layer",
                "2 or more, because its units come in pairs",
                width);
        return inPairs ? Units.paired(width) : Units.single(width);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof MirroredInit)) {
            return false;
        }
        MirroredInit that = (MirroredInit) other;
        return position == that.position && slope == that.slope && gain == that.gain;
    }

    @Override
    public int hashCode() {
        // The name, because the hash code of an enum constant differs from one JVM to the next.
        return Objects.hash(MirroredInit.class.getName(), position.name(), slope, gain);
    }

    @Override
    public String toString() {
        return "MirroredInit(position=" + position + ", slope=" + slope + ", gain=" + gain + ")";
    }
}
