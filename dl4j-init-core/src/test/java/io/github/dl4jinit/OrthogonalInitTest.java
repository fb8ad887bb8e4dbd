// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OrthogonalInitTest {

    private static final double GAIN = 1.4142135623730951;

    /** With so many, the mean trace of the raw Q is off by 25 standard errors and more. */
    private static final int DRAWS = 5_000;

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1, 7",
        "7, 1",
        "2, 2",
        "64, 64",
        "1000, 10",
        "10, 1000",
        "513, 512",
        "512, 513",
        "1024, 1024",
        "2048, 2048",
        "2048, 128",
        "128, 2048",
    })
    void floatMatricesAreOrthogonal(int rows, int columns) {
        for (char order : new char[] {'c', 'f'}) {
            INDArray weights = draw(DataType.FLOAT, order, 42, rows, columns);
            assertThat(distanceFromOrthogonal(weights)).isLessThan(1e-5 * GAIN * GAIN);
        }
    }

    /** [out, in, kH, kW] is the matrix [out, in·kH·kW], for two and three dimensions of kernel, tall and wide. */
    @Test
    void convolutionKernelsAreOrthogonalFilters() {
        for (char order : new char[] {'c', 'f'}) {
            for (long[] shape : new long[][] {{64, 32, 3, 3}, {256, 8, 3, 3}, {32, 4, 3, 3, 3}, {16, 8, 5}}) {
                INDArray kernel = draw(DataType.FLOAT, order, 42, shape);
                assertThat(kernel.shape()).isEqualTo(shape);
                INDArray filters = kernel.dup('c').reshape('c', shape[0], kernel.length() / shape[0]);
                assertThat(distanceFromOrthogonal(filters))
                        .as(Arrays.toString(shape))
                        .isLessThan(1e-5 * GAIN * GAIN);
            }
        }
    }

    /** Rounding to 2⁻⁹ (BFLOAT16) or 2⁻¹¹ (HALF) relative leaves errors of that size in the products. */
    @ParameterizedTest
    @CsvSource({"DOUBLE, 1e-12", "HALF, 1e-2", "BFLOAT16, 4e-2"})
    void otherTypes(DataType type, double tolerance) {
        INDArray weights = draw(type, 'f', 42, 96, 64).castTo(DataType.DOUBLE);
        INDArray gram = weights.transpose()
                .mmul(weights)
                .subi(Nd4j.eye(64).castTo(DataType.DOUBLE).muli(GAIN * GAIN));
        assertThat(gram.amaxNumber().doubleValue()).isLessThan(tolerance);
    }

    @Test
    void aVectorHasTheLengthOfTheGain() {
        assertThat(draw(DataType.DOUBLE, 'f', 42, 30).norm2Number().doubleValue())
                .isCloseTo(GAIN, within(1e-12));
    }

    /**
     * The moments of the eigenvalues of a Haar-distributed orthogonal matrix: E[tr Q] = 0, E[(tr Q)²] = 1 and E[tr Q²]
     * = 1 (Diaconis and Shahshahani 1994, theorem 4). The raw Q of Householder reflections, without the signs of R,
     * fails.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6})
    void haarMeasureByTraces(int n) {
        double[] trace = new double[DRAWS];
        double[] traceOfSquare = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double[][] q = draw(DataType.DOUBLE, 'f', i, n, n).divi(GAIN).toDoubleMatrix();
            for (int r = 0; r < n; r++) {
                trace[i] += q[r][r];
                for (int c = 0; c < n; c++) {
                    traceOfSquare[i] += q[r][c] * q[c][r];
                }
            }
        }
        assertMean(trace, 0);
        assertMean(DoubleStream.of(trace).map(t -> t * t).toArray(), 1);
        assertMean(traceOfSquare, 1);
    }

    /**
     * The exact law for 2 × 2: half of the draws are rotations, whose eigenvalue phase θ ∈ (0, π) is uniform; the
     * others are reflections, of eigenvalues ±1.
     */
    @Test
    void haarMeasureByEigenvaluePhases() {
        // A rotation by θ has determinant 1 and the eigenvalues exp(±iθ), of sum 2·cos θ.
        double[] phases = IntStream.range(0, DRAWS)
                .mapToObj(seed ->
                        draw(DataType.DOUBLE, 'f', seed, 2, 2).divi(GAIN).toDoubleMatrix())
                .filter(q -> q[0][0] * q[1][1] - q[0][1] * q[1][0] > 0)
                .mapToDouble(q -> Math.acos((q[0][0] + q[1][1]) / 2))
                .sorted()
                .toArray();
        int n = phases.length;
        assertThat(Math.abs(n - DRAWS / 2) / Math.sqrt(DRAWS * 0.25))
                .as("z of the share of rotations")
                .isLessThan(4);
        double distance = IntStream.range(0, n)
                .mapToDouble(i -> Math.max(phases[i] / Math.PI - (double) i / n, (i + 1.0) / n - phases[i] / Math.PI))
                .max()
                .getAsDouble();
        // P(√n·D > 2.23) = 10⁻⁴
        assertThat(Math.sqrt(n) * distance).isLessThan(2.23);
    }

    @Test
    void refusesMatricesThatNoJavaArrayHolds() {
        long[] shape = {65_536, 65_536};
        INDArray view = Nd4j.createUninitialized(DataType.FLOAT, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrthogonalFill.fill(view, shape[0], shape[1], 'f', 42, 1))
                .withMessage("shape must be a matrix of at most 2^31 - 1 elements, received 65536 x 65536");
    }

    private static void assertMean(double[] sample, double expected) {
        double mean = DoubleStream.of(sample).average().getAsDouble();
        double variance =
                DoubleStream.of(sample).map(x -> (x - mean) * (x - mean)).sum() / (sample.length - 1);
        assertThat(Math.abs(mean - expected) / Math.sqrt(variance / sample.length))
                .isLessThan(4);
    }

    /** ‖QᵀQ − gain²·I‖∞, the largest sum of magnitudes in a row, of the smaller Gram matrix. */
    private static double distanceFromOrthogonal(INDArray weights) {
        INDArray w = weights.castTo(DataType.DOUBLE);
        INDArray gram = w.rows() >= w.columns() ? w.transpose().mmul(w) : w.mmul(w.transpose());
        INDArray identity = Nd4j.eye(gram.rows()).castTo(DataType.DOUBLE).muli(GAIN * GAIN);
        return gram.subi(identity).norm1(1).maxNumber().doubleValue();
    }

    private static INDArray draw(DataType type, char order, long seed, long... shape) {
        Nd4j.getRandom().setSeed(seed);
        long length = Shapes.elements(shape);
        return new OrthogonalInit(GAIN).init(1, 1, shape, order, Nd4j.createUninitialized(type, length));
    }
}
