// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.Mlps.applied;
import static io.github.dl4jinit.network.Mlps.dense;
import static io.github.dl4jinit.network.Mlps.layers;
import static io.github.dl4jinit.network.Mlps.network;
import static io.github.dl4jinit.network.Mlps.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jinit.Hashes;
import io.github.dl4jinit.HeInit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What apply does to a network beside drawing the right numbers: seeds, the updater's state, failures. */
class NetworkInitTest {

    private static final DataSet BATCH = Nets.batch(3, 16, 20);

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
}
