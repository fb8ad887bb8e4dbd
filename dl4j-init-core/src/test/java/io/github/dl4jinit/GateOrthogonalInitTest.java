// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class GateOrthogonalInitTest {

    private static final double GAIN = 1.25;
    private static final int UNITS = 20;

    @Test
    void everyGateOfAnLstm() {
        MultiLayerNetwork network = ofLayer(lstm(new GateOrthogonalInit(GAIN)));
        assertGatesAreOrthogonal(network.getParam("0_RW"), UNITS, 1e-5);
        // The input weights are the network's.
        assertThat(distanceFromOrthogonal(gate(network.getParam("0_W"), 0, UNITS)))
                .isGreaterThan(0.1);
    }

    /** Input weights [30, 4·20] are tall blocks, [10, 4·20] wide ones. */
    @Test
    void inputWeightsToo() {
        for (int inputs : new int[] {30, 10}) {
            MultiLayerNetwork network = Networks.ofLayer(
                    new GateOrthogonalInit(GAIN),
                    DataType.FLOAT,
                    new LSTM.Builder().nIn(inputs).nOut(UNITS).build());
            assertThat(network.getParam("0_W").rows()).isEqualTo(inputs);
            assertGatesAreOrthogonal(network.getParam("0_W"), UNITS, 1e-5);
            assertGatesAreOrthogonal(network.getParam("0_RW"), UNITS, 1e-5);
        }
    }

    @Test
    @SuppressWarnings("deprecation") // still a layer type that saved models contain
    void peepholesAreZero() {
        MultiLayerNetwork network = ofLayer(new GravesLSTM.Builder()
                .nIn(30)
                .nOut(UNITS)
                .weightInitRecurrent(new GateOrthogonalInit(GAIN))
                .build());
        INDArray recurrent = network.getParam("0_RW");
        assertThat(recurrent.shape()).containsExactly(UNITS, 4 * UNITS + 3);
        assertGatesAreOrthogonal(recurrent, UNITS, 1e-5);
        INDArray peepholes = recurrent.get(NDArrayIndex.all(), NDArrayIndex.interval(4 * UNITS, 4 * UNITS + 3));
        assertThat(peepholes.amaxNumber().doubleValue()).isZero();
    }

    @Test
    void bothDirections() {
        MultiLayerNetwork network = ofLayer(new Bidirectional(lstm(new GateOrthogonalInit(GAIN))));
        INDArray forward = network.getParam("0_fRW");
        INDArray backward = network.getParam("0_bRW");
        assertGatesAreOrthogonal(forward, UNITS, 1e-5);
        assertGatesAreOrthogonal(backward, UNITS, 1e-5);
        assertThat(Hashes.of(forward)).isNotEqualTo(Hashes.of(backward));
    }

    /** One wide orthogonal matrix keeps the norm of the state in all gates together, a quarter of it in each. */
    @Test
    void theWholeMatrixDoesNotDo() {
        INDArray recurrent = ofLayer(lstm(new OrthogonalInit(GAIN))).getParam("0_RW");
        for (int gate = 0; gate < 4; gate++) {
            assertThat(distanceFromOrthogonal(gate(recurrent, gate, UNITS))).isGreaterThan(0.1);
        }
    }

    /** For independent Haar matrices U and V, UᵀV is one too, of trace 0 ± 1 (Diaconis and Shahshahani 1994). */
    @Test
    void gatesAreIndependent() {
        double[][] traces = new double[6][3000];
        for (int i = 0; i < traces[0].length; i++) {
            double[][] w = draw(DataType.DOUBLE, 'f', i + 1, 3, 12).toDoubleMatrix();
            int pair = 0;
            for (int first = 0; first < 4; first++) {
                for (int second = first + 1; second < 4; second++, pair++) {
                    for (double[] row : w) {
                        for (int unit = 0; unit < 3; unit++) {
                            traces[pair][i] += row[3 * first + unit] * row[3 * second + unit] / (GAIN * GAIN);
                        }
                    }
                }
            }
        }
        for (double[] ofPair : traces) {
            assertMean(ofPair, 0);
            assertMean(DoubleStream.of(ofPair).map(t -> t * t).toArray(), 1);
        }
    }

    /** The tolerances are those of OrthogonalInitTest. */
    @ParameterizedTest
    @CsvSource({"FLOAT, 1e-5", "DOUBLE, 1e-12", "HALF, 1e-2", "BFLOAT16, 4e-2"})
    void typesAndOrders(DataType type, double tolerance) {
        for (char order : new char[] {'c', 'f'}) {
            for (int[] shape : new int[][] {{16, 64}, {30, 64}, {5, 64}, {16, 67}, {1, 4}, {1, 7}}) {
                INDArray weights = draw(type, order, 42, shape[0], shape[1]);
                assertThat(weights.shape()).containsExactly(shape[0], shape[1]);
                assertThat(weights.dataType()).isEqualTo(type);
                assertGatesAreOrthogonal(weights, shape[1] / 4, tolerance);
                for (int column = shape[1] / 4 * 4; column < shape[1]; column++) {
                    assertThat(weights.getColumn(column).amaxNumber().doubleValue())
                            .isZero();
                }
            }
        }
    }

    @Test
    void bothOrdersHoldTheSameMatrix() {
        assertThat(Hashes.of(draw(DataType.FLOAT, 'c', 42, 16, 67)))
                .isEqualTo(Hashes.of(draw(DataType.FLOAT, 'f', 42, 16, 67)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20 | [20]",
                "20, 81 | [20, 81]",
                "20, 82 | [20, 82]",
                "19, 83 | [19, 83]",
                "2, 4, 4 | [2, 4, 4]",
                "3, 3 | [3, 3]"
            })
    void otherShapesAreRefused(String dimensions, String message) {
        long[] shape =
                Arrays.stream(dimensions.split(", ")).mapToLong(Long::parseLong).toArray();
        INDArray view = Nd4j.create(DataType.FLOAT, Shapes.elements(shape));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateOrthogonalInit().init(1, 1, shape, 'f', view))
                .withMessage("shape must be [n_in, 4*n] or [n, 4*n + 3], an LSTM's weights, received " + message);
    }

    @Test
    void arguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateOrthogonalInit(0))
                .withMessage("gain must be positive and finite, received 0.0");
        INDArray view = Nd4j.create(DataType.FLOAT, 15);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateOrthogonalInit().init(1, 1, new long[] {2, 8}, 'f', view))
                .withMessage("paramView must be of 16 elements for the shape [2, 8], received 15");
        assertThat(new GateOrthogonalInit())
                .isEqualTo(new GateOrthogonalInit(1))
                .hasSameHashCodeAs(new GateOrthogonalInit(1))
                .isNotEqualTo(new GateOrthogonalInit(2))
                .isNotEqualTo(new OrthogonalInit())
                .hasToString("GateOrthogonalInit(gain=1.0)");
    }

    private static LSTM lstm(IWeightInit recurrent) {
        return new LSTM.Builder()
                .nIn(30)
                .nOut(UNITS)
                .weightInitRecurrent(recurrent)
                .build();
    }

    private static MultiLayerNetwork ofLayer(Layer layer) {
        return Networks.ofLayer(new XavierInit(), DataType.FLOAT, layer);
    }

    private static INDArray draw(DataType type, char order, long seed, long... shape) {
        Nd4j.getRandom().setSeed(seed);
        // Not zeros, so that what is not written shows.
        return new GateOrthogonalInit(GAIN)
                .init(1, 1, shape, order, Nd4j.valueArrayOf(new long[] {Shapes.elements(shape)}, 7.0, type));
    }

    private static INDArray gate(INDArray weights, int gate, int units) {
        return weights.castTo(DataType.DOUBLE)
                .get(NDArrayIndex.all(), NDArrayIndex.interval(gate * units, (gate + 1) * units))
                .dup()
                .reshape(weights.rows(), units);
    }

    private static void assertGatesAreOrthogonal(INDArray weights, int units, double tolerance) {
        for (int gate = 0; gate < 4; gate++) {
            assertThat(distanceFromOrthogonal(gate(weights, gate, units))).isLessThan(tolerance);
        }
    }

    /** The largest element of UᵀU − gain²·I, or of UUᵀ − gain²·I if U is wide. */
    private static double distanceFromOrthogonal(INDArray u) {
        INDArray gram = u.rows() >= u.columns() ? u.transpose().mmul(u) : u.mmul(u.transpose());
        return gram.subi(Nd4j.eye(gram.rows()).castTo(DataType.DOUBLE).muli(GAIN * GAIN))
                .amaxNumber()
                .doubleValue();
    }

    private static void assertMean(double[] sample, double expected) {
        double mean = DoubleStream.of(sample).average().getAsDouble();
        double variance =
                DoubleStream.of(sample).map(x -> (x - mean) * (x - mean)).sum() / (sample.length - 1);
        assertThat(Math.abs(mean - expected) / Math.sqrt(variance / sample.length))
                .isLessThan(4);
    }
}
