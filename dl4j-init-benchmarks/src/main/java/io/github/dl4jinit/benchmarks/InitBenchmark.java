// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import java.io.IOException;
import java.util.Locale;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitReluUniform;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanIn;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Time to initialise a 4096 × 4096 matrix of floats, against DL4J's own initialiser of the same kind, in turn.
 *
 * <pre>
 * java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.InitBenchmark [ROUNDS]
 * </pre>
 */
public final class InitBenchmark {

    static final long[] SHAPE = {4096, 4096};
    private static final int CALLS = 10;

    private InitBenchmark() {}

    /** Prints how many times as fast as DL4J's each of ours is. */
    public static void main(String[] args) throws IOException {
        int rounds = args.length == 0 ? 9 : Integer.parseInt(args[0]);
        System.out.printf("%s; medians of %d rounds%n", Paired.machine(), rounds);
        INDArray weights = Nd4j.createUninitialized(DataType.FLOAT, SHAPE[0] * SHAPE[1]);
        for (WeightDistribution distribution : WeightDistribution.values()) {
            IWeightInit dl4j =
                    switch (distribution) {
                        case NORMAL -> new WeightInitRelu();
                        case TRUNCATED_NORMAL -> new WeightInitVarScalingNormalFanIn(2.0);
                        case UNIFORM -> new WeightInitReluUniform();
                    };
            Paired times = Paired.time(rounds, () -> ours(weights, distribution), () -> initialise(weights, dl4j));
            System.out.printf(
                    Locale.ROOT,
                    "%s: ours %.1f ms, DL4J %.1f ms: %.2f times as fast%n",
                    distribution,
                    times.medianOfFirst(),
                    times.medianOfSecond(),
                    times.medianRatio());
        }
    }

    /** The milliseconds that ours take. */
    static double ours(INDArray weights, WeightDistribution distribution) {
        return initialise(weights, new VarianceScalingInit(1, 2, FanMode.FAN_IN, distribution));
    }

    private static double initialise(INDArray weights, IWeightInit init) {
        return Paired.milliseconds(CALLS, () -> init.init(SHAPE[0], SHAPE[1], SHAPE, 'f', weights));
    }
}
