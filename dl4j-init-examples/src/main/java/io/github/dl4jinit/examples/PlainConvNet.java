// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.network.NetworkInit;
import java.io.IOException;
import java.util.Locale;
import org.deeplearning4j.datasets.iterator.EarlyTerminationDataSetIterator;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Fifty convolutions with ReLU, in three stages of 14x14, 7x7 and 4x4 pixels, without skip connections and without
 * normalisation. Mirrored kernels hand every pixel's channels on at their length, through strides as well.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.PlainConvNet
 * }</pre>
 *
 * prints the test accuracy after 100 updates with He's weights and with mirrored ones. Change {@code DEPTH}.
 */
public final class PlainConvNet {

    private static final int DEPTH = 50;
    private static final int STEPS = 100;

    private PlainConvNet() {}

    public static void main(String[] args) throws IOException {
        print("He's weights", network(DEPTH));
        print("mirrored", mirrored(DEPTH));
    }

    private static void print(String name, MultiLayerNetwork network) throws IOException {
        System.out.printf(Locale.ROOT, "%-13s test accuracy %.4f%n", name, testAccuracy(network, STEPS));
    }

    static MultiLayerNetwork mirrored(int depth) {
        MultiLayerNetwork network = network(depth);
        NetworkInit.builder().mirrored().build().apply(network); // the line that matters
        return network;
    }

    /** The first layer of each stage halves the image and doubles the channels. */
    static MultiLayerNetwork network(int depth) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit())
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .updater(new Adam(5e-4))
                .list();
        int stage = -1;
        for (int i = 0; i < depth; i++) {
            boolean first = i * 3 / depth > stage;
            stage = i * 3 / depth;
            int stride = first ? 2 : 1;
            layers.layer(new ConvolutionLayer.Builder(3, 3)
                    .stride(stride, stride)
                    .nOut(8 << stage)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        layers.setInputType(InputType.convolutionalFlat(28, 28, 1));
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }

    /** The accuracy on the first 1000 test images, after so many batches of 32. */
    static double testAccuracy(MultiLayerNetwork network, int steps) throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), 32 * steps);
        network.fit(mnist.trainIterator(32, 42));
        return network.evaluate(new EarlyTerminationDataSetIterator(mnist.testIterator(500), 2))
                .accuracy();
    }
}
