// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.signal.LearningRateProbe;
import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.signal.SignalProbe;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What a probe costs at 10, 100 and 1000 layers of 128 units and a batch of 128, against a training step of DL4J's
 * {@code fit} (which takes minutes at 1000 layers and is left out there), what the listener adds to training, and how
 * long a {@code LearningRateProbe} takes. Medians, after a warm-up; memory is the most that the process held during a
 * probe beyond what it held before. Times are those that the processor spent in the thread, which other programs on the
 * machine hardly change.
 *
 * <pre>
 * OMP_NUM_THREADS=1 java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.ProbeTime
 * </pre>
 */
public final class ProbeTime {

    private static final int WIDTH = 128;

    private ProbeTime() {}

    public static void main(String[] args) {
        System.out.println("layers     probe    a layer     step   probe / step   peak memory   a layer");
        for (int depth : new int[] {10, 100, 1000}) {
            line(depth);
        }
        listener();
        rates();
    }

    private static void line(int depth) {
        MultiLayerNetwork network = DenseStack.network(depth, WIDTH);
        DataSet batch = DenseStack.batch(WIDTH);
        double memory = Measured.run(() -> SignalProbe.probe(network, batch)).bytes() / 1e6;
        double probe = CpuTime.median(depth < 1000 ? 9 : 3, () -> SignalProbe.probe(network, batch));
        boolean trained = depth < 1000;
        double step = trained ? CpuTime.median(9, () -> network.fit(batch)) : Double.NaN;
        System.out.printf(
                Locale.ROOT,
                "%6d %6.0f ms %7.2f ms %s %11.0f MB %6.2f MB%n",
                depth,
                probe,
                probe / depth,
                trained ? String.format(Locale.ROOT, "%5.0f ms %13.1f", step, probe / step) : "      –              –",
                memory,
                memory / depth);
        network.close();
    }

    /** The listener's own figure, and the ratio of the whole times of two runs that are otherwise alike. */
    private static void listener() {
        for (int depth : new int[] {10, 50}) {
            int steps = 12_000 / depth; // some ten seconds
            double[] ratios = new double[3];
            for (int pair = 0; pair < ratios.length; pair++) {
                double without = CpuTime.milliseconds(() -> train(depth, steps, null));
                SignalListener listener = new SignalListener();
                ratios[pair] = CpuTime.milliseconds(() -> train(depth, steps, listener)) / without;
                System.out.printf(
                        Locale.ROOT,
                        "%d layers, %d steps: %d reports, by its own account %.1f %% of the time; with / without %.3f%n",
                        depth,
                        steps,
                        listener.reports().size(),
                        100 * listener.costShare(),
                        ratios[pair]);
            }
            System.out.printf(Locale.ROOT, "%d layers: median of the pairs %.3f%n", depth, Median.of(ratios));
        }
    }

    private static void rates() {
        int depth = 50;
        MultiLayerNetwork network = DenseStack.network(depth, WIDTH);
        List<DataSet> batches = List.of(DenseStack.batch(WIDTH), DenseStack.batch(WIDTH), DenseStack.batch(WIDTH));
        double time = CpuTime.milliseconds(() -> LearningRateProbe.of(network, batches));
        System.out.printf(Locale.ROOT, "%d layers: learning rates measured in %.1f s%n", depth, time / 1000);
        network.close();
    }

    private static void train(int depth, int steps, SignalListener listener) {
        MultiLayerNetwork network = DenseStack.network(depth, WIDTH);
        if (listener != null) {
            network.setListeners(listener);
        }
        DataSet batch = DenseStack.batch(WIDTH);
        for (int step = 0; step < steps; step++) {
            network.fit(batch);
        }
        network.close();
    }
}
