// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.Batch;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.trial.Optimiser;
import java.io.IOException;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The training loop that a new user of DL4J writes, run as a new user runs it: the default threads, collector and
 * memory settings. Prints the median time of a step in milliseconds; {@link StepTime} compares it with a worker's.
 */
public final class PlainLoop {

    private PlainLoop() {}

    /** Arguments: the number of steps that do not count, that of steps to time, and the optimiser. */
    public static void main(String[] args) throws IOException {
        int warmUp = Integer.parseInt(args[0]);
        int steps = Integer.parseInt(args[1]);
        Optimiser optimiser = Optimiser.of(args[2]);
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), 0);
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit())
                .activation(Activation.RELU)
                .updater(optimiser.updater(optimiser.defaultLearningRate()))
                .list();
        for (int i = 0; i < 50; i++) {
            layers.layer(
                    new DenseLayer.Builder().nIn(i == 0 ? 784 : 128).nOut(128).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(128)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();

        int[] order = mnist.trainOrder(42, 0);
        double[] milliseconds = new double[warmUp + steps];
        for (int i = 0; i < milliseconds.length; i++) {
            int from = i * 128 % (order.length - 128);
            Batch batch = mnist.trainBatch(order, from, from + 128);
            long start = System.nanoTime();
            network.fit(new DataSet(batch.features(), batch.oneHotLabels()));
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        double[] timed = Arrays.copyOfRange(milliseconds, warmUp, milliseconds.length);
        System.out.println(StepTime.RESULT + Median.of(timed));
    }
}
