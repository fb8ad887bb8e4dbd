// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.Hashes;
import io.github.dl4jinit.HeInit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** What apply does to a network beside drawing the right numbers: seeds, state, failures, what is left alone. */
class NetworkInitTest {

    private static final DataSet BATCH = Nets.batch(3, 16, 20);

    private static DenseLayer dense(String name, int outputs, Activation activation) {
        return new DenseLayer.Builder()
                .name(name)
                .nOut(outputs)
                .activation(activation)
                .build();
    }

    private static List<Layer> layers() {
        return List.of(
                dense("first", 30, Activation.RELU),
                dense("second", 25, Activation.TANH),
                dense("third", 35, Activation.ELU),
                Nets.softmax().name("out").build());
    }

    private static MultiLayerNetwork network() {
        return Nets.list(InputType.feedForward(20), layers());
    }

    private static String applied(NetworkInit.Builder builder, Model network) {
        builder.build().apply(network);
        return Hashes.of(network.params());
    }

    private static String weights(MultiLayerNetwork network, String layer) {
        return Hashes.of(network.getLayer(layer).getParam("W"));
    }

    @Test
    void aSeedDecidesEveryBit() {
        String one = applied(NetworkInit.builder(), network());
        assertThat(applied(NetworkInit.builder(), network())).isEqualTo(one);
        assertThat(applied(NetworkInit.builder().seed(42), network()))
                .as("the network's own seed")
                .isEqualTo(one);
        assertThat(applied(NetworkInit.builder().seed(43), network())).isNotEqualTo(one);
        assertThat(applied(NetworkInit.builder().seed(43), network()))
                .isEqualTo(applied(NetworkInit.builder().seed(43), network()));
    }

    @Test
    void aListAndAGraphOfTheSameLayersGetTheSameWeights() {
        ComputationGraph graph = Nets.chain(InputType.feedForward(20), layers());
        assertThat(applied(NetworkInit.builder(), graph)).isEqualTo(applied(NetworkInit.builder(), network()));
    }

    @Test
    void nothingOfFormerWeightsIsLeft() {
        MultiLayerNetwork network = network();
        network.params().assign(Float.NaN);
        assertThat(applied(NetworkInit.builder(), network)).isEqualTo(applied(NetworkInit.builder(), network()));
    }

    /** An initialiser of the user's draws from it, too. */
    @Test
    void theGeneratorOfNd4jNeitherMattersNorMoves() {
        MultiLayerNetwork network = network();
        NetworkInit.Builder builder = NetworkInit.builder().initialiser("second", new HeInit());
        Nd4j.getRandom().setSeed(5);
        long next = Nd4j.getRandom().nextLong();
        String one = applied(builder, network);
        long after = Nd4j.getRandom().nextLong();
        Nd4j.getRandom().setSeed(5);
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(next);
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(after);
        assertThat(applied(builder, network)).isEqualTo(one);
    }

    @Test
    void layersOfOneShapeDiffer() {
        MultiLayerNetwork network = Nets.list(
                InputType.feedForward(20),
                List.of(
                        dense("a", 20, Activation.RELU),
                        dense("b", 20, Activation.RELU),
                        dense("c", 20, Activation.RELU)));
        NetworkInit.builder().build().apply(network);
        assertThat(List.of(weights(network, "a"), weights(network, "b"), weights(network, "c")))
                .doesNotHaveDuplicates();
    }

    @Test
    void savedAndRestoredTheBitsAreTheSame(@TempDir Path folder) throws IOException {
        MultiLayerNetwork network = network();
        String bits = applied(NetworkInit.builder(), network);
        File file = folder.resolve("network.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file);
        assertThat(Hashes.of(restored.params())).isEqualTo(bits);
        restored.params().addi(1);
        assertThat(applied(NetworkInit.builder(), restored)).isEqualTo(bits);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trainingGoesOn(boolean list) {
        Model network = list ? network() : Nets.chain(InputType.feedForward(20), layers());
        fit(network, 3);
        NetworkInit.builder().build().apply(network);
        double before = score(network);
        fit(network, 20);
        assertThat(score(network)).isLessThan(0.9 * before);
    }

    private static void fit(Model network, int steps) {
        for (int i = 0; i < steps; i++) {
            if (network instanceof MultiLayerNetwork) {
                ((MultiLayerNetwork) network).fit(BATCH);
            } else {
                ((ComputationGraph) network).fit(BATCH);
            }
        }
    }

    private static double score(Model network) {
        return network instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) network).score(BATCH)
                : ((ComputationGraph) network).score(BATCH);
    }

