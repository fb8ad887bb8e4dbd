// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DeltaOrthogonalInitTest {

    private static final int DEPTH = 30;
    private static final int CHANNELS = 5;

    /** Kernels of odd and even sizes, in one, two and three dimensions. */
    static Stream<Arguments> kernels() {
        return Stream.of(
                Arguments.of(new int[] {3}),
                Arguments.of(new int[] {4}),
                Arguments.of(new int[] {3, 3}),
                Arguments.of(new int[] {2, 2}),
                Arguments.of(new int[] {3, 1}),
                Arguments.of(new int[] {4, 5}),
                Arguments.of(new int[] {3, 3, 3}),
                Arguments.of(new int[] {2, 4, 3}));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void deepConvolutionsKeepEveryNormBothWays(int[] kernel) {
        MultiLayerNetwork network = network(new DeltaOrthogonalInit(), DEPTH, CHANNELS, CHANNELS, kernel);
        INDArray input = input(CHANNELS, kernel.length);
        List<INDArray> activations = network.feedForward(input);
        assertThat(activations).hasSize(DEPTH + 1);
        activations.forEach(activation -> assertNorms(activation, input, 1));
        INDArray epsilon = Nd4j.randn(DataType.DOUBLE, activations.get(DEPTH).shape());
        assertNorms(backward(network, input, epsilon), epsilon, 1);
    }

    /** Filters that are orthonormal over all taps make no isometry of a convolution. */
    @ParameterizedTest
    @MethodSource("kernels")
    void orthogonalFiltersDoNot(int[] kernel) {
        MultiLayerNetwork network = network(new OrthogonalInit(), DEPTH, CHANNELS, CHANNELS, kernel);
        INDArray input = input(CHANNELS, kernel.length);
        INDArray output = network.feedForward(input).get(DEPTH);
        for (int example = 0; example < input.size(0); example++) {
            assertThat(norm(output, example) / norm(input, example)).isLessThan(0.9);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void moreChannelsOutKeepTheSignalAndFewerTheGradient(int[] kernel) {
        double gain = 1.5;
        INDArray narrow = input(CHANNELS, kernel.length);
        INDArray wide = input(2 * CHANNELS, kernel.length);
        MultiLayerNetwork widening = network(new DeltaOrthogonalInit(gain), 1, CHANNELS, 2 * CHANNELS, kernel);
        assertNorms(widening.output(narrow), narrow, gain);
        MultiLayerNetwork narrowing = network(new DeltaOrthogonalInit(gain), 1, 2 * CHANNELS, CHANNELS, kernel);
        assertNorms(backward(narrowing, wide, narrow), narrow, gain);
    }

    /**
     * The centre is {@link OrthogonalInit}'s matrix to the bit, whose distribution its own test checks, and all else is
     * 0.
     */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void centreIsTheMatrixOfOrthogonalInit(DataType type) {
        for (char order : new char[] {'c', 'f'}) {
            for (long[] shape : new long[][] {
                {7, 4, 3, 3},
                {4, 7, 3, 1},
                {6, 6, 2, 5},
                {5, 3, 4, 3, 2},
                {3, 5, 5},
                {8, 4, 1, 1},
                {1, 1, 3, 3},
                {1, 6, 3, 3}
            }) {
                INDArray kernel = draw(new DeltaOrthogonalInit(2), type, order, shape);
                assertThat(kernel.shape()).isEqualTo(shape);
                assertThat(kernel.dataType()).isEqualTo(type);
                INDArray matrix = draw(new OrthogonalInit(2), type, order, shape[0], shape[1]);
                long[] index = shape.clone();
                for (int i = 2; i < shape.length; i++) {
                    index[i] = (shape[i] - 1) / 2;
                }
                double squares = 0;
                for (int row = 0; row < shape[0]; row++) {
                    for (int column = 0; column < shape[1]; column++) {
                        index[0] = row;
                        index[1] = column;
                        assertThat(kernel.getDouble(index))
                                .as("%c %s", order, Arrays.toString(index))
                                .isEqualTo(matrix.getDouble(row, column));
                        squares += kernel.getDouble(index) * kernel.getDouble(index);
                    }
                }
                INDArray elements = kernel.castTo(DataType.DOUBLE);
                assertThat(elements.mul(elements).sumNumber().doubleValue()).isCloseTo(squares, within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'c', 'f'})
    void matricesAndVectorsAreThoseOfOrthogonalInit(char order) {
        for (long[] shape : new long[][] {{7, 4}, {30}}) {
            assertThat(Hashes.of(draw(new DeltaOrthogonalInit(2), DataType.FLOAT, order, shape)))
                    .isEqualTo(Hashes.of(draw(new OrthogonalInit(2), DataType.FLOAT, order, shape)));
        }
    }

    @Test
    void arguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeltaOrthogonalInit(-1))
                .withMessage("gain must be positive and finite, received -1.0");
        INDArray view = Nd4j.create(DataType.FLOAT, 35);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeltaOrthogonalInit().init(1, 1, new long[] {2, 2, 3, 3}, 'c', view))
                .withMessage("paramView must be of 36 elements for the shape [2, 2, 3, 3], received 35");
        assertThat(new DeltaOrthogonalInit())
                .isEqualTo(new DeltaOrthogonalInit(1))
                .hasSameHashCodeAs(new DeltaOrthogonalInit(1))
                .isNotEqualTo(new DeltaOrthogonalInit(2))
                .isNotEqualTo(new OrthogonalInit())
                .hasToString("DeltaOrthogonalInit(gain=1.0)");
    }

    private static INDArray draw(IWeightInit init, DataType type, char order, long... shape) {
        Nd4j.getRandom().setSeed(42);
        // Not zeros, so that what is not written shows.
        return init.init(1, 1, shape, order, Nd4j.valueArrayOf(new long[] {Shapes.elements(shape)}, 7.0, type));
    }

    /** Norms agree to rounding, because the weights are DOUBLE. */
    private static void assertNorms(INDArray actual, INDArray expected, double gain) {
        for (int example = 0; example < expected.size(0); example++) {
            assertThat(norm(actual, example) / norm(expected, example)).isCloseTo(gain, within(1e-12));
        }
    }

    private static double norm(INDArray batch, int example) {
        return batch.slice(example).norm2Number().doubleValue();
    }

    /** The gradient at the network's input. */
    private static INDArray backward(MultiLayerNetwork network, INDArray input, INDArray epsilon) {
        network.setInput(input);
        network.feedForward(true, false);
        return network.backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces())
                .getSecond();
    }

    private static INDArray input(int channels, int dimensions) {
        Nd4j.getRandom().setSeed(7);
        long[] shape = new long[dimensions + 2];
        Arrays.fill(shape, 6);
        shape[0] = 3;
        shape[1] = channels;
        return Nd4j.randn(DataType.DOUBLE, shape);
    }

    private static MultiLayerNetwork network(IWeightInit init, int depth, int in, int out, int... kernel) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .weightInit(init)
                .activation(Activation.IDENTITY)
                .list();
        for (int i = 0; i < depth; i++) {
            layers.layer(layer(in, out, kernel));
        }
        return Networks.initialised(layers.build());
    }

    private static Layer layer(int in, int out, int... kernel) {
        switch (kernel.length) {
            case 1:
                return new Convolution1DLayer.Builder(kernel[0])
                        .convolutionMode(ConvolutionMode.Same)
                        .nIn(in)
                        .nOut(out)
                        .build();
            case 2:
                return new ConvolutionLayer.Builder(kernel)
                        .convolutionMode(ConvolutionMode.Same)
                        .nIn(in)
                        .nOut(out)
                        .build();
            default:
                return new Convolution3D.Builder(kernel)
                        .dataFormat(Convolution3D.DataFormat.NCDHW)
                        .convolutionMode(ConvolutionMode.Same)
                        .nIn(in)
                        .nOut(out)
                        .build();
        }
    }
}
