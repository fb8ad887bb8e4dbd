// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.NetworkInit;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;

/** Parameters of more than 2²⁰ numbers behind others, which are measured block by block. */
class LargeKernelsTest {

    @Test
    void convolutionsOf128Then256Then512ChannelsAreMeasured() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(convolution(256))
                .layer(convolution(512))
                .layer(new DenseLayer.Builder().nOut(20).build())
                .layer(Nets.softmax(20, 3))
                .setInputType(InputType.convolutional(4, 4, 128))
                .build());
        DataSet batch = Nets.batch(1, 3, 2, 4 * 4 * 128);
        batch.setFeatures(batch.getFeatures().reshape(2, 128, 4, 4));
        // The deviation of He's weights of 256 · 9 inputs; that of n weights is off by 1 / √(2n).
        double std = Math.sqrt(2.0 / (256 * 9));
        double standardError = 1 / Math.sqrt(2.0 * 512 * 256 * 9);
        assertThat(kernelStd(network, batch)).isCloseTo(std, within(5 * standardError * std));
        NetworkInit.builder().build().apply(network);
        Lsuv.builder().build().apply(network, batch);
        assertThat(kernelStd(network, batch))
                .isCloseTo(network.getParam("1_W").stdNumber(false).doubleValue(), within(1e-3 * std));
    }

    private static ConvolutionLayer convolution(int channels) {
        return new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(channels).build();
    }

    private static double kernelStd(MultiLayerNetwork network, DataSet batch) {
        return SignalProbe.probe(network, batch)
                .layer("layer1")
                .weights()
                .orElseThrow()
                .values()
                .std();
    }
}
