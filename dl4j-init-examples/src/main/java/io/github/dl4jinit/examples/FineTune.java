// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.NetworkInitSummary;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network that tells digits apart, from a file, learns to tell even from odd ones: its first layer is frozen, its
 * second learns on, and two new ones get weights from {@link NetworkInit}, which touches nothing else.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.FineTune
 * }</pre>
 *
 * prints what was initialised, and the accuracy before and after training. Change {@code keep("second")} to nothing,
 * and the second layer is drawn anew as well: it forgets what it has learnt.
 */
public final class FineTune {

    private FineTune() {}

    public static void main(String[] args) throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), 6_400);
        MultiLayerNetwork parity = forParity(reloaded(digits(mnist)));
        System.out.println(initialiseNewLayers(parity));
        System.out.printf(Locale.ROOT, "even or odd, before training: %.4f%n", accuracy(parity, mnist));
        parity.fit(parity(mnist.trainIterator(64, 42)));
        System.out.printf(Locale.ROOT, "even or odd, after training:  %.4f%n", accuracy(parity, mnist));
    }

    static MultiLayerNetwork digits(ImageDataset mnist) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .list()
                .layer(hidden("first", mnist.inputs(), 128))
                .layer(hidden("second", 128, 64))
                .layer(output("digit", 64, mnist.classes()))
                .build());
        network.init();
        NetworkInit.builder().build().apply(network);
        network.fit(mnist.trainIterator(64, 42));
        return network;
    }

    static MultiLayerNetwork reloaded(MultiLayerNetwork network) throws IOException {
        File file = File.createTempFile("digits", ".zip");
        file.deleteOnExit();
        network.save(file);
        return MultiLayerNetwork.load(file, true);
    }

    /** The output for digits goes, and two new layers come. */
    static MultiLayerNetwork forParity(MultiLayerNetwork digits) {
        return new TransferLearning.Builder(digits)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .seed(42)
                        .updater(new Adam(1e-3))
                        .build())
                .setFeatureExtractor(0) // freezes the first layer
                .removeOutputLayer()
                .addLayer(hidden("new", 64, 32))
                .addLayer(output("parity", 32, 2))
                .build();
    }

    /** The frozen layer is kept without being named. */
    static NetworkInitSummary initialiseNewLayers(MultiLayerNetwork parity) {
        return NetworkInit.builder().keep("second").build().apply(parity);
    }

    /** The same images, labelled by their digit's remainder by two. */
    static DataSetIterator parity(DataSetIterator digits) {
        INDArray remainders = Nd4j.zeros(10, 2);
        for (int digit = 0; digit < 10; digit++) {
            remainders.putScalar(digit, digit % 2, 1);
        }
        digits.setPreProcessor(batch -> batch.setLabels(batch.getLabels().mmul(remainders)));
        return digits;
    }

    static double accuracy(MultiLayerNetwork network, ImageDataset mnist) {
        return network.evaluate(parity(mnist.testIterator(1000)), List.of("even", "odd"))
                .accuracy();
    }

    private static DenseLayer hidden(String name, int inputs, int units) {
        return new DenseLayer.Builder()
                .name(name)
                .nIn(inputs)
                .nOut(units)
                .activation(Activation.RELU)
                .build();
    }

    private static OutputLayer output(String name, int inputs, int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .name(name)
                .nIn(inputs)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
