// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.network.NetworkInit;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What wrong fans do to a signal: single layers with an initialiser that promises to keep the mean square of its input,
 * which is 1, and then with {@link NetworkInit}.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.TrueFans
 * }</pre>
 *
 * prints a table. Add a layer of your own: a number near 1 in the first column says that DL4J's fans are right for it.
 */
public final class TrueFans {

    private TrueFans() {}

    /** Prints a table. */
    public static void main(String[] args) {
        System.out.println("mean square of what a layer puts out         XavierInit   NetworkInit");
        InputType image = InputType.convolutional(12, 12, 64);
        print("convolution 3 x 3", new ConvolutionLayer.Builder(3, 3).nOut(256).build(), image);
        print(
                "convolution 1-D, 5 taps",
                new Convolution1DLayer.Builder(5).nOut(256).build(),
                InputType.recurrent(64, 50));
        print(
                "depthwise convolution 3 x 3",
                new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(8).build(),
                image);
        print(
                "separable convolution 3 x 3",
                new SeparableConvolution2D.Builder(3, 3)
                        .depthMultiplier(8)
                        .nOut(256)
                        .build(),
                image);
        print(
                "deconvolution 2 x 2, stride 2",
                new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(256).build(),
                image);
        print(
                "locally connected 3 x 3",
                new LocallyConnected2D.Builder()
                        .kernelSize(3, 3)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .nOut(16)
                        .activation(Activation.IDENTITY)
                        .build(),
                image);
        print(
                "self attention to one step",
                new SelfAttentionLayer.Builder()
                        .nOut(256)
                        .nHeads(4)
                        .headSize(64)
                        .projectInput(true)
                        .build(),
                InputType.recurrent(256, 1));
    }

    private static void print(String name, Layer layer, InputType input) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new XavierInit())
                .activation(Activation.IDENTITY)
                .list()
                .layer(layer)
                .setInputType(input)
                .build());
        network.init();
        long[] shape = input.getShape(true);
        shape[0] = 64; // examples
        INDArray data = Nd4j.randn(DataType.FLOAT, shape);
        double before = meanSquare(network.output(data));
        NetworkInit.builder().build().apply(network);
        System.out.printf(Locale.ROOT, "%-42s %12.4f %13.4f%n", name, before, meanSquare(network.output(data)));
    }

    private static double meanSquare(INDArray values) {
        return values.mul(values).meanNumber().doubleValue();
    }
}