    /** Adam's step depends on its moments and on the number of the iteration, which is not the updater's. */
    @Test
    void theUpdaterStartsAnewUnlessItIsKept() {
        MultiLayerNetwork fresh = network();
        NetworkInit.builder().build().apply(fresh);
        fresh.getLayerWiseConfigurations().setIterationCount(5);
        fresh.fit(BATCH);

        MultiLayerNetwork trained = network();
        fit(trained, 5);
        NetworkInit.builder().build().apply(trained);
        trained.fit(BATCH);
        assertThat(Hashes.of(trained.params())).isEqualTo(Hashes.of(fresh.params()));

        MultiLayerNetwork kept = network();
        fit(kept, 5);
        String state = state(kept);
        NetworkInit.builder().keepUpdaterState().build().apply(kept);
        assertThat(state(kept)).isEqualTo(state);
        kept.fit(BATCH);
        assertThat(Hashes.of(kept.params())).isNotEqualTo(Hashes.of(fresh.params()));
    }

    @Test
    void theUpdaterOfAGraphStartsAnewToo() {
        ComputationGraph fresh = Nets.chain(InputType.feedForward(20), layers());
        NetworkInit.builder().build().apply(fresh);
        fresh.getConfiguration().setIterationCount(5);
        fresh.fit(BATCH);
        ComputationGraph trained = Nets.chain(InputType.feedForward(20), layers());
        fit(trained, 5);
        NetworkInit.builder().build().apply(trained);
        trained.fit(BATCH);
        assertThat(Hashes.of(trained.params())).isEqualTo(Hashes.of(fresh.params()));
    }

