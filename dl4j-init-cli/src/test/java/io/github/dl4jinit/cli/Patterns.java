// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Small data sets of patterns, and networks for them. */
public final class Patterns {

    static final int SIDE = 8;

    static final int CLASSES = 4;

    private Patterns() {}

    static Path conf(Path folder, String name, int inputs, int classes, IWeightInit init) throws IOException {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.002))
                .weightInit(init)
                .list();
        for (int layer = 0; layer < 8; layer++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(layer == 0 ? inputs : 32)
                    .nOut(32)
                    .activation(Activation.RELU)
                    .build());
        }
        MultiLayerConfiguration network = layers.layer(new OutputLayer.Builder()
                        .nIn(32)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        return Files.writeString(folder.resolve(name), network.toJson());
    }

    /** A data set of as many images of each class; or with labels that have nothing to do with the images. */
    public static Path data(Path folder, String name, int train, int test, boolean randomLabels) throws IOException {
        Path data = Files.createDirectory(folder.resolve(name));
        Random random = new Random(11);
        byte[][] pattern = new byte[CLASSES][SIDE * SIDE];
        for (byte[] pixels : pattern) {
            random.nextBytes(pixels);
        }
        write(data, "train", train, pattern, randomLabels, random);
        write(data, "t10k", test, pattern, randomLabels, random);
        return data;
    }

    static void write(Path data, String set, int count, byte[][] pattern, boolean randomLabels, Random random)
            throws IOException {
        try (DataOutputStream images =
                        new DataOutputStream(Files.newOutputStream(data.resolve(set + "-images-idx3-ubyte")));
                DataOutputStream labels =
                        new DataOutputStream(Files.newOutputStream(data.resolve(set + "-labels-idx1-ubyte")))) {
            for (int number : new int[] {0x803, count, SIDE, SIDE}) {
                images.writeInt(number);
            }
            labels.writeInt(0x801);
            labels.writeInt(count);
            for (int i = 0; i < count; i++) {
                byte[] pixels = pattern[randomLabels ? random.nextInt(CLASSES) : i % CLASSES].clone();
                for (int p = 0; p < pixels.length; p += 2) {
                    pixels[random.nextInt(pixels.length)] = (byte) random.nextInt(256);
                }
                images.write(pixels);
                labels.writeByte(i % CLASSES);
            }
        }
    }
}
