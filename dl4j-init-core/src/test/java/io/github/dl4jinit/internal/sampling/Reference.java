// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import io.github.dl4jinit.internal.Doubles;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The distributions that the samplers claim to be, from Commons Statistics, with their moments by numerical
 * integration.
 */
enum Reference {
    NORMAL(UnitSampler.normal(), NormalDistribution.of(0, 1)),
    TRUNCATED_NORMAL(UnitSampler.truncatedNormal(), unitTruncatedNormal()),
    UNIFORM(UnitSampler.uniform(), UniformContinuousDistribution.of(-Math.sqrt(3), Math.sqrt(3)));

    final UnitSampler sampler;
    final ContinuousDistribution distribution;

    Reference(UnitSampler sampler, ContinuousDistribution distribution) {
        this.sampler = sampler;
        this.distribution = distribution;
    }

    /** So many samples in double precision. */
    static double[] doubles(long seed, int length, UnitSampler sampler) {
        try (INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, length)) {
            RandomFill.fill(array, seed, sampler, 1);
            return Doubles.of(array);
        }
    }

    private static ContinuousDistribution unitTruncatedNormal() {
        double cutStd = Math.sqrt(TruncatedNormalDistribution.of(0, 1, -2, 2).getVariance());
        return TruncatedNormalDistribution.of(0, 1 / cutStd, -2 / cutStd, 2 / cutStd);
    }

    /** E[xᵏ], by Simpson's rule over the support (the normal's cut at ±12, beyond which 10⁻³⁰ is left). */
    double moment(int k) {
        double bound = Math.min(12, distribution.getSupportUpperBound());
        DoubleUnaryOperator integrand = x -> power(x, k) * distribution.density(x);
        int intervals = 20_000;
        double step = 2 * bound / intervals;
        double sum = integrand.applyAsDouble(-bound) + integrand.applyAsDouble(bound);
        for (int i = 1; i < intervals; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * integrand.applyAsDouble(-bound + i * step);
        }
        return sum * step / 3;
    }

    private static double power(double x, int k) {
        double result = 1;
        for (int i = 0; i < k; i++) {
            result *= x;
        }
        return result;
    }
}
