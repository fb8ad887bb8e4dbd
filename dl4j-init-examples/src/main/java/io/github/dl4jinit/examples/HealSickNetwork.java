// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Sixty ReLU layers with DL4J's default weights look like any other network and never learn. A probe says so in a
 * second, before any training, and names the line that heals it.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.HealSickNetwork
 * }</pre>
 *
 * prints the reports of both networks. Change the activation function in {@code network(…)}: the report recommends
 * another line.
 */
public final class HealSickNetwork {

    private static final int DEPTH = 60;
    private static final int WIDTH = 256;

    private HealSickNetwork() {}

    public static void main(String[] args) {
        SignalReport sick = SignalProbe.probe(network(new WeightInitXavier()));
        System.out.println(sick.toText());

        // The report recommends .weightInit(new HeInit()).
        SignalReport healed = SignalProbe.probe(network(new HeInit()));
        System.out.println("with " + new HeInit() + ": " + healed);
    }

    static MultiLayerNetwork network(IWeightInit init) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(init)
                .activation(Activation.RELU)
                .list();
        for (int i = 0; i < DEPTH; i++) {
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
