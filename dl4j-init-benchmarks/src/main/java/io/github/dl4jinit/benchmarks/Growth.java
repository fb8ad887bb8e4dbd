// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.lab.training.dense.DenseStep;
import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.SignalProbe;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hipparchus.stat.regression.SimpleRegression;
import org.nd4j.linalg.dataset.DataSet;

/**
 * How the times of a training step, a probe, {@code NetworkInit} and {@code Lsuv} grow with the depth and with the
 * width of a network of dense layers: the exponent p of time ∝ depth^p or width^p, fitted by least squares to the
 * logarithms. Times are those that the processor spent in one thread, medians of five rounds, batches of 128.
 *
 * <pre>
 * OMP_NUM_THREADS=1 java -Djava.util.concurrent.ForkJoinPool.common.parallelism=0 \
 *     -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.Growth
 * </pre>
 */
public final class Growth {

    private static final int ROUNDS = 5;

    /** Times of the smallest networks would otherwise be those of code that is not compiled yet. */
    private static final int WARM_UP = 10;

    private static final int[][] OF_DEPTH = {{10, 128}, {30, 128}, {100, 128}, {300, 128}, {1000, 128}};
    private static final int[][] OF_WIDTH = {{20, 32}, {20, 64}, {20, 128}, {20, 256}, {20, 512}, {20, 1024}};

    private Growth() {}

    public static void main(String[] args) throws IOException {
        System.out.println(Paired.machine());
        for (int i = 0; i < WARM_UP; i++) {
            times(10, 128);
        }
        table("depth", 0, OF_DEPTH);
        table("width", 1, OF_WIDTH);
    }

    /** Times each of the networks, given by depth and width, of which one grows. */
    private static void table(String growing, int column, int[][] networks) {
        System.out.println("layers  width        step       probe  NetworkInit        Lsuv");
        double[][] times =
                Arrays.stream(networks).map(size -> line(size[0], size[1])).toArray(double[][]::new);
        double[] sizes =
                Arrays.stream(networks).mapToDouble(size -> size[column]).toArray();
        System.out.printf(
                Locale.ROOT,
                "exponent of %s: step %.2f, probe %.2f, NetworkInit %.2f, Lsuv %.2f%n%n",
                growing,
                exponent(sizes, times, 0),
                exponent(sizes, times, 1),
                exponent(sizes, times, 2),
                exponent(sizes, times, 3));
    }

    private static double[] line(int depth, int width) {
        double[] times = times(depth, width);
        System.out.printf(
                Locale.ROOT,
                "%6d %6d %8.1f ms %8.1f ms %9.1f ms %8.1f ms%n",
                depth,
                width,
                times[0],
                times[1],
                times[2],
                times[3]);
        return times;
    }

    /** Milliseconds of a step, a probe, {@code NetworkInit} and {@code Lsuv}. */
    private static double[] times(int depth, int width) {
        MultiLayerNetwork network = DenseStack.network(depth, width);
        DataSet batch = DenseStack.batch(width);
        try (DenseStep step = DenseStep.of(network, DenseStack.UPDATER).orElseThrow()) {
            return new double[] {
                CpuTime.median(ROUNDS, () -> step.run(batch.getFeatures(), batch.getLabels())),
                CpuTime.median(ROUNDS, () -> SignalProbe.probe(network, batch)),
                CpuTime.median(ROUNDS, () -> NetworkInit.builder().build().apply(network)),
                CpuTime.median(ROUNDS, () -> Lsuv.builder().build().apply(network, batch))
            };
        } finally {
            network.close();
        }
    }

    private static double exponent(double[] sizes, double[][] times, int column) {
        SimpleRegression line = new SimpleRegression();
        for (int i = 0; i < sizes.length; i++) {
            line.addData(Math.log(sizes[i]), Math.log(times[i][column]));
        }
        return line.getSlope();
    }
}
