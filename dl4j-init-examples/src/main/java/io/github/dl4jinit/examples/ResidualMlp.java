// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.SignalProbe;
import java.io.IOException;
import java.util.Locale;
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
 * A residual network of 152 layers with weights and no normalisation: 75 blocks of two, a first and a last layer. With
 * DL4J's default every block adds to the trunk what it holds already, so it explodes; {@link NetworkInit} finds the
 * blocks in the graph and scales what they add by 1/√75.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.ResidualMlp
 * }</pre>
 *
 * prints what a probe says of each network, and its test accuracy. Change the rule for the blocks:
 * {@code NetworkInit.builder().residual(ResidualRule.FIXUP)}.
 */
public final class ResidualMlp {

    private static final int WIDTH = 64;
    private static final int BLOCKS = 75;

    private ResidualMlp() {}

    /** Argument: the number of training images to use, 6 400 unless given. */
    public static void main(String[] args) throws IOException {
        ImageDataset mnist =
                ImageDataset.load(DataSource.of(null), args.length == 0 ? 6_400 : Integer.parseInt(args[0]));
        ComputationGraph usual = network(mnist);
        print("DL4J's default", usual, mnist);
        ComputationGraph scaled = network(mnist);
        NetworkInit.builder().build().apply(scaled); // the line that matters
        print("NetworkInit", scaled, mnist);
    }

    private static void print(String name, ComputationGraph network, ImageDataset mnist) {
        System.out.println(name + ": " + SignalProbe.probe(network));
        System.out.printf(Locale.ROOT, "    test accuracy %.4f%n", testAccuracy(network, mnist));
    }

    static ComputationGraph network(ImageDataset mnist) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("sum0", dense(mnist.inputs(), Activation.IDENTITY), "pixels");
        for (int i = 1; i <= BLOCKS; i++) {
            String trunk = "sum" + (i - 1);
            graph.addLayer("first" + i, dense(WIDTH, Activation.RELU), trunk)
                    .addLayer("second" + i, dense(WIDTH, Activation.IDENTITY), "first" + i)
                    .addVertex("sum" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), trunk, "second" + i);
        }
        OutputLayer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(WIDTH)
                .nOut(mnist.classes())
                .activation(Activation.SOFTMAX)
                .build();
        graph.addLayer("output", output, "sum" + BLOCKS).setOutputs("output");
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

    /** The test accuracy after one epoch. */
    static double testAccuracy(ComputationGraph network, ImageDataset mnist) {
        network.fit(mnist.trainIterator(64, 42));
        return network.evaluate(mnist.testIterator(1000)).accuracy();
    }
}
