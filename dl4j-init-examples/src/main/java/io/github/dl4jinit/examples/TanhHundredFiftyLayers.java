// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

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
 * A hundred and fifty layers of tanh, without skip connections and without normalisation. Orthogonal weights alone keep
 * the signal's size, but small differences between digits grow from layer to layer until the network guesses. Where
 * pre-activations are small, tanh is nearly straight, and the network learns.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.TanhHundredFiftyLayers
 * }</pre>
 *
 * prints the test accuracy with a variance of 1 and with the one that is chosen by depth. Change the activation to
 * {@code SOFTSIGN}, or give {@code preActivationVariance} a number.
 */
public final class TanhHundredFiftyLayers {

    private static final int DEPTH = 150;
    private static final int STEPS = 200;

    private TanhHundredFiftyLayers() {}

    public static void main(String[] args) {
        print("variance 1", NetworkInit.builder().orthogonal().build());
        print("chosen by depth", byDepth());
    }

    private static void print(String variance, NetworkInit init) {
        MultiLayerNetwork network = network(DEPTH);
        init.apply(network);
        System.out.printf(Locale.ROOT, "%-16s test accuracy %.4f%n", variance, testAccuracy(network, STEPS));
    }

    static NetworkInit byDepth() {
        return NetworkInit.builder()
                .orthogonal()
                .preActivationVariance() // the line that matters
                .build();
    }

    static MultiLayerNetwork network(int depth) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .activation(Activation.TANH)
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
