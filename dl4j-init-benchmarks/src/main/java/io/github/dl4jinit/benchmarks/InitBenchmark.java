// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitReluUniform;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanIn;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Time to initialise a 4096 × 4096 matrix of floats, against DL4J's own initialiser of the same kind.
 *
 * <pre>java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.InitBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-Xmx1g")
public class InitBenchmark {

    private static final long[] SHAPE = {4096, 4096};

    /** Which pair is measured. */
    @Param({"NORMAL", "TRUNCATED_NORMAL", "UNIFORM"})
    public WeightDistribution distribution;

    private INDArray weights;
    private IWeightInit ours;
    private IWeightInit dl4j;

    @Setup
    public void setUp() {
        weights = Nd4j.createUninitialized(DataType.FLOAT, SHAPE[0] * SHAPE[1]);
        ours = new VarianceScalingInit(1, 2, FanMode.FAN_IN, distribution);
        dl4j = switch (distribution) {
            case NORMAL -> new WeightInitRelu();
            case TRUNCATED_NORMAL -> new WeightInitVarScalingNormalFanIn(2.0);
            case UNIFORM -> new WeightInitReluUniform();
        };
    }

    @Benchmark
    public INDArray ours() {
        return ours.init(SHAPE[0], SHAPE[1], SHAPE, 'f', weights);
    }

    @Benchmark
    public INDArray dl4j() {
        return dl4j.init(SHAPE[0], SHAPE[1], SHAPE, 'f', weights);
    }

    /** Runs the benchmark and prints how many times as fast as DL4J's each of ours is. */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(InitBenchmark.class.getName())
                        .build())
                .run();
        for (WeightDistribution distribution : WeightDistribution.values()) {
            double ours = milliseconds(results, distribution, "ours");
            double dl4j = milliseconds(results, distribution, "dl4j");
            System.out.printf(
                    Locale.ROOT,
                    "%s: ours %.1f ms, DL4J %.1f ms: %.2f times as fast%n",
                    distribution,
                    ours,
                    dl4j,
                    dl4j / ours);
        }
    }

    private static double milliseconds(Collection<RunResult> results, WeightDistribution distribution, String method) {
        return results.stream()
                .filter(result -> result.getParams().getParam("distribution").equals(distribution.name()))
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .mapToDouble(result -> result.getPrimaryResult().getStatistics().getPercentile(50))
                .findFirst()
                .orElseThrow();
    }
}
