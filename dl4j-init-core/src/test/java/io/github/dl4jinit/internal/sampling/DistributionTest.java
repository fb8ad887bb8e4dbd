// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.internal.Doubles;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is drawn is the distribution that is named, at any size. Seeds are fixed, so a z-score is one number; the bound
 * of 4 would refuse 1 in 16 000 correct samplers.
 */
class DistributionTest {

    private static final double MAX_Z = 4;

    /** P(√n·D > 2.23) = 10⁻⁴ (Kolmogorov's distribution, 2·exp(−2x²)). */
    private static final double MAX_KOLMOGOROV = 2.23;

    private static final int LARGE = 1 << 24;

    private static final long SEED = 42;

    private static final double[] NORMALS = draw(DataType.FLOAT, 1 << 21, SEED, UnitSampler.normal());

    @ParameterizedTest
    @CsvSource({
        "NORMAL, 10", "NORMAL, 1000", "NORMAL, 16385", "NORMAL, 1000000",
        "TRUNCATED_NORMAL, 10", "TRUNCATED_NORMAL, 1000", "TRUNCATED_NORMAL, 16385", "TRUNCATED_NORMAL, 1000000",
        "UNIFORM, 10", "UNIFORM, 1000", "UNIFORM, 16385", "UNIFORM, 1000000",
    })
    void arraysOfAnySizePooledOverSeeds(Reference reference, int size) {
        int seeds = Math.max(3, 200_000 / size);
        Sample pooled = new Sample(reference);
        for (int seed = 0; seed < seeds; seed++) {
            pooled.add(draw(seed % 2 == 0 ? DataType.DOUBLE : DataType.FLOAT, size, seed, reference.sampler));
        }
        assertMoments(pooled);
        assertThat(pooled.kolmogorov()).isLessThan(MAX_KOLMOGOROV);
    }

    @ParameterizedTest
    @CsvSource({
        "NORMAL, 5", "NORMAL, 7", "NORMAL, 42",
        "TRUNCATED_NORMAL, 5", "TRUNCATED_NORMAL, 7", "TRUNCATED_NORMAL, 42",
        "UNIFORM, 5", "UNIFORM, 7", "UNIFORM, 42",
    })
    void sixteenMillionFloats(Reference reference, long seed) {
        Sample sample = new Sample(reference);
        sample.add(draw(DataType.FLOAT, LARGE, seed, reference.sampler));
        assertMoments(sample);
        assertThat(sample.kolmogorov()).isLessThan(MAX_KOLMOGOROV);
    }

    /**
     * The half formats round to 11 and 8 bits, which must not shrink or shift anything by more than a standard error.
     */
    @ParameterizedTest
    @CsvSource({
        "NORMAL, HALF", "NORMAL, BFLOAT16",
        "TRUNCATED_NORMAL, HALF", "TRUNCATED_NORMAL, BFLOAT16",
        "UNIFORM, HALF", "UNIFORM, BFLOAT16",
    })
    void halfPrecision(Reference reference, DataType type) {
        Sample sample = new Sample(reference);
        sample.add(draw(type, 1_000_000, 42, reference.sampler));
        assertMoments(sample);
    }

    /**
     * The neighbouring schemes: a truncated normal without the correction, and Nd4j.randn's mean of 0.0386 at this
     * size.
     */
    @Test
    void theTestsWouldRejectTheNeighbours() {
        double[] drawn = draw(DataType.FLOAT, 1_000_000, 42, UnitSampler.truncatedNormal());
        Sample uncorrected = new Sample(Reference.TRUNCATED_NORMAL);
        uncorrected.add(Arrays.stream(drawn)
                .map(x -> x * TruncatedNormalSampler.CUT_STD)
                .toArray());
        assertThat(uncorrected.zScoreOfMoment(2)).isLessThan(-100);
        assertThat(uncorrected.kolmogorov()).isGreaterThan(10);

        Sample shifted = new Sample(Reference.TRUNCATED_NORMAL);
        shifted.add(Arrays.stream(drawn).map(x -> x + 0.0386).toArray());
        assertThat(shifted.zScoreOfMoment(1)).isGreaterThan(30);
    }

    @ParameterizedTest
    @EnumSource(Reference.class)
    void blocksDoNotCorrelate(Reference reference) {
        int blocks = 48;
        double[] sample = Reference.doubles(42, blocks * BlockSource.BLOCK_SIZE, reference.sampler);
        double worst = 0;
        for (int a = 0; a < blocks; a++) {
            for (int b = 0; b < a; b++) {
                worst = Math.max(worst, Math.abs(correlation(sample, a, b)));
            }
        }
        // r·√n is standard normal; for 1128 pairs, 5 standard errors would be exceeded once in 1500 such tests.
        assertThat(worst * Math.sqrt(BlockSource.BLOCK_SIZE)).isLessThan(5);
    }

