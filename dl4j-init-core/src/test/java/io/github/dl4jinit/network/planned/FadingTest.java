// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network.planned;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.network.Nets;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.SignalProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** Where no direction of the scale makes a network healthy, the summary says so beforehand, and names the cure. */
class FadingTest {

    private static final String EIGHT = "8 layers of sigmoid make all examples look the same, and gradients vanish:"
            + " NetworkInit.builder().critical(0) keeps them apart";

    @Test
    void eightLayersOfSigmoidAreToldToBeCritical() {
        assertThat(apply(NetworkInit.builder(), network(8, Activation.SIGMOID, false)))
                .containsExactly(Map.entry("layer0", EIGHT));
    }

    /** The doctor agrees: five layers are healthy as they are, and eight with what the summary recommends. */
    @Test
    void theCureIsOne() {
        MultiLayerNetwork five = network(5, Activation.SIGMOID, false);
        assertThat(apply(NetworkInit.builder(), five)).isEmpty();
        MultiLayerNetwork eight = network(8, Activation.SIGMOID, false);
        assertThat(apply(NetworkInit.builder().critical(0), eight)).isEmpty();
        assertThat(SignalProbe.probe(eight, Nets.batch(1, 64, 20)).healthy()).isTrue();
    }

    @Test
    void othersAreNotToldSo() {
        for (Activation function : List.of(Activation.RELU, Activation.TANH, Activation.GELU)) {
            assertThat(apply(NetworkInit.builder(), network(8, function, false)))
                    .isEmpty();
        }
        assertThat(apply(NetworkInit.builder(), network(8, Activation.SIGMOID, true)))
                .isEmpty();
    }

    private static Map<String, String> apply(NetworkInit.Builder init, MultiLayerNetwork network) {
        return init.build().apply(network).assumptions();
    }

    private static MultiLayerNetwork network(int depth, Activation function, boolean normalised) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new DenseLayer.Builder().nOut(64).activation(function).build());
            if (normalised) {
                layers.add(new BatchNormalization());
            }
        }
        layers.add(Nets.softmax().build());
        return Nets.list(InputType.feedForward(20), layers);
    }
}
