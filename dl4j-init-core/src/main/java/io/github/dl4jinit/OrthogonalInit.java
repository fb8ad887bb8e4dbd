// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.ConfiguredLayers;
import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Random orthogonal weights: a matrix W with
 *
 * <pre>WᵀW = gain²·I (tall or square),   WWᵀ = gain²·I (wide)</pre>
 *
 * <p>uniform over all such matrices (Haar measure). A square one keeps the length of every vector exactly, not only on
 * average, which keeps a deep linear network's gradients from spreading over orders of magnitude.
 *
 * <p>Shapes: [n_in, n_out] as it is; convolution kernels [out, in, kH, kW] (and every other shape of three or more
 * dimensions) as the matrix [first, product of the rest]; a vector as a matrix of one row. The fans are not used. The
 * matrix is at most 2³¹ − 1 elements large.
 *
 * <p>Not every parameter is one matrix: {@link DeltaOrthogonalInit} makes an isometry of a convolution, and
 * {@link GateOrthogonalInit} of each gate of an LSTM.
 *
 * <p>The Gaussian matrix that is factorised has the same bits everywhere for the same seed; the factor agrees to
 * rounding, because BLAS kernels differ between processors. OpenBLAS's LAPACK does the work where it is on the class
 * path (ND4J's CPU backend brings it); without it a Java implementation does, which takes three times as long at 2048 ×
 * 2048.
 *
 * @see <a href="https://arxiv.org/abs/1312.6120">Saxe, McClelland, Ganguli: Exact solutions to the nonlinear dynamics
 *     of learning in deep linear neural networks, 2014, section 3</a>
 */
public final class OrthogonalInit extends IsometryInit {

    private static final long serialVersionUID = 1L;

    /** An isometry: gain 1. */
    public OrthogonalInit() {
        this(DEFAULT_GAIN);
    }

    /**
     * An isometry times a gain.
     *
     * @param gain the factor, √2 for ReLU
     * @throws IllegalArgumentException if the gain is not positive and finite
     */
    public OrthogonalInit(double gain) {
        super(gain);
    }

    /**
     * Puts this initialiser, or {@link GateOrthogonalInit} in LSTMs, in place of DL4J's {@code OrthogonalDistribution},
     * which crashes or hangs in {@code init()} from 64 × 64 on. Keras's recurrent layers are imported with it.
     *
     * <pre>
     * OrthogonalInit.replaceIn(configuration);
     * MultiLayerNetwork network = new MultiLayerNetwork(configuration);
     * network.init();
     * </pre>
     *
     * <p>Gains are kept. Weights and recurrent weights of all layers are looked at, within wrappers, too.
     *
     * @param configuration changed in place; its network must not have been initialised yet
     * @return how many initialisers were replaced; 0 if there was nothing to do
     * @throws IllegalArgumentException if the configuration is {@code null}, or a gain in it not positive and finite
     */
    public static int replaceIn(MultiLayerConfiguration configuration) {
        return OrthogonalReplacement.in(ConfiguredLayers.of(Check.given("configuration", configuration)));
    }

    /**
     * Replaces DL4J's {@code OrthogonalDistribution} in the layers of a graph, as
     * {@link #replaceIn(MultiLayerConfiguration)} does in those of a list.
     *
     * @param configuration changed in place; its network must not have been initialised yet
     * @return how many initialisers were replaced; 0 if there was nothing to do
     * @throws IllegalArgumentException if the configuration is {@code null}, or a gain in it not positive and finite
     */
    public static int replaceIn(ComputationGraphConfiguration configuration) {
        return OrthogonalReplacement.in(ConfiguredLayers.of(Check.given("configuration", configuration)));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static OrthogonalInit fromJson(Map<String, Object> fields) {
        return new OrthogonalInit(gainFromJson("OrthogonalInit", fields));
    }

    @Override
    public OrthogonalInit withGain(double gain) {
        return new OrthogonalInit(gain);
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
     * @throws IllegalArgumentException if the array does not fit the shape or its data type cannot hold such weights
     */
    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        Shapes.requireFits(shape, order, paramView);
        long rows = shape.length < 2 ? 1 : shape[0];
        long columns = Shapes.elements(shape) / rows;
        OrthogonalFill.fill(paramView, rows, columns, order, Nd4j.getRandom().nextLong(), gain());
        return Shapes.reshaped(paramView, order, shape);
    }
}
