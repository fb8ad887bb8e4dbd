// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.Mnist;
import io.github.dl4jinit.network.NetworkInit;
import java.util.Locale;
import org.deeplearning4j.datasets.iterator.EarlyTerminationDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A hundred and fifty layers of 128 ReLUs without a skip connection learn like a residual network, if their weights are
 * mirrored. With He's weights they are far behind.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.PlainBesideResidual
 * }</pre>
 *
 * prints the test accuracy of all three after 200 updates. An argument sets another number: an epoch has 469.
 */
public final class PlainBesideResidual {

    private static final int BLOCKS = 75;
    private static final int STEPS = 200;
    private static final int WIDTH = 128;

    private PlainBesideResidual() {}

    /** Argument: the number of updates, 200 unless given. */
    public static void main(String[] args) {
        int steps = args.length == 0 ? STEPS : Integer.parseInt(args[0]);
        print("plain, He's weights", network(BLOCKS, false), steps);
        print("plain, mirrored", mirrored(BLOCKS), steps);
        ComputationGraph residual = network(BLOCKS, true);
        NetworkInit.builder().build().apply(residual);
        print("residual, NetworkInit", residual, steps);
    }

    private static void print(String name, ComputationGraph network, int steps) {
        System.out.printf(Locale.ROOT, "%-22s test accuracy %.4f%n", name, testAccuracy(network, steps));
    }

    static ComputationGraph mirrored(int blocks) {
        ComputationGraph network = network(blocks, false);
        NetworkInit.builder().mirrored().build().apply(network); // the line that matters
        return network;
    }

    /** Blocks of two layers, with or without a way around each. */
    static ComputationGraph network(int blocks, boolean skips) {
        Activation last = skips ? Activation.IDENTITY : Activation.RELU; // so that branches can take away, too
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit())
                .updater(new Adam(skips ? 1e-3 : 1e-4)) // plain networks of this depth want small steps
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("block0", dense(784, last), "pixels");
        for (int i = 1; i <= blocks; i++) {
            String before = "block" + (i - 1);
            graph.addLayer("first" + i, dense(WIDTH, Activation.RELU), before);
            if (skips) {
                graph.addLayer("second" + i, dense(WIDTH, last), "first" + i)
                        .addVertex("block" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, "second" + i);
            } else {
                graph.addLayer("block" + i, dense(WIDTH, last), "first" + i);
            }
        }
        OutputLayer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(WIDTH)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build();
        graph.addLayer("output", output, "block" + blocks).setOutputs("output");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return network;
    }

    private static DenseLayer dense(int inputs, Activation activation) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(WIDTH)
                .activation(activation)
                .build();
    }

    /** The test accuracy after so many batches of 128 digits. */
    static double testAccuracy(ComputationGraph network, int steps) {
        network.fit(new EarlyTerminationDataSetIterator(Mnist.train(128, 42), steps));
        return network.evaluate(Mnist.test(1000)).accuracy();
    }
}
