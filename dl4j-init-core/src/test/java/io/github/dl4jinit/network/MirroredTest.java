// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.ConstantDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Plain networks of mirrored weights: linear at the start, and isometries between their outer layers. */
class MirroredTest {

    /** 151 layers add up 151 errors of rounding, each some 10⁻¹⁶ of values of size 1. */
    static final double ROUNDING = 1e-12;

    static List<IActivation> functions() {
        return List.of(
                new ActivationReLU(),
                new ActivationLReLU(0.3),
                new ActivationGELU(),
                new ActivationGELU(true),
                new ActivationSwish(),
                new ActivationSoftPlus(),
                new HandMade());
    }

    /** Inputs and outputs are half as wide as the layers between, so that every V is square. */
    @ParameterizedTest
    @MethodSource("functions")
    void plainNetworksAreOrthogonalMaps(IActivation function) {
        for (int depth : new int[] {50, 151}) {
            MultiLayerNetwork network = mirrored(8, hidden(function, depth, 16));
            assertIsOrthogonalMap(network);
        }
    }

    private static void assertIsOrthogonalMap(MultiLayerNetwork network) {
        assertThat(Nets.nonlinearity(network, 5, 8)).isLessThan(ROUNDING);
        INDArray map = network.output(Nd4j.eye(8).castTo(DataType.DOUBLE));
        assertThat(map.mmul(map.transpose())
                        .sub(Nd4j.eye(8).castTo(DataType.DOUBLE))
                        .norm2Number()
                        .doubleValue())
                .isLessThan(ROUNDING);
    }

