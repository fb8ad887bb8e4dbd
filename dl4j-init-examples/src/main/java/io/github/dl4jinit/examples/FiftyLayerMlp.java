// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.Batch;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Fifty hidden layers of 128 ReLUs learn MNIST in one epoch, because their weights begin at the right scale. */
public final class FiftyLayerMlp {

    private FiftyLayerMlp() {}

    /** Argument: the number of training images to use, all 60 000 unless given. */
    public static void main(String[] args) throws IOException {
        System.out.printf("test accuracy: %.4f%n", testAccuracy(args.length == 0 ? 0 : Integer.parseInt(args[0])));
    }

    static double testAccuracy(int trainLimit) throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), trainLimit);

        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit()) // the line that matters: try new XavierInit()
                .activation(Activation.RELU)
                .updater(new Adam(2e-4))
                .list();
        for (int i = 0; i < 50; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(i == 0 ? mnist.inputs() : 128)
                    .nOut(128)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(128)
                .nOut(mnist.classes())
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();

        int[] order = mnist.trainOrder(42, 0);
        for (int from = 0; from < order.length; from += 128) {
            Batch batch = mnist.trainBatch(order, from, Math.min(from + 128, order.length));
            network.fit(batch.features(), batch.oneHotLabels());
        }

        Evaluation evaluation = new Evaluation(mnist.classes());
        for (int from = 0; from < mnist.testCount(); from += 1000) {
            Batch batch = mnist.testBatch(from, Math.min(from + 1000, mnist.testCount()));
            evaluation.eval(batch.oneHotLabels(), network.output(batch.features()));
        }
        return evaluation.accuracy();
    }
}
