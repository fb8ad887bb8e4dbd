// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import static io.github.dl4jinit.activation.TailoringTest.DEFAULT;
import static io.github.dl4jinit.activation.TailoringTest.dense;
import static io.github.dl4jinit.activation.TailoringTest.list;
import static io.github.dl4jinit.activation.TailoringTest.output;
import static io.github.dl4jinit.activation.TailoringTest.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What tailoring refuses, and in which words. */
class TailoringRefusalsTest {

    @ParameterizedTest
    @ValueSource(strings = {"SELU", "HARDTANH", "RELU6", "RRELU", "THRESHOLDEDRELU"})
    void refusesWhatCannotBeTailored(Activation activation) {
        IActivation function = activation.getActivationFunction();
        assertThatThrownBy(() -> DEFAULT.apply(list(dense(function), output())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the activation function of layer0 must be ReLU, leaky ReLU or one without kinks and"
                        + " parameters, received " + function
                        + ": choose another, or leave the layer alone by keep(\"layer0\")");
    }

    @Test
    void refusesPReLU() {
        MultiLayerConfiguration configuration = list(
                dense(new ActivationIdentity()),
                new PReLULayer.Builder().nIn(4).nOut(4).inputShape(4).build(),
                output());
        assertThatThrownBy(() -> DEFAULT.apply(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of layer1 must be ReLU")
                .hasMessageContaining("received PReLU");
    }

    @Test
    void refusesWhereNothingIsToTailor() {
        MultiLayerConfiguration recurrent = new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        assertThatThrownBy(() -> DEFAULT.apply(recurrent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("configuration must have a hidden layer whose ReLU, leaky ReLU or smooth function may be"
                        + " tailored, received [layer0: left alone: the layer applies several functions, or one again"
                        + " and again, layer1: left alone: the network's answer]");
    }

    @Test
    void namesTheFirstLayersOnlyWhereThereAreMany() {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .activation(Activation.SOFTMAX)
                .list();
        for (int i = 0; i < 60; i++) {
            layers.layer(new DenseLayer.Builder().nIn(4).nOut(4).build());
        }
        MultiLayerConfiguration mixing = layers.layer(output()).build();
        assertThatThrownBy(() -> DEFAULT.apply(mixing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("configuration must have a hidden layer whose ReLU, leaky ReLU or smooth function may be"
                        + " tailored, received [layer0: left alone: it mixes the units of a layer, layer1: left alone:"
                        + " it mixes the units of a layer] and 59 more");
    }

    @Test
    void refusesConfigurationsWithoutWidths() {
        DenseLayer withoutInputs = new DenseLayer.Builder().nOut(4).build();
        assertThatThrownBy(() -> DEFAULT.apply(list(withoutInputs, output())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "configuration must be one that DL4J can make a network of, received: DenseLayer")
                .hasMessageContaining("nIn=0");
    }

    /** No a and b give a cube so little curvature. */
    @Test
    void saysWhichFunctionCannotBeSoStraight() {
        assertThatThrownBy(() -> DEFAULT.apply(plain(new ActivationCube(), 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the activation function of layer0 must be one that can have C''(1) = 0.1: tau = 0.3 over a"
                        + " depth of 3, received cube: choose another tau or function, or leave the layer alone by"
                        + " keep(\"layer0\")");
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> Tailoring.builder().eta(1)).hasMessage("eta must be between 0 and 1, received 1.0");
        assertThatThrownBy(() -> Tailoring.builder().tau(0))
                .hasMessage("tau must be positive and finite, received 0.0");
        assertThatThrownBy(() -> Tailoring.builder().keep((String) null))
                .hasMessage("layer must be given, received null");
        assertThatThrownBy(() -> Tailoring.builder().keep("no").build().apply(plain(new ActivationReLU(), 1)))
                .hasMessage("keep must be one of the layers [input, layer0, layer1], received no");
        assertThatThrownBy(() -> DEFAULT.apply((MultiLayerConfiguration) null))
                .hasMessage("configuration must be given, received null");
        assertThat(DEFAULT.eta()).isEqualTo(0.9);
        assertThat(DEFAULT.tau()).isEqualTo(0.3);
    }
}