    /**
     * Neighbours of every kind: in an array, in a generator's steps (128 lanes), in chunks and blocks. The products of
     * n pairs have a mean of standard deviation 1/√n, those of squares 2/√n (normal); 4.5 is exceeded once in 7000
     * tests.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 127, 128, 129, 256, 2048, 16383, 16384})
    void neighboursDoNotCorrelate(int distance) {
        assertUncorrelated(NORMALS, NORMALS, distance, NORMALS.length - distance);
    }

    /** Seeds that differ in one bit, at either end, or by one golden ratio, which SplitMix64's own states do. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1L << 31, 1L << 32, 1L << 63, 0x9e37_79b9_7f4a_7c15L})
    void neighbouringSeedsDoNotCorrelate(long difference) {
        int length = 1 << 20;
        double[] other = draw(DataType.FLOAT, length, SEED + difference, UnitSampler.normal());
        assertUncorrelated(NORMALS, other, 0, length);
    }

    /** Compares {@code length} numbers of {@code a} with those of {@code b} from {@code shift} on. */
    private static void assertUncorrelated(double[] a, double[] b, int shift, int length) {
        double products = 0;
        double squares = 0;
        for (int i = 0; i < length; i++) {
            products += a[i] * b[i + shift];
            squares += (a[i] * a[i] - 1) * (b[i + shift] * b[i + shift] - 1);
        }
        assertThat(Math.abs(products) / Math.sqrt(length)).isLessThan(4.5);
        assertThat(Math.abs(squares) / (2 * Math.sqrt(length))).isLessThan(4.5);
    }

    /** The tails of 16.7 million floats hold as many as they should, up to 5 σ, where 10 are expected. */
    @Test
    void tailsAreAsThickAsTheyShouldBe() {
        double[] sample = draw(DataType.FLOAT, LARGE, 8, UnitSampler.normal());
        for (double bound : new double[] {2.5, 2.7, 3, 4, 5}) {
            double expected = 2 * LARGE * Reference.NORMAL.distribution.survivalProbability(bound);
            int found = 0;
            for (double z : sample) {
                found += Math.abs(z) > bound ? 1 : 0;
            }
            assertThat((found - expected) / Math.sqrt(expected))
                    .as("beyond %s", bound)
                    .isBetween(-MAX_Z, MAX_Z);
        }
    }

    /**
     * Streams that overlap, shifted or not, would repeat numbers: of 2.4 million of 53 bits all differ (but 1 in 3000).
     */
    @Test
    void neitherBlocksNorNeighbouringSeedsShareNumbers() {
        int length = 48 * BlockSource.BLOCK_SIZE;
        double[] sorted = IntStream.rangeClosed(41, 43)
                .mapToObj(seed -> Reference.doubles(seed, length, UnitSampler.uniform()))
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        assertThat(IntStream.range(1, sorted.length).filter(i -> sorted[i] == sorted[i - 1]))
                .isEmpty();
    }

    @Test
    void cutDeviationIsTheTheoreticalOne() {
        // scipy.stats.truncnorm(-2, 2).std(), the constant that Keras divides by.
        assertThat(TruncatedNormalSampler.CUT_STD).isEqualTo(0.87962566103423978, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"TRUNCATED_NORMAL, 2.2737", "UNIFORM, 1.7320509"})
    void supportIsBounded(Reference reference, double bound) {
        double[] sample = draw(DataType.FLOAT, 1_000_000, 7, reference.sampler);
        double largest = Arrays.stream(sample).map(Math::abs).max().getAsDouble();
        assertThat(largest).isBetween(0.999 * bound, bound);
    }

    private static double[] draw(DataType type, int size, long seed, UnitSampler sampler) {
        try (INDArray array = Nd4j.createUninitialized(type, size)) {
            RandomFill.fill(array, seed, sampler, 1);
            return Doubles.of(array);
        }
    }

    private static void assertMoments(Sample sample) {
        assertThat(Math.abs(sample.zScoreOfMoment(1))).as("z of the mean").isLessThan(MAX_Z);
        assertThat(Math.abs(sample.zScoreOfMoment(2))).as("z of the variance").isLessThan(MAX_Z);
        assertThat(Math.abs(sample.zScoreOfMoment(4))).as("z of the kurtosis").isLessThan(MAX_Z);
    }

    /** Mean and variance are known to be 0 and 1. */
    private static double correlation(double[] sample, int blockA, int blockB) {
        int size = BlockSource.BLOCK_SIZE;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += sample[blockA * size + i] * sample[blockB * size + i];
        }
        return sum / size;
    }
}
