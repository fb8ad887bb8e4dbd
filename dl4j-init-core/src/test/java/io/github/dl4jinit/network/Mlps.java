// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.Hashes;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/** A multi-layer perceptron of four named layers, and what is asked of it once it has been initialised. */
final class Mlps {

    private Mlps() {}

    static DenseLayer dense(String name, int outputs, Activation activation) {
        return new DenseLayer.Builder()
                .name(name)
                .nOut(outputs)
                .activation(activation)
                .build();
    }

    static List<Layer> layers() {
        return List.of(
                dense("first", 30, Activation.RELU),
                dense("second", 25, Activation.TANH),
                dense("third", 35, Activation.ELU),
                Nets.softmax().name("out").build());
    }

    static MultiLayerNetwork network() {
        return Nets.list(InputType.feedForward(20), layers());
    }

    static String applied(NetworkInit.Builder builder, Model network) {
        builder.build().apply(network);
        return Hashes.of(network.params());
    }

    static String weights(MultiLayerNetwork network, String layer) {
        return Hashes.of(network.getLayer(layer).getParam("W"));
    }

    static ParameterInit parameterOf(NetworkInitSummary summary, String layer, String parameter) {
        return summary.parameters().stream()
                .filter(init -> init.layer().equals(layer) && init.parameter().equals(parameter))
                .findFirst()
                .orElseThrow();
    }
}
