// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network.planned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.network.Nets;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.NetworkInitSummary;
import io.github.dl4jinit.network.Variances;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** LSTMs whose state would grow over long sequences get smaller recurrent weights, or a warning. */
class LstmStabilityTest {

    private static final int UNITS = 32;

    private static final Set<Activation> BOTH_WAYS_TOO = Set.of(Activation.RELU, Activation.TANH);

    /** Behind isometries, ReLU's mean square after 120 steps is 10⁶ (32 units) to 10¹¹ (128). */
    @ParameterizedTest
    @CsvSource({"RELU, 0.5", "SOFTPLUS, 0.25", "TANH, 1"})
    void theStateStaysInBounds(Activation function, double gain) {
        for (boolean bothWays : BOTH_WAYS_TOO.contains(function) ? List.of(false, true) : List.of(false)) {
            Layer layer = lstm(function, 1);
            MultiLayerNetwork network = network(bothWays ? new Bidirectional(layer) : layer);
            NetworkInitSummary summary = NetworkInit.builder().build().apply(network);

            String recurrent = bothWays ? "bRW" : "RW";
            assertThat(summary.parameters().stream()
                            .filter(parameter -> parameter.parameter().equals(recurrent))
                            .findFirst()
                            .orElseThrow()
                            .stdRealised())
                    .isCloseTo(gain / Math.sqrt(UNITS), within(1e-3));
            if (gain == 1) {
                assertThat(summary.assumptions()).isEmpty();
            } else {
                assertThat(summary.assumptions().get("layer0"))
                        .endsWith("its state would grow over long sequences: its recurrent weights are multiplied by "
                                + gain);
            }
            INDArray states = network.feedForward(steps(), false).get(1);
            INDArray last = states.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(119));
            assertThat(Variances.meanSquare(last.dup())).isBetween(0.01, 2.0);
        }
    }

    /** A cell that remembers twenty steps adds up what it wrote. */
    @ParameterizedTest
    @CsvSource({"RELU", "SOFTPLUS"})
    void whatNoScaleCuresIsSaid(Activation function) {
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network(lstm(function, 3)));
        assertThat(summary.assumptions())
                .containsEntry(
                        "layer0",
                        "with " + function.getActivationFunction() + " and a forget gate bias of 3.0 its state grows"
                                + " over long sequences whatever its weights: use tanh, or a forget gate bias of 1");
    }

    private static Layer lstm(Activation function, double forgetBias) {
        return new LSTM.Builder()
                .nIn(8)
                .nOut(UNITS)
                .activation(function)
                .forgetGateBiasInit(forgetBias)
                .build();
    }

    private static MultiLayerNetwork network(Layer layer) {
        return Nets.list(InputType.recurrent(8, 120), List.of(layer, Nets.softmaxOfSteps()));
    }

    private static INDArray steps() {
        Nd4j.getRandom().setSeed(3);
        return Nd4j.randn(DataType.FLOAT, 8, 8, 120);
    }
}
