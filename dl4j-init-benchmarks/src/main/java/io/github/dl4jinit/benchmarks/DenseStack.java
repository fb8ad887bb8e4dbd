// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.HeInit;
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
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A ReLU network of dense layers of one width, and a batch of 128 made-up examples of 10 classes for it. */
final class DenseStack {

    static final IUpdater UPDATER = new Adam(1e-4);

    private static final int BATCH = 128;
    private static final int CLASSES = 10;

    private DenseStack() {}

    static MultiLayerNetwork network(int depth, int width) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit())
                .activation(Activation.RELU)
                .updater(UPDATER)
                .list();
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder().nIn(width).nOut(width).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(width)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }

    static DataSet batch(int width) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
        for (int example = 0; example < BATCH; example++) {
            labels.putScalar(example, example % CLASSES, 1);
        }
        return new DataSet(Nd4j.randn(DataType.FLOAT, BATCH, width), labels);
    }
}
