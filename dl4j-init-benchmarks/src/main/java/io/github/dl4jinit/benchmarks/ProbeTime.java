// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.signal.LearningRateProbe;
import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.signal.SignalProbe;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

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
        MultiLayerNetwork network = network(depth);
        DataSet batch = batch();
        double memory = Measured.run(() -> SignalProbe.probe(network, batch)).bytes() / 1e6;
        double probe = median(depth < 1000 ? 9 : 3, () -> SignalProbe.probe(network, batch));
        boolean trained = depth < 1000;
        double step = trained ? median(9, () -> network.fit(batch)) : Double.NaN;
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
                double without = milliseconds(() -> train(depth, steps, null));
                SignalListener listener = new SignalListener();
                ratios[pair] = milliseconds(() -> train(depth, steps, listener)) / without;
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
        MultiLayerNetwork network = network(depth);
        List<DataSet> batches = List.of(batch(), batch(), batch());
        double time = milliseconds(() -> LearningRateProbe.of(network, batches));
        System.out.printf(Locale.ROOT, "%d layers: learning rates measured in %.1f s%n", depth, time / 1000);
        network.close();
    }

    private static void train(int depth, int steps, SignalListener listener) {
        MultiLayerNetwork network = network(depth);
        if (listener != null) {
            network.setListeners(listener);
        }
        DataSet batch = batch();
        for (int step = 0; step < steps; step++) {
            network.fit(batch);
        }
        network.close();
    }

    private static double median(int rounds, Runnable work) {
        work.run();
        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            times[i] = milliseconds(work);
        }
        return Median.of(times);
    }

    private static double milliseconds(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private static DataSet batch() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 128, 10);
        for (int example = 0; example < 128; example++) {
            labels.putScalar(example, example % 10, 1);
        }
        return new DataSet(Nd4j.randn(DataType.FLOAT, 128, WIDTH), labels);
    }

    private static MultiLayerNetwork network(int depth) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit())
                .activation(Activation.RELU)
                .updater(new Adam(1e-4))
                .list();
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(WIDTH)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }
}
