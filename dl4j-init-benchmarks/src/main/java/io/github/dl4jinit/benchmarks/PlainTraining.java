// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.lab.data.Mnist;
import io.github.dl4jinit.network.NetworkInit;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Training of plain ReLU networks on MNIST, from the same weights with the digits in several orders. */
final class PlainTraining {

    /** How the weights begin. */
    enum Start {
        HE,
        XAVIER,
        MIRRORED
    }

    /** What guessing costs among ten classes. */
    static final double GUESSING = Math.log(10);

    private static final int BATCH = 64;
    private static final long SEED = 1;

    private final int width;
    private final int updates;
    private final List<List<DataSet>> orders = new ArrayList<>();

    PlainTraining(int width, int updates, int orders) {
        this.width = width;
        this.updates = updates;
        for (int order = 0; order < orders; order++) {
            List<DataSet> batches = new ArrayList<>();
            DataSetIterator train = Mnist.train(BATCH, order + 1);
            while (batches.size() < updates) {
                batches.add(train.next());
            }
            this.orders.add(batches);
        }
    }

    /** The batches in an order. */
    List<DataSet> batches(int order) {
        return orders.get(order);
    }

    /**
     * The mean loss over the last tenth of the updates. It is not a number if training diverges: if a loss is not
     * finite, or a quarter of the updates costs half as much again as guessing, save the first.
     */
    double loss(int depth, Start start, IUpdater updater, int order) {
        MultiLayerNetwork network = network(depth, start, updater);
        int quarter = Math.max(1, updates / 4);
        int tail = Math.max(1, updates / 10);
        double recent = 0;
        double end = 0;
        for (int update = 0; update < updates && Double.isFinite(end); update++) {
            network.fit(batches(order).get(update));
            double loss = network.score();
            recent += loss / quarter;
            end += update < updates - tail ? 0 * loss : loss / tail;
            if ((update + 1) % quarter == 0) {
                end = update >= quarter && recent > 1.5 * GUESSING ? Double.NaN : end;
                recent = 0;
            }
        }
        network.close();
        return end;
    }

    /** A network that has not been trained. */
    MultiLayerNetwork network(int depth, Start start, IUpdater updater) {
        IWeightInit init = start == Start.XAVIER ? new XavierInit() : new HeInit();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .weightInit(init)
                .activation(Activation.RELU)
                .updater(updater)
                .list();
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(i == 0 ? 28 * 28 : width)
                    .nOut(width)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(width)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        if (start == Start.MIRRORED) {
            NetworkInit.builder().mirrored().build().apply(network);
        }
        return network;
    }
}
