// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.lab.comparison.Comparison;
import io.github.dl4jinit.lab.comparison.ComparisonResult;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import java.io.IOException;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Which first weights train twelve convolutions without normalisation on MNIST: those that the layers have (here DL4J's
 * Xavier), He's, or pairs of channels that mirror each other.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.CompareConvNet
 * }</pre>
 *
 * prints a table; with {@code OMP_NUM_THREADS=1} before it in about two minutes. Change {@code network()} and the data
 * to your own.
 */
public final class CompareConvNet {

    private CompareConvNet() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println(compare(1_600, "own,he,mirrored", 1, 2));
    }

    static ComparisonResult compare(int trainLimit, String schemes, long... seeds)
            throws IOException, InterruptedException {
        ImageDataset mnist = DataSource.of(null).load(trainLimit);
        OwnNetworkRunner runner =
                new OwnNetworkRunner(network(), seed -> mnist.trainIterator(32, seed), mnist.testIterator(500));
        return Comparison.of(runner.training("twelve convolutions", 1), schemes, seeds)
                .run(runner);
    }

    private static MultiLayerConfiguration network() {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.RELU)
                .updater(new Adam(1e-3))
                .convolutionMode(ConvolutionMode.Same)
                .list();
        for (int i = 0; i < 12; i++) {
            int stride = i % 4 == 0 ? 2 : 1; // 28, 14, 7, 4 pixels wide
            layers.layer(new ConvolutionLayer.Builder(3, 3)
                    .stride(stride, stride)
                    .nOut(8)
                    .build());
        }
        return layers.layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build();
    }
}
