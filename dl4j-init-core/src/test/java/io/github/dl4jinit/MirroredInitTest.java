// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MirroredInitTest {

    private static final double ROUNDING = 1e-12;

    /** The blocks as they multiply a column, in both orders of memory. */
    @ParameterizedTest
    @ValueSource(chars = {'c', 'f'})
    void blocks(char order) {
        INDArray first = matrix(MirroredInit.first(), order, 6, 4);
        assertEqual(part(first, 0, 3, 0, 4), part(first, 3, 6, 0, 4).neg());
        assertThat(first.norm2Number().doubleValue()).isCloseTo(Math.sqrt(6), within(ROUNDING));

        INDArray hidden = matrix(MirroredInit.hidden(new ActivationLReLU(0.25)), order, 6, 8);
        INDArray v = part(hidden, 0, 3, 0, 4).mul(1.25);
        assertEqual(v.mmul(v.transpose()), Nd4j.eye(3).castTo(DataType.DOUBLE));
        assertEqual(part(hidden, 0, 3, 4, 8), part(hidden, 0, 3, 0, 4).neg());
        assertEqual(part(hidden, 3, 6, 0, 4), part(hidden, 0, 3, 0, 4).neg());
        assertEqual(part(hidden, 3, 6, 4, 8), part(hidden, 0, 3, 0, 4));

        INDArray last = matrix(MirroredInit.last().withGain(3), order, 5, 8);
        INDArray half = part(last, 0, 5, 0, 4).div(3);
        // Taller than wide: orthonormal columns times √(5 / 4), which keeps the mean square.
        assertEqual(
                half.transpose().mmul(half), Nd4j.eye(4).castTo(DataType.DOUBLE).mul(1.25));
        assertEqual(part(last, 0, 5, 4, 8), part(last, 0, 5, 0, 4).neg());
    }

    /** The unit without partner sees something random, and is not seen. */
    @Test
    void oddWidths() {
        INDArray hidden = matrix(MirroredInit.hidden(), 'f', 7, 5);
        assertThat(part(hidden, 0, 7, 4, 5).norm2Number().doubleValue()).isZero();
        INDArray v = part(hidden, 0, 3, 0, 2);
        assertEqual(v.transpose().mmul(v), Nd4j.eye(2).castTo(DataType.DOUBLE).mul(1.5));
        assertEqual(part(hidden, 3, 6, 2, 4), v);
        INDArray alone = part(hidden, 6, 7, 0, 2);
        assertThat(alone.norm2Number().doubleValue()).isBetween(0.1, 5.0);
        assertThat(alone.sub(part(hidden, 0, 1, 0, 2)).norm2Number().doubleValue())
                .isGreaterThan(0.1);
    }

    @ParameterizedTest
    @CsvSource({"20, 20, 12", "21, 15, 5", "7, 12, 30", "2, 3, 1"})
    void networksWrittenByHandAreLinear(int width, int next, int inputs) {
        for (IActivation function : new IActivation[] {
            new ActivationReLU(), new ActivationLReLU(0.3), new ActivationGELU(), new ActivationSwish()
        }) {
            NeuralNetConfiguration.ListBuilder layers = doubles();
            for (int i = 0; i < 20; i++) {
                layers.layer(new DenseLayer.Builder()
                        .nIn(i == 0 ? inputs : i % 2 == 0 ? next : width)
                        .nOut(i % 2 == 0 ? width : next)
                        .activation(function)
                        .weightInit(i == 0 ? MirroredInit.first() : MirroredInit.hidden(function))
                        .build());
            }
            layers.layer(new DenseLayer.Builder()
                    .nIn(next)
                    .nOut(3)
                    .activation(new ActivationIdentity())
                    .weightInit(MirroredInit.last(function))
                    .build());
            assertLinear(Networks.initialised(layers.build()), 4, inputs);
        }
    }

    @Test
    void convolutionsWrittenByHandAreLinear() {
        assertLinear(convolutions(3), 2, 3, 6);
        assertLinear(convolutions(3, 4), 2, 3, 6, 6);
        assertLinear(convolutions(3, 2, 3), 2, 3, 6, 6, 6);
    }

    /** The object has a slope for each unit, which a layer's weights are not made for. */
    @Test
    void preluIsGivenAsLeakyRelu() {
        IActivation function = new ActivationPReLU(Nd4j.zeros(1, 4), null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MirroredInit.hidden(function))
                .withMessage("activation must be leaky ReLU with the slope that PReLU starts with (ReLU for DL4J's 0),"
                        + " received PReLU");
    }

    @Test
    void functionsThatDoNotFit() {
        for (IActivation function : new IActivation[] {
            new ActivationTanH(),
            new ActivationELU(),
            new ActivationSELU(),
            new ActivationMish(),
            new ActivationSigmoid(),
            new ActivationRReLU(),
            new ActivationReLU6(),
            new ActivationSoftmax()
        }) {
            for (Runnable call : new Runnable[] {
                () -> MirroredInit.hidden(function), () -> MirroredInit.last(function),
            }) {
                assertThatIllegalArgumentException()
                        .isThrownBy(call::run)
                        .withMessage("activation must be one with φ(z) − φ(−z) = c·z: ReLU, leaky ReLU, PReLU, GELU,"
                                + " Swish, softplus or the identity, received "
                                + function);
            }
        }
    }

    @Test
    void slopes() {
        assertThat(MirroredInit.hidden(new ActivationLReLU(0.25))).hasToString(hidden(1.25));
        assertThat(MirroredInit.hidden(new ActivationIdentity())).hasToString(hidden(2));
        for (IActivation function : new IActivation[] {
            new ActivationReLU(), new ActivationSoftPlus(), new ActivationGELU(true), new ActivationSwish()
        }) {
            assertThat(slope(MirroredInit.hidden(function))).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void arguments() {
        INDArray view = Nd4j.create(DataType.FLOAT, 35);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MirroredInit.hidden().init(1, 1, new long[] {6, 6}, 'c', view))
                .withMessage("paramView must be of 36 elements for the shape [6, 6], received 35");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MirroredInit.hidden().init(1, 1, new long[] {35}, 'c', view))
                .withMessage("shape must be [n_in, n_out] or that of convolution kernels, received [35]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MirroredInit.first().init(1, 1, new long[] {35, 1}, 'c', view))
                .withMessage("n_out of a first mirrored layer must be 2 or more, because its units come in pairs,"
                        + " received 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MirroredInit.last().init(1, 1, new long[] {1, 35}, 'c', view))
                .withMessage("n_in of a last mirrored layer must be 2 or more, because its units come in pairs,"
                        + " received 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MirroredInit.hidden(null))
                .withMessage("activation must be given, received null");
    }

    @Test
    void valueEquality() {
        assertThat(MirroredInit.hidden())
                .isEqualTo(MirroredInit.hidden(new ActivationReLU()))
                .hasSameHashCodeAs(MirroredInit.hidden(new ActivationReLU()))
                .isNotEqualTo(MirroredInit.hidden(new ActivationLReLU(0.5)))
                .isNotEqualTo(MirroredInit.first())
                .isNotEqualTo(MirroredInit.hidden().withGain(2))
                .isNotEqualTo(new OrthogonalInit());
    }

    private static String hidden(double slope) {
        return "MirroredInit(position=HIDDEN, slope=" + slope + ", gain=1.0)";
    }

    private static double slope(MirroredInit init) {
        return Double.parseDouble(init.toString().replaceAll(".*slope=|,.*", ""));
    }

    /** As it multiplies a column: [n_out, n_in]. */
    private static INDArray matrix(IWeightInit init, char order, long out, long in) {
        Nd4j.getRandom().setSeed(42);
        INDArray view = Nd4j.valueArrayOf(new long[] {in * out}, 7.0, DataType.DOUBLE);
        return init.init(in, out, new long[] {in, out}, order, view).transpose().dup('c');
    }

    private static INDArray part(INDArray matrix, int fromRow, int toRow, int fromColumn, int toColumn) {
        INDArray part = Nd4j.create(DataType.DOUBLE, toRow - fromRow, toColumn - fromColumn);
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column++) {
                part.putScalar(row - fromRow, column - fromColumn, matrix.getDouble(row, column));
            }
        }
        return part;
    }

    private static void assertEqual(INDArray actual, INDArray expected) {
        assertThat(actual.sub(expected).norm2Number().doubleValue()).isLessThan(ROUNDING);
    }

    private static void assertLinear(MultiLayerNetwork network, long... shape) {
        Nd4j.getRandom().setSeed(7);
        INDArray x = Nd4j.randn(DataType.DOUBLE, shape);
        INDArray y = Nd4j.randn(DataType.DOUBLE, shape);
        INDArray sum = network.output(x.add(y.mul(2)));
        INDArray off = sum.sub(network.output(x)).sub(network.output(y).mul(2));
        assertThat(off.norm2Number().doubleValue() / sum.norm2Number().doubleValue())
                .isLessThan(1e-10);
        assertThat(network.output(x).add(network.output(x.neg())).norm2Number().doubleValue())
                .isLessThan(1e-10);
    }

    private static NeuralNetConfiguration.ListBuilder doubles() {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .list();
    }

    /** Kernels of one, two or three dimensions. */
    private static MultiLayerNetwork convolutions(int... kernel) {
        return Networks.initialised(doubles()
                .layer(convolution(3, 8, new ActivationReLU(), MirroredInit.first(), kernel))
                .layer(convolution(8, 7, new ActivationReLU(), MirroredInit.hidden(), kernel))
                .layer(convolution(7, 6, new ActivationReLU(), MirroredInit.hidden(), kernel))
                .layer(convolution(6, 2, new ActivationIdentity(), MirroredInit.last(), kernel))
                .build());
    }

    private static Layer convolution(int in, int out, IActivation function, IWeightInit init, int... kernel) {
        switch (kernel.length) {
            case 1:
                return new Convolution1DLayer.Builder(kernel[0])
                        .convolutionMode(ConvolutionMode.Same)
                        .nIn(in)
                        .nOut(out)
                        .activation(function)
                        .weightInit(init)
                        .build();
            case 2:
                return new ConvolutionLayer.Builder(kernel)
                        .convolutionMode(ConvolutionMode.Same)
                        .nIn(in)
                        .nOut(out)
                        .activation(function)
                        .weightInit(init)
                        .build();
            default:
                return new Convolution3D.Builder(kernel)
                        .dataFormat(Convolution3D.DataFormat.NCDHW)
                        .convolutionMode(ConvolutionMode.Same)
                        .nIn(in)
                        .nOut(out)
                        .activation(function)
                        .weightInit(init)
                        .build();
        }
    }
}
