// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.Mnist;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Fifty hidden layers of 128 ReLUs learn MNIST in one epoch, because their weights begin at the right scale.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.FiftyLayerMlp
 * }</pre>
 *
 * prints the test accuracy, 0.87 to 0.89 depending on the processor. Change {@code new HeInit()} to {@code new
 * XavierInit()} and see the network learn far more slowly or not at all.
 */
public final class FiftyLayerMlp {

    private FiftyLayerMlp() {}

    public static void main(String[] args) {
        MultiLayerNetwork network = network();
        network.fit(Mnist.train(128, 42));
        System.out.printf(
                "test accuracy: %.4f%n", network.evaluate(Mnist.test(1000)).accuracy());
    }

    static MultiLayerNetwork network() {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit()) // the line that matters
                .activation(Activation.RELU)
                .updater(new Adam(2e-4))
                .list();
        for (int i = 0; i < 50; i++) {
            layers.layer(
                    new DenseLayer.Builder().nIn(i == 0 ? 784 : 128).nOut(128).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(128)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }
}
