// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.RareNets.add;
import static io.github.dl4jinit.network.RareNets.dense;
import static io.github.dl4jinit.network.RareNets.ending;
import static io.github.dl4jinit.network.RareNets.graph;
import static io.github.dl4jinit.network.RareNets.inputOf;
import static io.github.dl4jinit.network.RareNets.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.Hashes;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.internal.layer.Incoming;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks whose layers are put together as few are. */
class RareNetworksTest {

    @Test
    void aBrokenLayerIsNamed() {
        MultiLayerNetwork network = Nets.list(
                InputType.feedForward(20),
                List.of(dense(20), dense(20, Activation.TANH), Nets.softmax().build()));
        network.getLayer(1).getParam("W").putScalar(0, Float.NaN);
        String before = Hashes.of(network.getLayer(0).getParam("W"));
        assertThatThrownBy(() -> NetworkInit.builder().keep("layer1").build().apply(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the mean square of the pre-activations of layer1 must be finite, received NaN");
        network.getLayer(1).getParam("W").assign(0);
        assertThatThrownBy(() -> NetworkInit.builder().keep("layer1").build().apply(network))
                .hasMessageContaining("the mean square of what comes in at layer2 must be positive, received 0.0");
        assertThat(Hashes.of(network.getLayer(0).getParam("W"))).isEqualTo(before);
    }

    /** A cubic state has no mean square in the end. */
    @Test
    void aStateThatGrowsIsSaid() {
        for (Layer growing : List.<Layer>of(
                new SimpleRnn.Builder().nOut(20).activation(Activation.CUBE).build(),
                new LSTM.Builder().nOut(20).activation(Activation.CUBE).build())) {
            NetworkInitSummary summary = NetworkInit.builder()
                    .build()
                    .apply(Nets.list(
                            InputType.recurrent(20, 5),
                            List.of(new LastTimeStep(growing), Nets.softmax().build())));
            assertThat(summary.assumptions().get("layer0")).startsWith("grows from step to step");
            assertThat(inputOf(summary, "layer1")).isEqualTo(1);
        }
    }

    @Test
    void gainsOfANormalisationCount() {
        NetworkInitSummary summary = NetworkInit.builder()
                .build()
                .apply(Nets.list(
                        InputType.feedForward(20),
                        List.of(
                                dense(20),
                                new BatchNormalization.Builder()
                                        .gamma(0.1)
                                        .beta(0.2)
                                        .build(),
                                Nets.softmax().build())));
        assertThat(inputOf(summary, "layer2")).isCloseTo(0.05, within(1e-6));
    }

    /** E[x²] is 1 / p times as much, wherever the dropout is. */
    @Test
    void dropout() {
        NetworkInitSummary summary = NetworkInit.builder()
                .build()
                .apply(Nets.list(
                        InputType.feedForward(20),
                        List.of(
                                dense(20),
                                new DropoutLayer.Builder(0.5).build(),
                                new DenseLayer.Builder().nOut(20).build(),
                                Nets.softmax().dropOut(0.25).build())));
        assertThat(inputOf(summary, "layer2")).isCloseTo(2, within(1e-12));
        assertThat(inputOf(summary, "layer3")).isCloseTo(4, within(1e-12));
    }

    /** It draws slopes anew for every input, in the input's type; the network's own object is not asked. */
    @Test
    void randomSlopesInASample() {
        NetworkInitSummary summary = NetworkInit.builder()
                .build()
                .apply(Nets.list(
                        InputType.feedForward(20),
                        List.of(
                                dense(20, Activation.RRELU),
                                new ActivationLayer(Activation.TANH),
                                new ActivationLayer(Activation.RRELU),
                                Nets.softmax().build())));
        assertThat(inputOf(summary, "layer3")).isBetween(0.15, 0.3);
    }

    /** ReLU of x and of relu(x) side by side: (E[relu²] + E[relu²]) / 2, and not that of a normal variable. */
    @Test
    void aFunctionOfAConcatenation() {
        ComputationGraph network = Nets.initialised(graph().addLayer("relu", dense(20, Activation.RELU), "x")
                .addVertex("merge", new MergeVertex(), "x", "relu")
                .addLayer("again", new ActivationLayer(Activation.RELU), "merge")
                .addLayer("out", Nets.softmax().nIn(40).build(), "again")
                .setOutputs("out"));
        // A sample of 2^14: E[relu^4] = 3/2, so that its mean square has a standard error of √(1.25 / 2^14).
        assertThat(inputOf(NetworkInit.builder().build().apply(network), "out"))
                .isCloseTo(0.5, within(4 * Math.sqrt(1.25 / (1 << 14))));
    }

    @Test
    void frozenWithinAWrapperIsFrozen() {
        MultiLayerNetwork network = Nets.list(
                InputType.recurrent(20, 5),
                List.of(
                        new LastTimeStep(new FrozenLayer(new LSTM.Builder()
                                .nOut(20)
                                .activation(Activation.TANH)
                                .build())),
                        Nets.softmax().build()));
        String before = Hashes.of(network.getLayer(0).params());
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(Hashes.of(network.getLayer(0).params())).isEqualTo(before);
        assertThat(weights(summary, "layer0").origin()).isEqualTo("frozen");
    }

    @Test
    void bothDirectionsOfAWrapper() {
        MultiLayerNetwork network = Nets.list(
                InputType.recurrent(20, 5),
                List.of(
                        new Bidirectional(new MaskZeroLayer(
                                new LSTM.Builder()
                                        .nIn(20)
                                        .nOut(20)
                                        .weightInit(new HeInit())
                                        .activation(Activation.TANH)
                                        .build(),
                                -1)),
                        new LastTimeStep(new SimpleRnn.Builder()
                                .nOut(20)
                                .activation(Activation.TANH)
                                .build()),
                        Nets.softmax().build()));
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(weights(summary, "layer0").fanIn()).hasValue(20);
        assertThat(weights(summary, "layer1").origin()).startsWith("lstm");
    }

    /** Fine-tuning wraps them, and they add all the same. */
    @Test
    void frozenVerticesDoWhatTheyDid() {
        ComputationGraph network = ending(
                graph().addLayer("relu", dense(20, Activation.RELU), "x").addVertex("sum", add(), "x", "relu"), "sum");
        ComputationGraph tuned = new TransferLearning.GraphBuilder(network)
                .fineTuneConfiguration(
                        new FineTuneConfiguration.Builder().seed(3).build())
                .setFeatureExtractor("sum")
                .build();
        NetworkInitSummary summary = NetworkInit.builder().build().apply(tuned);
        double x = Incoming.meanSquareOf(network.getLayer("x").getParam("W")) * 20;
        double relu = Incoming.meanSquareOf(network.getLayer("relu").getParam("W")) * 20 * x / 2;
        assertThat(inputOf(summary, "out")).isCloseTo(x + relu, within(0.02 * (x + relu)));
    }

    /** An impulse keeps its length, as it does where a configuration names the initialiser. */
    @Test
    void deltaOrthogonalForOneLayer() {
        MultiLayerNetwork network = Nets.list(
                InputType.recurrent(8, 9),
                List.of(
                        new Convolution1DLayer.Builder(3)
                                .nOut(8)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        Nets.softmaxOfSteps()));
        NetworkInit.builder()
                .initialiser("layer0", new DeltaOrthogonalInit())
                .build()
                .apply(network);
        INDArray impulse = Nd4j.zeros(DataType.FLOAT, 1, 8, 9);
        for (int channel = 0; channel < 8; channel++) {
            impulse.assign(0).putScalar(0, channel, 4, 1);
            INDArray output = network.feedForwardToLayer(0, impulse).get(1);
            assertThat(output.norm2Number().doubleValue()).isCloseTo(1, within(1e-5));
        }
    }

    /** Two objects of one class and one name, of which one multiplies by five. */
    @Test
    void aUsersFunctionsCountForThemselves() {
        MultiLayerNetwork network = Nets.list(
                InputType.feedForward(20),
                List.of(
                        new DenseLayer.Builder()
                                .nOut(20)
                                .activation(new Times(1))
                                .build(),
                        new DenseLayer.Builder()
                                .nOut(20)
                                .activation(new Times(5))
                                .build(),
                        Nets.softmax().build()));
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(inputOf(summary, "layer1")).isCloseTo(1, within(1e-9));
        assertThat(inputOf(summary, "layer2")).isCloseTo(25, within(1e-6));
    }

    @Test
    void orthogonalWeightsOfAUsersKernel() {
        MultiLayerNetwork network = Nets.list(
                InputType.convolutional(6, 6, 2),
                List.of(
                        new ConvolutionLayer.Builder(2, 2).nOut(4).build(),
                        Nets.softmax().build()));
        NetworkInit.builder()
                .orthogonal()
                .rule(ConvolutionLayer.class, layer -> List.of(ParameterRule.weights("W", 8, 16)))
                .build()
                .apply(network);
        INDArray matrix = network.getLayer(0).getParam("W").dup('c').reshape('c', 4, 8);
        INDArray gram = matrix.mmul(matrix.transpose());
        assertThat(gram.sub(Nd4j.eye(4)).amaxNumber().doubleValue()).isLessThan(1e-5);
    }

    /** A bias of each direction is one of a unit: 1 for the weights and 4 for the biases, through no function. */
    @Test
    void biasesOfBothDirections() {
        NetworkInitSummary summary = NetworkInit.builder()
                .build()
                .apply(Nets.list(
                        InputType.recurrent(20, 5),
                        List.of(
                                new Bidirectional(new LastTimeStep(new SimpleRnn.Builder()
                                        .nIn(20)
                                        .nOut(20)
                                        .weightInit(new HeInit())
                                        .biasInit(2)
                                        .activation(Activation.HARDTANH)
                                        .build())),
                                Nets.softmax().build())));
        // A state of variance 5 + v, v = E[hardtanh²] = 0.7824 its own mean square; biases counted twice make 0.8326.
        assertThat(inputOf(summary, "layer1")).isCloseTo(0.7824, within(1e-3));
    }

    @Test
    void nullsAreNamed() {
        assertThatThrownBy(() -> NetworkInit.builder().keep((String) null))
                .hasMessage("layer must be given, received null");
        assertThatThrownBy(() -> NetworkInit.builder()
                        .rule(DenseLayer.class, layer -> null)
                        .build()
                        .apply(Nets.list(
                                InputType.feedForward(20),
                                List.of(dense(20), Nets.softmax().build()))))
                .hasMessage("the rule for DenseLayer must be given, received null");
    }

    /** s·x under a name that does not tell s. */
    private static final class Times extends BaseActivationFunction implements IActivation {

        private static final long serialVersionUID = 1L;

        private final double factor;

        Times(double factor) {
            this.factor = factor;
        }

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return in.muli(factor);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return new Pair<>(epsilon.mul(factor), null);
        }

        @Override
        public String toString() {
            return "times";
        }
    }
}
