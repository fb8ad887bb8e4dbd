// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.util.Locale;
import org.deeplearning4j.datasets.iterator.EarlyTerminationDataSetIterator;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A hundred convolutions with tanh between them, no skip connections and no normalisation. Delta-orthogonal kernels of
 * gain 1, tanh's critical point, hand every pixel's channels on at their length (Xiao et al. 2018), and the network
 * learns at once. DL4J's default has the variance of the critical point, too, but its kernels lose 5 % of the signal at
 * the borders of 7x7 pixels in each layer, and of what a hundred leave it learns far more slowly.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.DeepConvNet
 * }</pre>
 *
 * prints what each layer multiplies the signal by and the test accuracy after 20 updates, for both. Change the
 * activation to {@code RELU} and the gains to {@code Math.sqrt(2)}.
 */
public final class DeepConvNet {

    private DeepConvNet() {}

    public static void main(String[] args) throws IOException {
        print("DL4J's default", new WeightInitXavier(), new WeightInitXavier());
        print("delta-orthogonal", new OrthogonalInit(), new DeltaOrthogonalInit());
    }

    private static void print(String name, IWeightInit first, IWeightInit others) throws IOException {
        MultiLayerNetwork network = network(first, others);
        SignalReport report = SignalProbe.probe(network);
        System.out.printf(
                Locale.ROOT,
                "%-16s  factor a layer: forward %.3f, backward %.3f (%s)",
                name,
                report.forward().ratePerLayer().orElse(Double.NaN),
                report.backward().ratePerLayer().orElse(Double.NaN),
                report);
        System.out.printf(Locale.ROOT, ";  test accuracy %.4f%n", testAccuracy(network, 640));
    }

    /** Every patch of 4x4 pixels becomes 16 channels, by a rotation. */
    static MultiLayerNetwork network(IWeightInit first, IWeightInit others) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(others)
                .activation(Activation.TANH)
                .convolutionMode(ConvolutionMode.Same)
                .updater(new Adam(1e-3))
                .list()
                .layer(new ConvolutionLayer.Builder(4, 4)
                        .stride(4, 4)
                        .nOut(16)
                        .weightInit(first)
                        .build());
        for (int i = 1; i < 100; i++) {
            layers.layer(new ConvolutionLayer.Builder(3, 3).nOut(16).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .weightInit(new WeightInitXavier())
                .build());
        layers.setInputType(InputType.convolutionalFlat(28, 28, 1));
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }

    /** The accuracy on the first 1000 test images, after one epoch of so many training images. */
    static double testAccuracy(MultiLayerNetwork network, int trainLimit) throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), trainLimit);
        network.fit(mnist.trainIterator(32, 42));
        return network.evaluate(new EarlyTerminationDataSetIterator(mnist.testIterator(500), 2))
                .accuracy();
    }
}