    /** Its slopes are parameters of a layer of its own; DL4J's own value for them is 0, which is ReLU. */
    @ParameterizedTest
    @ValueSource(ints = {50, 151})
    void deepPreluNetworksAreOrthogonalMaps(int depth) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(dense(Activation.IDENTITY.getActivationFunction(), 16));
            layers.add(new PReLULayer.Builder()
                    .inputShape(16)
                    .weightInit(new ConstantDistribution(0.25))
                    .build());
        }
        assertIsOrthogonalMap(mirrored(8, layers));
    }

    @Test
    void signalsAndGradientsKeepTheirSize() {
        for (IActivation function : List.of(new ActivationReLU(), new ActivationGELU(), new ActivationSwish())) {
            SignalReport report = SignalProbe.probe(mirrored(8, hidden(function, 151, 16)));
            assertThat(report.forward().ratePerLayer().getAsDouble()).isCloseTo(1, within(1e-3));
            assertThat(report.backward().ratePerLayer().getAsDouble()).isCloseTo(1, within(1e-3));
        }
    }

    /** Pairs without the unit that has no partner; the last V is as wide as the one before it. */
    @ParameterizedTest
    @ValueSource(ints = {15, 3, 2})
    void smallAndOddWidths(int width) {
        MultiLayerNetwork network = mirrored(8, hidden(new ActivationReLU(), 50, width));
        assertThat(Nets.nonlinearity(network, 5, 8)).isLessThan(ROUNDING);
        List<INDArray> activations = network.feedForward(Nets.normal(3, 50, 8));
        assertThat(difference(activations.get(50)) / difference(activations.get(1)))
                .isCloseTo(1, within(1e-9));
        INDArray alone = network.getLayer(30).getParam("W").getRow(width - 1);
        assertThat(alone.norm2Number().doubleValue() == 0).isEqualTo(width % 2 == 1);
    }

    @Test
    void widthsThatDiffer() {
        List<Layer> layers = new ArrayList<>();
        int[] widths = {30, 30, 41, 16, 50, 9, 20};
        for (int width : widths) {
            layers.add(dense(new ActivationGELU(), width));
        }
        MultiLayerNetwork network = network(12, layers);
        NetworkInitSummary summary = NetworkInit.builder().mirrored().build().apply(network);
        assertThat(Nets.nonlinearity(network, 5, 12)).isLessThan(ROUNDING);
        for (ParameterInit parameter : summary.parameters()) {
            parameter.stdAsked().ifPresent(asked -> assertThat(parameter.stdRealised())
                    .isCloseTo(asked, within(0.1 * asked)));
        }
    }

    /** A function is the same to mirrored weights wherever it stands. */
    @Test
    void functionsAsLayersOfTheirOwnChangeNoWeights() {
        for (IActivation function : List.of(new ActivationReLU(), new ActivationLReLU(0.3))) {
            List<Layer> apart = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                apart.add(dense(Activation.IDENTITY.getActivationFunction(), 16));
                apart.add(new ActivationLayer(function));
            }
            assertThat(mirrored(8, apart).params())
                    .isEqualTo(mirrored(8, hidden(function, 3, 16)).params());
        }
    }

    @Test
    void functionsNormalisationAndDropoutAsLayersOfTheirOwn() {
        List<Layer> layers = new ArrayList<>();
        for (IActivation function : List.of(new ActivationReLU(), new ActivationGELU(), new ActivationLReLU(0.5))) {
            layers.add(dense(Activation.IDENTITY.getActivationFunction(), 16));
            layers.add(new BatchNormalization());
            layers.add(new DropoutLayer.Builder(0.7).build());
            layers.add(new ActivationLayer(function));
            layers.add(new DropoutLayer.Builder(0.8).build());
            layers.add(dense(Activation.IDENTITY.getActivationFunction(), 16));
            layers.add(new PReLULayer.Builder().inputShape(16).build());
        }
        MultiLayerNetwork network = mirrored(8, layers);
        assertThat(Nets.nonlinearity(network, 5, 8)).isLessThan(ROUNDING);
    }

    /** With dropout the weights are for training, as without mirrors: smaller by the root of what is kept. */
    @Test
    void dropoutIsPlannedForTraining() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            layers.add(new DenseLayer.Builder()
                    .nOut(400)
                    .activation(new ActivationReLU())
                    .dropOut(i == 0 ? 1 : 0.8)
                    .build());
        }
        MultiLayerNetwork network = mirrored(200, layers);
        assertThat(Nets.nonlinearity(network, 5, 200)).isLessThan(ROUNDING);
        INDArray in = Nets.normal(3, 50, 200);
        // Of ReLU, E[z²] = 2·E[φ²], and independent masks add 2·E[φ²]·(1/p − 1).
        double training = rms(network.feedForward(in, true).get(4));
        double inference = rms(network.feedForward(in, false).get(4));
        assertThat(training / Math.sqrt(0.5)).isCloseTo(1, within(0.03));
        assertThat(inference / Math.sqrt(0.5)).isCloseTo(Math.pow(0.8, 1.5), within(0.03));
    }

    @Test
    void linearLayersAndNetworksOfOneLayerNeedNoPairs() {
        MultiLayerNetwork linear = network(16, hidden(Activation.IDENTITY.getActivationFunction(), 20, 16));
        NetworkInitSummary summary = NetworkInit.builder().mirrored().build().apply(linear);
        assertThat(what(summary)).containsOnly("orthogonal");
        assertThat(rms(linear.feedForward(Nets.normal(3, 50, 16)).get(20)))
                .isCloseTo(rms(Nets.normal(3, 50, 16)), within(ROUNDING));
        MultiLayerNetwork one = network(16, List.of());
        assertThat(what(NetworkInit.builder().mirrored().build().apply(one))).containsOnly("orthogonal");
    }

    @Test
    void variancesAndGainsAreKnobsOnTop() {
        MultiLayerNetwork network = network(8, hidden(new ActivationReLU(), 6, 16));
        NetworkInit.builder()
                .mirrored()
                .preActivationVariance(0.25)
                .gain("layer3", 2)
                .build()
                .apply(network);
        List<INDArray> activations = network.feedForward(Nets.normal(3, 50, 8));
        double unit = rms(Nets.normal(3, 50, 8)) * Math.sqrt(50 * 8);
        assertThat(difference(activations.get(1))).isCloseTo(0.5 * unit, within(1e-9));
        assertThat(difference(activations.get(3))).isCloseTo(0.5 * unit, within(1e-9));
        assertThat(difference(activations.get(6))).isCloseTo(unit, within(1e-9));
    }

    @Test
    void biasesOfPairsBecomeZero() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .biasInit(0.5)
                .list()
                .layer(dense(new ActivationReLU(), 16))
                .layer(output())
                .setInputType(InputType.feedForward(8))
                .build());
        network.init();
        NetworkInitSummary summary = NetworkInit.builder().mirrored().build().apply(network);
        assertThat(network.getLayer(0).getParam("b").norm2Number().doubleValue())
                .isZero();
        assertThat(network.getLayer(1).getParam("b").minNumber().doubleValue()).isEqualTo(0.5);
        assertThat(Mlps.parameterOf(summary, "layer0", "b").origin()).isEqualTo("mirrored: 0 in place of 0.5");
    }

    @Test
    void theSeedDecidesAllBits() {
        List<Layer> layers = hidden(new ActivationReLU(), 5, 16);
        String first = Mlps.applied(NetworkInit.builder().mirrored(), network(8, layers));
        assertThat(Mlps.applied(NetworkInit.builder().mirrored(), network(8, layers)))
                .isEqualTo(first);
        assertThat(Mlps.applied(NetworkInit.builder().mirrored().seed(7), network(8, layers)))
                .isNotEqualTo(first);
    }

    @Test
    void theSummarySaysWhichLayerIsWhich() {
        MultiLayerNetwork network = network(8, hidden(new ActivationLReLU(0.5), 3, 16));
        NetworkInitSummary summary = NetworkInit.builder().mirrored().build().apply(network);
        assertThat(what(summary))
                .containsExactly("mirrored first", "mirrored hidden", "mirrored hidden", "mirrored last");
        assertThat(Mlps.parameterOf(summary, "layer2", "W").origin())
                .isEqualTo("differences of pairs: E[z²] = 1.000, c = 1.500");
        assertThat(summary.assumptions()).isEmpty();
        // V is orthogonal, 8 x 8; each of its elements stands four times in 16 x 16, over 1.5.
        assertThat(Mlps.parameterOf(summary, "layer2", "W").stdAsked().getAsDouble())
                .isCloseTo(1 / (1.5 * Math.sqrt(8)), within(1e-9));
    }

    /** An activation function of a user's own, with φ(z) − φ(−z) = 3z: 1.5 z + cos z. */
    private static final class HandMade extends BaseActivationFunction {

        private static final long serialVersionUID = 1L;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return in.muli(1.5).addi(Transforms.cos(in.div(1.5), true));
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return new Pair<>(epsilon.muli(Transforms.sin(in, true).rsubi(1.5)), null);
        }

        @Override
        public String toString() {
            return "handmade";
        }
    }

    static List<String> what(NetworkInitSummary summary) {
        return summary.parameters().stream()
                .filter(ParameterInit::drawn)
                .map(ParameterInit::what)
                .collect(Collectors.toList());
    }

    private static double rms(INDArray values) {
        return values.norm2Number().doubleValue() / Math.sqrt(values.length());
    }

    /** The length of what the first half of the units or channels is more than the second. */
    static double difference(INDArray pairs) {
        long half = pairs.size(1) / 2;
        INDArray first = pairs.get(NDArrayIndex.all(), NDArrayIndex.interval(0, half));
        INDArray second = pairs.get(NDArrayIndex.all(), NDArrayIndex.interval(half, 2 * half));
        return first.sub(second).norm2Number().doubleValue();
    }

    private static List<Layer> hidden(IActivation function, int depth, int width) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(dense(function, width));
        }
        return layers;
    }

    static Layer dense(IActivation function, int width) {
        return new DenseLayer.Builder().nOut(width).activation(function).build();
    }

    static Layer output() {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(8)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static MultiLayerNetwork mirrored(int inputs, List<Layer> hidden) {
        MultiLayerNetwork network = network(inputs, hidden);
        NetworkInit.builder().mirrored().build().apply(network);
        return network;
    }

    private static MultiLayerNetwork network(int inputs, List<Layer> hidden) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .list();
        hidden.forEach(layer -> list.layer(layer.clone()));
        MultiLayerNetwork network = new MultiLayerNetwork(
                list.layer(output()).setInputType(InputType.feedForward(inputs)).build());
        network.init();
        return network;
    }
}
