// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.lab.data.Batch;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.NetworkInitSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network that tells digits apart, from a file, learns to tell even from odd ones: its first layer is frozen, its
 * second learns on, and two new ones get weights from {@link NetworkInit}, which touches nothing else.
 */
public final class FineTune {

    /** Of the two layers that the network brings along. */
    static final List<String> OLD_PARAMETERS = List.of("0_W", "0_b", "1_W", "1_b");

    private FineTune() {}

    public static void main(String[] args) throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), 6_400);
        MultiLayerNetwork digits = load(saved(digits(mnist)));
        MultiLayerNetwork parity = forParity(digits);
        System.out.println(initialiseNewLayers(parity));
        for (String parameter : OLD_PARAMETERS) {
            System.out.println(
                    parameter + " untouched: " + sameBits(digits.getParam(parameter), parity.getParam(parameter)));
        }
        System.out.printf(Locale.ROOT, "even or odd, before training: %.4f%n", accuracy(parity, mnist, 2));
        train(parity, mnist, 2);
        System.out.printf(Locale.ROOT, "even or odd, after training:  %.4f%n", accuracy(parity, mnist, 2));
    }

    static MultiLayerNetwork digits(ImageDataset mnist) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .activation(Activation.RELU)
                .updater(new Adam(1e-3))
                .list()
                .layer(new DenseLayer.Builder()
                        .name("first")
                        .nIn(mnist.inputs())
                        .nOut(128)
                        .build())
                .layer(new DenseLayer.Builder().name("second").nIn(128).nOut(64).build())
                .layer(output("digit", 64, mnist.classes()))
                .build());
        network.init();
        NetworkInit.builder().build().apply(network);
        train(network, mnist, mnist.classes());
        return network;
    }

    static Path saved(MultiLayerNetwork network) throws IOException {
        Path file = Files.createTempFile("digits", ".zip");
        ModelSerializer.writeModel(network, file.toFile(), true);
        return file;
    }

    static MultiLayerNetwork load(Path file) throws IOException {
        try {
            return ModelSerializer.restoreMultiLayerNetwork(file.toFile());
        } finally {
            Files.delete(file);
        }
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
                .addLayer(new DenseLayer.Builder()
                        .name("new")
                        .nIn(64)
                        .nOut(32)
                        .activation(Activation.RELU)
                        .build())
                .addLayer(output("parity", 32, 2))
                .build();
    }

    /** The frozen layer is kept without being named. */
    static NetworkInitSummary initialiseNewLayers(MultiLayerNetwork parity) {
        return NetworkInit.builder().keep("second").build().apply(parity);
    }

    private static OutputLayer output(String name, int inputs, int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .name(name)
                .nIn(inputs)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** One epoch; a digit's class is its remainder by the number of classes. */
    static void train(MultiLayerNetwork network, ImageDataset mnist, int classes) {
        int[] order = mnist.trainOrder(42, 0);
        for (int from = 0; from < order.length; from += 64) {
            Batch batch = mnist.trainBatch(order, from, Math.min(from + 64, order.length));
            network.fit(batch.features(), labels(batch, classes));
        }
    }

    static double accuracy(MultiLayerNetwork network, ImageDataset mnist, int classes) {
        Evaluation evaluation = new Evaluation(classes);
        Batch batch = mnist.testBatch(0, mnist.testCount());
        evaluation.eval(labels(batch, classes), network.output(batch.features()));
        return evaluation.accuracy();
    }

    private static INDArray labels(Batch batch, int classes) {
        int[] labels =
                IntStream.of(batch.labels()).map(digit -> digit % classes).toArray();
        return new Batch(batch.pixels(), labels, classes).oneHotLabels();
    }

    /** {@code INDArray.equals} would forgive 10⁻⁵. */
    static boolean sameBits(INDArray one, INDArray other) {
        return Arrays.equals(
                one.dup('c').data().asFloat(), other.dup('c').data().asFloat());
    }
}