    private static String state(MultiLayerNetwork network) {
        return Hashes.of(network.getUpdater().getStateViewArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureHalfWayLeavesEverythingAsItWas(boolean error) {
        MultiLayerNetwork network = network();
        fit(network, 3);
        String before = Hashes.of(network.params());
        String state = state(network);
        Failing failing =
                new Failing(error ? new StackOverflowError("on purpose") : new ArithmeticException("on purpose"));
        NetworkInit init = NetworkInit.builder().initialiser("third", failing).build();
        assertThatThrownBy(() -> init.apply(network)).hasMessage("on purpose");
        assertThat(failing.calls).isEqualTo(1);
        assertThat(Hashes.of(network.params())).isEqualTo(before);
        assertThat(state(network)).isEqualTo(state);
        network.fit(BATCH);

        MultiLayerNetwork other = network();
        fit(other, 4);
        assertThat(Hashes.of(network.params())).isEqualTo(Hashes.of(other.params()));
    }

    /** Asked for weights, it fails when others have been written already. */
    private static final class Failing implements IWeightInit {

        private static final long serialVersionUID = 1L;

        private final Throwable failure;
        private int calls;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
            calls++;
            if (failure instanceof Error) {
                throw (Error) failure;
            }
            throw (RuntimeException) failure;
        }
    }

    @Test
    void aRuleForAParameterThatThereIsNotChangesNothing() {
        MultiLayerNetwork network = network();
        String before = Hashes.of(network.params());
        NetworkInit init = NetworkInit.builder()
                .rule(DenseLayer.class, layer -> List.of(ParameterRule.weights("V", 3, 3)))
                .build();
        assertThatThrownBy(() -> init.apply(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameter of a rule for DenseLayer must be one of [W, b], received V");
        assertThat(Hashes.of(network.params())).isEqualTo(before);
    }

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
        assertThat(of(summary, "second", "W").what()).isEqualTo("kept");
        assertThat(of(summary, "second", "W").stdAsked()).isEmpty();
        assertThat(of(summary, "third", "b").what()).isEqualTo("kept");
    }

    /** What follows kept weights is scaled by what these make of the signal. */
    @Test
    void keptWeightsAreReckonedWith() {
        MultiLayerNetwork network = network();
        network.getLayer("first").getParam("W").muli(100);
        double usual = of(NetworkInit.builder().build().apply(network()), "second", "W")
                .stdAsked()
                .getAsDouble();
        double norm = network.getLayer("first").getParam("W").norm2Number().doubleValue();
        NetworkInitSummary summary = NetworkInit.builder().keep("first").build().apply(network);
        // ReLU passes on the root mean square that it gets, which is the weights' norm over √30.
        assertThat(of(summary, "second", "W").stdAsked().getAsDouble())
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

    @Test
    void gainsMultiplyWhatWouldHaveBeenDrawn() {
        MultiLayerNetwork one = network();
        MultiLayerNetwork all = network();
        MultiLayerNetwork single = network();
        NetworkInit.builder().build().apply(one);
        NetworkInit.builder().gain(2).build().apply(all);
        NetworkInitSummary summary =
                NetworkInit.builder().gain("second", 4).build().apply(single);
        assertThat(Hashes.of(all.params())).isEqualTo(Hashes.of(one.params().mul(2)));
        assertThat(weights(single, "second"))
                .isEqualTo(Hashes.of(one.getLayer("second").getParam("W").mul(4)));
        for (String other : List.of("first", "third", "out")) {
            assertThat(weights(single, other)).as(other).isEqualTo(weights(one, other));
        }
        assertThat(of(summary, "second", "W").gain().getAsDouble()).isCloseTo(4 * Math.sqrt(2), within(1e-6));
    }

    @Test
    void anInitialiserOfOnesOwnIsToldTheTrueFans() {
        Recording recording = new Recording();
        MultiLayerNetwork network = Nets.list(
                InputType.recurrent(12, 5),
                List.of(new LSTM.Builder().name("lstm").nOut(20).build()));
        NetworkInitSummary summary =
                NetworkInit.builder().initialiser("lstm", recording).build().apply(network);
        // DL4J says 20 and 32 for both.
        assertThat(recording.fans).containsExactly("12.0 20.0", "20.0 20.0");
        assertThat(network.getLayer("lstm").getParam("W").minNumber().doubleValue())
                .isEqualTo(0.25);
        assertThat(network.getLayer("lstm").getParam("W").maxNumber().doubleValue())
                .isEqualTo(0.25);
        assertThat(of(summary, "lstm", "W").origin()).isEqualTo("override");

        MultiLayerNetwork he = network();
        NetworkInit.builder().initialiser("second", new HeInit()).build().apply(he);
        MultiLayerNetwork usual = network();
        NetworkInit.builder().build().apply(usual);
        assertThat(weights(he, "second")).isNotEqualTo(weights(usual, "second"));
        assertThat(weights(he, "third")).isEqualTo(weights(usual, "third"));
    }

    private static final class Recording implements IWeightInit {

        private static final long serialVersionUID = 1L;

        private final transient List<String> fans = new ArrayList<>();

        @Override
        public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
            fans.add(fanIn + " " + fanOut);
            return paramView.assign(0.25).reshape(order, shape);
        }
    }

    /** A user's class: its W may mean anything. */
    private static final class OwnLayer extends DenseLayer {

        private static final long serialVersionUID = 1L;

        OwnLayer(String name, int inputs, int outputs) {
            setLayerName(name);
            setNIn(inputs);
            setNOut(outputs);
            setActivationFn(new ActivationReLU());
        }
    }

    @Test
    void layersOfAnUnknownClassAreLeftAndNamedUnlessThereIsARule() {
        List<Layer> layers = List.of(new OwnLayer("own", 20, 400), dense("next", 400, Activation.TANH));
        MultiLayerNetwork network = Nets.list(InputType.feedForward(20), layers);
        String before = weights(network, "own");
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(weights(network, "own")).isEqualTo(before);
        assertThat(of(summary, "own", "W").what()).isEqualTo("kept");
        assertThat(of(summary, "own", "W").origin()).contains("unknown");
        assertThat(summary.assumptions()).containsKey("own");
        assertThat(of(summary, "next", "W").stdAsked().getAsDouble()).isCloseTo(1 / 20.0, within(1e-12));

        NetworkInitSummary drawn = NetworkInit.builder()
                .rule(
                        OwnLayer.class,
                        layer -> List.of(
                                ParameterRule.weights("W", layer.getNIn(), layer.getNOut()),
                                ParameterRule.bias("b", 0.5)))
                .build()
                .apply(network);
        assertThat(weights(network, "own")).isNotEqualTo(before);
        assertThat(network.getLayer("own").getParam("b").meanNumber().doubleValue())
                .isEqualTo(0.5);
        double std = of(drawn, "own", "W").stdRealised();
        assertThat(std).isCloseTo(Math.sqrt(1.0 / 20), within(4 * Math.sqrt(1.0 / 20) / Math.sqrt(2.0 * 20 * 400)));
        assertThat(drawn.assumptions()).containsEntry("own", "its biases count as if their signs were random");
        // 1 for the weights, 0.25 for the biases; a ReLU lets half of it through.
        assertThat(of(drawn, "next", "W").stdAsked().getAsDouble())
                .isCloseTo(1 / Math.sqrt(400 * 1.25 / 2), within(1e-12));
    }

    private static ParameterInit of(NetworkInitSummary summary, String layer, String parameter) {
        return summary.parameters().stream()
                .filter(init -> init.layer().equals(layer) && init.parameter().equals(parameter))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void badUseIsRefusedByNameRuleAndValue() {
        NetworkInit init = NetworkInit.builder().build();
        MultiLayerNetwork network = network();
        requireRefused("network must be given, received null", () -> init.apply(null));
        requireRefused(
                "network must be a MultiLayerNetwork or a ComputationGraph, received "
                        + network.getLayer(0).getClass().getName(),
                () -> init.apply(network.getLayer(0)));
        requireRefused(
                "network must be initialised: call init() first, received one that is not",
                () -> init.apply(new MultiLayerNetwork(network.getLayerWiseConfigurations())));
        requireRefused(
                "network must be initialised: call init() first, received one that is not",
                () -> init.apply(new ComputationGraph(
                        Nets.chain(InputType.feedForward(20), layers()).getConfiguration())));
        for (double gain : new double[] {Double.NaN, 0, -1, Double.POSITIVE_INFINITY}) {
            requireRefused("gain must be positive and finite, received " + gain, () -> NetworkInit.builder()
                    .gain(gain));
            requireRefused("gain of a must be positive and finite, received " + gain, () -> NetworkInit.builder()
                    .gain("a", gain));
        }
        for (double sigmaB2 : new double[] {Double.NaN, -1e-9, Double.POSITIVE_INFINITY}) {
            requireRefused("sigmaB2 must be zero or more and finite, received " + sigmaB2, () -> NetworkInit.builder()
                    .critical(sigmaB2));
        }
        String known = "layer must be one of [first, input, out, second, third], received nowhere";
        requireRefused(
                known, () -> NetworkInit.builder().keep("nowhere").build().apply(network));
        requireRefused(
                known, () -> NetworkInit.builder().gain("nowhere", 2).build().apply(network));
        requireRefused(known, () -> NetworkInit.builder()
                .initialiser("nowhere", new HeInit())
                .build()
                .apply(network));
        requireRefused("preserve must be given, received null", () -> NetworkInit.builder()
                .preserve(null));
        requireRefused("distribution must be given, received null", () -> NetworkInit.builder()
                .distribution(null));
        requireRefused(
                "rule must be given, received null", () -> NetworkInit.builder().residual(null));
        requireRefused("fanIn of W must be positive and finite, received 0.0", () -> ParameterRule.weights("W", 0, 3));
    }

    private static void requireRefused(String message, Runnable use) {
        assertThatThrownBy(use::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
