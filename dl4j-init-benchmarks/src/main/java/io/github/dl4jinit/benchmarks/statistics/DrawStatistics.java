// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.statistics;

import io.github.dl4jinit.WeightDistribution;
import java.util.Locale;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A thousand million weights of each distribution, in 60 arrays, against its moments and its distribution function.
 *
 * <pre>
 * java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.statistics.DrawStatistics [ARRAYS [SEED]]
 * </pre>
 */
public final class DrawStatistics {

    private static final int LENGTH = 1 << 24;

    /** The least with more than 10⁹ weights. */
    private static final int ARRAYS = 60;

    private DrawStatistics() {}

    /** Prints a line of a table for each distribution and type. */
    public static void main(String[] args) {
        int arrays = args.length == 0 ? ARRAYS : Integer.parseInt(args[0]);
        System.out.printf(Locale.ROOT, "%d weights of each%n%n", (long) arrays * LENGTH);
        System.out.println("| distribution | type | seed | z of mean, variance, third, fourth moment"
                + " | √n·D (Kolmogorov–Smirnov) | p | A² (Anderson–Darling) | p |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        long seed = args.length < 2
                ? 1
                : Long.parseLong(args[1]); // another one for each line, or all would be made of the same bits
        for (WeightDistribution distribution : WeightDistribution.values()) {
            for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                System.out.println(row(distribution, type, seed++, arrays));
            }
        }
    }

    private static String row(WeightDistribution distribution, DataType type, long seed, int arrays) {
        ContinuousDistribution theory = theory(distribution);
        Moments moments = new Moments(theory);
        Histogram histogram = new Histogram(theory);
        try (Draws draws = new Draws(distribution, type, seed, LENGTH)) {
            for (int i = 0; i < arrays; i++) {
                double[] samples = draws.next();
                moments.add(samples);
                histogram.add(samples);
            }
        }
        double distance = histogram.kolmogorovSmirnov();
        double square = histogram.andersonDarling();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.2f, %.2f, %.2f, %.2f | %.3f | %.3f | %.3f | %.3f |",
                distribution,
                type,
                seed,
                moments.zScore(1),
                moments.zScore(2),
                moments.zScore(3),
                moments.zScore(4),
                distance,
                PValues.kolmogorovSmirnov(distance),
                square,
                PValues.andersonDarling(square));
    }

    /** What {@link WeightDistribution} promises, with variance 1. */
    static ContinuousDistribution theory(WeightDistribution distribution) {
        return switch (distribution) {
            case NORMAL -> NormalDistribution.of(0, 1);
            case TRUNCATED_NORMAL -> {
                double cutStd =
                        Math.sqrt(TruncatedNormalDistribution.of(0, 1, -2, 2).getVariance());
                yield TruncatedNormalDistribution.of(0, 1 / cutStd, -2 / cutStd, 2 / cutStd);
            }
            case UNIFORM -> UniformContinuousDistribution.of(-Math.sqrt(3), Math.sqrt(3));
        };
    }
}
