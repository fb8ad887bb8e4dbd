// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.XavierInit;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The classic demonstration: a linear network of 150 layers. Each layer multiplies the signal by the size of its
 * weights, so 0.5 a layer becomes 0.5¹⁵⁰ = 7·10⁻⁴⁶ at the end, and 1.5 becomes 3·10²⁶; the gradient fares the same on
 * its way back.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.VanishingExploding
 * }</pre>
 *
 * prints a table of sizes. Change the list of gains, or {@code DEPTH}: the deeper, the nearer to 1 a gain has to be.
 */
public final class VanishingExploding {

    private static final int DEPTH = 150;
    private static final int WIDTH = 100;
    private static final int EXAMPLES = 50;

    private VanishingExploding() {}

    public static void main(String[] args) {
        System.out.println(
                "root mean square of activations (forward) and of gradients (backward), " + DEPTH + " linear layers");
        System.out.println(
                "weights          forward: layer 1        75       150   backward: layer 150        75         1");
        for (double scale : List.of(0.5, 1.0, 1.5)) {
            print(scale + " · I", new WeightInitIdentity(scale));
        }
        for (double gain : List.of(0.9, 1.0, 1.1)) {
            print("random, gain " + gain, new XavierInit(gain));
        }
    }

    private static void print(String weights, IWeightInit init) {
        MultiLayerNetwork network = network(init);
        double[] forward = forward(network);
        double[] backward = backward(network);
        System.out.printf(
                Locale.ROOT,
                "%-16s %16.1e  %8.1e  %8.1e   %19.1e  %8.1e  %8.1e%n",
                weights,
                forward[0],
                forward[74],
                forward[149],
                backward[149],
                backward[74],
                backward[0]);
    }

    /** In double precision, because a float ends at 10⁻⁴⁵. */
    static MultiLayerNetwork network(IWeightInit init) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .weightInit(init)
                .activation(Activation.IDENTITY)
                .list();
        for (int i = 0; i < DEPTH; i++) {
            layers.layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        network.setInput(Nd4j.randn(DataType.DOUBLE, EXAMPLES, WIDTH));
        return network;
    }

    /** The size of each layer's output, for an input of size 1. */
    static double[] forward(MultiLayerNetwork network) {
        List<INDArray> activations = network.feedForward(true, false); // the first is the input
        return activations.stream()
                .skip(1)
                .mapToDouble(VanishingExploding::rootMeanSquare)
                .toArray();
    }

    /** The size of the gradient at each layer's output, for a gradient of size 1 at the last. */
    static double[] backward(MultiLayerNetwork network) {
        INDArray gradient = Nd4j.randn(DataType.DOUBLE, EXAMPLES, WIDTH);
        double[] sizes = new double[DEPTH];
        for (int layer = DEPTH - 1; layer >= 0; layer--) {
            sizes[layer] = rootMeanSquare(gradient);
            gradient = gradient.mmul(network.getLayer(layer).getParam("W").transpose());
        }
        return sizes;
    }

    private static double rootMeanSquare(INDArray array) {
        return array.norm2Number().doubleValue() / Math.sqrt(array.length());
    }
}
