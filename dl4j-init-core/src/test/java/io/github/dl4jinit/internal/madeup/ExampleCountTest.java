// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.madeup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.internal.topology.NetworkView;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Examples that a probe makes up keep to their memory, whatever the network. No pass is made here. */
class ExampleCountTest {

    private static final long MEGABYTE = 1L << 20;

    private static NetworkView network(DataType type, InputType input, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.RELU)
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(input).build());
        network.init();
        return NetworkView.of(network);
    }

    private static NetworkView images(DataType type) {
        return network(
                type,
                InputType.convolutional(256, 256, 3),
                new ConvolutionLayer.Builder(3, 3).nOut(16).build(),
                new ConvolutionLayer.Builder(3, 3).nOut(16).build(),
                new GlobalPoolingLayer(),
                output());
    }

    private static Layer output() {
        return new OutputLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .nOut(1)
                .build();
    }

    private static ExampleCount count(NetworkView network, InputType type) {
        return RandomInputs.ofTypes(network, type).affordable();
    }

    @Test
    void smallNetworksGetTheUsualNumber() {
        InputType vector = InputType.feedForward(100);
        ExampleCount count = count(
                network(
                        DataType.FLOAT,
                        vector,
                        new DenseLayer.Builder().nOut(4096).build(),
                        output()),
                vector);

        assertThat(count.count()).isEqualTo(64);
        assertThat(count.why()).isEmpty();
    }

    /**
     * An example is 256² · (3 + 16 + 16) activations, held three times, and 256² · 9 · 16 unfolded, forward and back.
     */
    @Test
    void largeImagesGetAsManyAsFit() {
        InputType images = InputType.convolutional(256, 256, 3);
        long bytes = 4L * 256 * 256 * (3 * (3 + 16 + 16) + 2 * 9 * 16);

        ExampleCount count = count(images(DataType.FLOAT), images);

        assertThat(count.count()).isBetween((int) ((1L << 30) / (1.3 * bytes)), (int) ((1L << 30) / bytes));
        assertThat(count.why().get())
                .startsWith(count.count() + " examples were made up, not 64 as usual: one takes about ")
                .contains("all together may take 1024 MB. Give a batch size");
    }

    @Test
    void twiceAsManyFitOfHalfTheSize() {
        InputType images = InputType.convolutional(256, 256, 3);

        assertThat(count(images(DataType.FLOAT), images).count())
                .isEqualTo(count(images(DataType.DOUBLE), images).count() * 2);
    }

    @Test
    void someAreMadeUpHoweverLargeTheyAre() {
        InputType images = InputType.convolutional(2048, 2048, 3);

        ExampleCount count = count(images(DataType.FLOAT), images);

        assertThat(count.count()).isEqualTo(4);
        assertThat(count.why().get()).contains("but fewer than 4 would tell too little");
    }

    /** The four gates of every step count: 3000 steps of 256 units alone, three times, would be 9 MB. */
    @Test
    void longSeriesCountTheirGates() {
        InputType series = InputType.recurrent(8, 3000);
        NetworkView network = network(
                DataType.FLOAT,
                series,
                new LSTM.Builder().nOut(256).build(),
                new RnnOutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nOut(1)
                        .build());

        assertThat(count(network, series).count()).isBetween(10, (int) ((1L << 30) / (20 * MEGABYTE)));
    }
}
