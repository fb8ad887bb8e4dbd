// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.HeInit;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks and data that several tests of signals build. */
public final class Nets {

    private Nets() {}

    public static NeuralNetConfiguration.Builder builder(IWeightInit init, Activation activation) {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(init)
                .activation(activation)
                .updater(new Adam(1e-3));
    }

    /** {@code depth} hidden layers and a softmax output. */
    public static MultiLayerNetwork mlp(IWeightInit init, Activation activation, int width, int depth) {
        NeuralNetConfiguration.ListBuilder layers = builder(init, activation).list();
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder().nIn(width).nOut(width).build());
        }
        return initialised(layers.layer(softmax(width, 10)).build());
    }

    public static OutputLayer softmax(int inputs, int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(inputs)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    public static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** Twelve inputs, hidden layers of three widths and two functions, three classes. */
    public static MultiLayerNetwork fourLayers() {
        return initialised(builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(12)
                        .nOut(20)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder().nIn(20).nOut(15).build())
                .layer(new DenseLayer.Builder().nIn(15).nOut(10).build())
                .layer(softmax(10, 3))
                .build());
    }

    /** One step of training. */
    public static void fit(Model network, DataSet batch) {
        if (network instanceof ComputationGraph) {
            ((ComputationGraph) network).fit(batch);
        } else {
            ((MultiLayerNetwork) network).fit(batch);
        }
    }

    /** Standard normal inputs of the given shape, the first dimension the examples, with random classes. */
    public static DataSet batch(long seed, int classes, long... shape) {
        Nd4j.getRandom().setSeed(seed);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, shape[0], classes);
        for (int i = 0; i < shape[0]; i++) {
            labels.putScalar(i, Nd4j.getRandom().nextInt(classes), 1);
        }
        return new DataSet(Nd4j.randn(DataType.FLOAT, shape), labels);
    }
}
