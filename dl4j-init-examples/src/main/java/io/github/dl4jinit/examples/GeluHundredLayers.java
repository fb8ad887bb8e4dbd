// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.Mnist;
import io.github.dl4jinit.network.NetworkInit;
import java.util.Locale;
import org.deeplearning4j.datasets.iterator.EarlyTerminationDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A hundred layers of GELU, without skip connections and without normalisation. Mirrored weights make a linear,
 * orthogonal network of them at the start: every difference between digits arrives at the end as large as it was.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.GeluHundredLayers
 * }</pre>
 *
 * prints the test accuracy after 200 updates with He's weights and with mirrored ones. Change the activation to
 * {@code SWISH} or {@code RELU}; {@code TANH} is refused, and the message says why.
 */
public final class GeluHundredLayers {

    private static final int DEPTH = 100;
    private static final int STEPS = 200;

    private GeluHundredLayers() {}

    public static void main(String[] args) {
        print("He's weights", network(DEPTH));
        print("mirrored", mirrored(DEPTH));
    }

    private static void print(String name, MultiLayerNetwork network) {
        System.out.printf(Locale.ROOT, "%-13s test accuracy %.4f%n", name, testAccuracy(network, STEPS));
    }

    static MultiLayerNetwork mirrored(int depth) {
        MultiLayerNetwork network = network(depth);
        NetworkInit.builder().mirrored().build().apply(network); // the line that matters
        return network;
    }

    static MultiLayerNetwork network(int depth) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit())
                .activation(Activation.GELU)
                .updater(new Adam(1e-4))
                .list();
        for (int i = 0; i < depth; i++) {
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

    /** The test accuracy after so many batches of 128 digits. */
    static double testAccuracy(MultiLayerNetwork network, int steps) {
        network.fit(new EarlyTerminationDataSetIterator(Mnist.train(128, 42), steps));
        return network.evaluate(Mnist.test(1000)).accuracy();
    }
}
