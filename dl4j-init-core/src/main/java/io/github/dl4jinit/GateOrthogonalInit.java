// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Random orthogonal weights for LSTMs, an independent matrix for each of the four gates:
 *
 * <pre>W = [U₁ U₂ U₃ U₄],   UᵢᵀUᵢ = gain²·I (n_in ≥ n),   UᵢUᵢᵀ = gain²·I (n_in &lt; n)</pre>
 *
 * <p>Each is uniform over all such matrices (Haar measure). DL4J keeps the gates side by side in one parameter, of
 * which {@link OrthogonalInit} makes one wide orthogonal matrix. Each gate is then a part of an orthogonal matrix four
 * times its size, multiplies the mean square of the state by ¼ only, and is no isometry.
 *
 * <p>Shapes: the input and recurrent weights of {@code LSTM} and the input weights of {@code GravesLSTM} [n_in, 4·n],
 * and the recurrent weights of {@code GravesLSTM} [n, 4·n + 3]. The last three columns of these are peepholes, set to
 * 0: a unit's peephole sees the unit's own cell and nothing else, so they are three vectors and no part of a matrix. A
 * shape cannot always tell whether a layer has gates, so give this to LSTMs only; {@code SimpleRnn}, which has none,
 * wants {@link OrthogonalInit}. The fans are not used. The parameter is at most 2³¹ − 1 elements large. To
 * orthogonalise the recurrent weights only, which is what keeps long sequences alive:
 *
 * <pre>new LSTM.Builder().weightInit(new XavierInit()).weightInitRecurrent(new GateOrthogonalInit())</pre>
 *
 * <p>As for {@link OrthogonalInit}, the same seed gives the same numbers to rounding.
 *
 * @see <a href="https://arxiv.org/abs/1312.6120">Saxe, McClelland, Ganguli: Exact solutions to the nonlinear dynamics
 *     of learning in deep linear neural networks, 2014, section 3</a>
 */
public final class GateOrthogonalInit extends IsometryInit {

    private static final int GATES = 4;
    private static final int PEEPHOLES = 3;
    private static final long serialVersionUID = 1L;

    /** An isometry in each gate: gain 1. */
    public GateOrthogonalInit() {
        this(DEFAULT_GAIN);
    }

    /**
     * An isometry in each gate, times a gain.
     *
     * @param gain the factor
     * @throws IllegalArgumentException if the gain is not positive and finite
     */
    public GateOrthogonalInit(double gain) {
        super(gain);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static GateOrthogonalInit fromJson(Map<String, Object> fields) {
        return new GateOrthogonalInit(gainFromJson("GateOrthogonalInit", fields));
    }

    @Override
    public GateOrthogonalInit withGain(double gain) {
        return new GateOrthogonalInit(gain);
    }

    /**
     * Draws the weights of one parameter in place.
     *
     * @param fanIn not used
     * @param fanOut not used
     * @param shape the shape the weights will have
     * @param order 'c' or 'f'
     * @param paramView the view of the network's parameters to fill, of as many elements as {@code shape} has, in any
     *     order and with any strides
     * @return {@code paramView}, filled, in that shape; a copy of it if its strides allow no view of that shape
     * @throws IllegalArgumentException if the shape is not that of an LSTM's weights, or the array does not fit the
     *     shape or its data type cannot hold such weights
     */
    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        Shapes.requireFits(shape, order, paramView);
        Check.require(
                isOfGates(shape), "shape", "[n_in, 4*n] or [n, 4*n + 3], an LSTM's weights", Arrays.toString(shape));
        int rows = (int) shape[0];
        int columns = (int) shape[1];
        int units = columns / GATES;
        OrthogonalFill.Place place = order == 'f'
                ? (gate, row, column) -> (gate * units + column) * rows + row
                : (gate, row, column) -> row * columns + gate * units + column;
        OrthogonalFill.fill(
                paramView, order, GATES, rows, units, place, Nd4j.getRandom().nextLong(), gain());
        return Shapes.reshaped(paramView, order, shape);
    }

    private static boolean isOfGates(long[] shape) {
        if (shape.length != 2 || shape[1] < GATES) {
            return false;
        }
        long beside = shape[1] % GATES;
        return beside == 0 || beside == PEEPHOLES && shape[0] == shape[1] / GATES;
    }
}
