// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.Mlps.dense;
import static io.github.dl4jinit.network.Mlps.network;
import static io.github.dl4jinit.network.Mlps.parameterOf;
import static io.github.dl4jinit.network.Mlps.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.Hashes;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

/** Layers that are left as they are: by name, by a condition, or because they are frozen. */
class KeptLayersTest {

    @Test
    void layersCanBeKeptByNameAndByCondition() {
        MultiLayerNetwork network = network();
        List<String> before = List.of(weights(network, "first"), weights(network, "second"), weights(network, "third"));
        NetworkInitSummary summary = NetworkInit.builder()
                .keep("second")
                .keep(name -> name.startsWith("th"))
                .build()
                .apply(network);
        assertThat(weights(network, "first")).isNotEqualTo(before.get(0));
        assertThat(weights(network, "second")).isEqualTo(before.get(1));
        assertThat(weights(network, "third")).isEqualTo(before.get(2));
        assertThat(parameterOf(summary, "second", "W").what()).isEqualTo("kept");
        assertThat(parameterOf(summary, "second", "W").stdAsked()).isEmpty();
        assertThat(parameterOf(summary, "third", "b").what()).isEqualTo("kept");
    }

    /** What follows kept weights is scaled by what these make of the signal. */
    @Test
    void keptWeightsAreReckonedWith() {
        MultiLayerNetwork network = network();
        network.getLayer("first").getParam("W").muli(100);
        double usual = parameterOf(NetworkInit.builder().build().apply(network()), "second", "W")
                .stdAsked()
                .getAsDouble();
        double norm = network.getLayer("first").getParam("W").norm2Number().doubleValue();
        NetworkInitSummary summary = NetworkInit.builder().keep("first").build().apply(network);
        // ReLU passes on the root mean square that it gets, which is the weights' norm over √30.
        assertThat(parameterOf(summary, "second", "W").stdAsked().getAsDouble())
                .isCloseTo(usual * Math.sqrt(30) / norm, within(1e-3 * usual));
    }

    @Test
    void frozenLayersAreLeftToTheBit() {
        MultiLayerNetwork network = Nets.list(
                InputType.feedForward(20),
                List.of(
                        new FrozenLayer(dense("first", 30, Activation.RELU)),
                        dense("second", 30, Activation.RELU),
                        new FrozenLayerWithBackprop(dense("third", 30, Activation.RELU)),
                        Nets.softmax().build()));
        List<String> before = bits(network);
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        List<String> after = bits(network);
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1)).isNotEqualTo(before.get(1));
        assertThat(after.get(2)).isEqualTo(before.get(2));
        assertThat(after.get(3)).isNotEqualTo(before.get(3));
        assertThat(summary.parameters())
                .filteredOn(parameter -> parameter.origin().equals("frozen"))
                .hasSize(4);
    }

    private static List<String> bits(MultiLayerNetwork network) {
        List<String> bits = new ArrayList<>();
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            bits.add(Hashes.of(layer.params()));
        }
        return bits;
    }

    /** Transfer learning wraps layers and vertices, among which attention has weights of its own. */
    @Test
    void whatTransferLearningFroze() {
        ComputationGraph pretrained = Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(8, 10))
                .addLayer("lstm", new LSTM.Builder().nOut(8).build(), "in")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(8)
                                .nInKeys(8)
                                .nInValues(8)
                                .nOut(8)
                                .nHeads(2)
                                .headSize(4)
                                .projectInput(true)
                                .build(),
                        "lstm",
                        "lstm",
                        "lstm")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "attention")
                .addLayer("dense", dense("dense", 8, Activation.RELU), "pool")
                .addLayer("out", Nets.softmax().build(), "dense")
                .setOutputs("out"));
        ComputationGraph network = new TransferLearning.GraphBuilder(pretrained)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.1))
                        .build())
                .setFeatureExtractor("attention")
                .build();
        String lstm = Hashes.of(network.getLayer("lstm").params());
        String attention = Hashes.of(network.getVertex("attention").params());
        String dense = Hashes.of(network.getLayer("dense").params());
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(summary.parameters())
                .filteredOn(parameter -> List.of("lstm", "attention").contains(parameter.layer()))
                .hasSizeGreaterThan(6)
                .allMatch(parameter -> parameter.origin().equals("frozen"));
        assertThat(Hashes.of(network.getLayer("lstm").params())).isEqualTo(lstm);
        assertThat(Hashes.of(network.getVertex("attention").params())).isEqualTo(attention);
        assertThat(Hashes.of(network.getLayer("dense").params())).isNotEqualTo(dense);
    }
}
