// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.theory.Preserve;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Where chains of mirrored layers begin and end: outputs, layers of other kinds, and what is refused. */
class MirroredGraphsTest {

    @Test
    void outputsOfManyKinds() {
        for (Layer output : List.of(
                Nets.softmax().build(),
                new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())) {
            MultiLayerNetwork network =
                    list(InputType.feedForward(8), dense(16, Activation.RELU), dense(16, Activation.RELU), output);
            assertThat(MirroredTest.what(mirrored(network)))
                    .containsExactly("mirrored first", "mirrored hidden", "mirrored last");
            assertLogitsAreOdd(network);
        }
        // The function behind the last weights may be any, in a layer of its own, too.
        MultiLayerNetwork loss = list(
                InputType.feedForward(8),
                dense(16, Activation.RELU),
                dense(4, Activation.IDENTITY),
                new ActivationLayer(Activation.SOFTMAX),
                new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.IDENTITY)
                        .build());
        assertThat(MirroredTest.what(mirrored(loss))).containsExactly("mirrored first", "mirrored last");
        assertLogitsAreOdd(loss);
        MultiLayerNetwork steps = list(
                InputType.recurrent(8, 5),
                dense(16, Activation.RELU),
                dense(16, Activation.RELU),
                new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build());
        assertThat(MirroredTest.what(mirrored(steps)))
                .containsExactly("mirrored first", "mirrored hidden", "mirrored last");
        assertThat(Nets.nonlinearity(steps, 2, 8, 5)).isLessThan(MirroredTest.ROUNDING);
    }

    /** log p_i(x) − log p_0(x) of softmax is a difference of logits, which changes its sign with x. */
    private static void assertLogitsAreOdd(MultiLayerNetwork network) {
        INDArray x = Nets.normal(3, 5, 8);
        INDArray sum = Transforms.log(network.output(x)).add(Transforms.log(network.output(x.neg())));
        assertThat(sum.subColumnVector(sum.getColumn(0, true)).norm2Number().doubleValue())
                .isLessThan(1e-10);
    }

    /** What is frozen or kept takes no differences: the chain ends before it and begins behind it. */
    @Test
    void aFrozenLayerInTheMiddle() {
        MultiLayerNetwork network = list(
                InputType.feedForward(8),
                dense(16, Activation.RELU),
                dense(16, Activation.RELU),
                new FrozenLayer(dense(16, Activation.TANH)),
                dense(16, Activation.RELU),
                dense(16, Activation.TANH),
                dense(16, Activation.RELU),
                MirroredTest.output());
        NetworkInitSummary summary =
                NetworkInit.builder().mirrored().keep("layer4").build().apply(network);
        assertThat(MirroredTest.what(summary))
                .containsExactly("mirrored first", "mirrored last", "orthogonal", "mirrored first", "mirrored last");
        assertThat(Mlps.parameterOf(summary, "layer1", "W").origin())
                .endsWith(", no pairs: nothing behind it takes differences");
    }

    @Test
    void layersThatItDoesNotFitAreNamed() {
        MultiLayerNetwork network = list(
                InputType.recurrent(8, 5),
                dense(16, Activation.RELU),
                dense(16, Activation.RELU),
                new LSTM.Builder().nOut(16).activation(Activation.TANH).build(),
                dense(1, Activation.RELU),
                dense(16, Activation.RELU),
                new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build());
        NetworkInitSummary summary = mirrored(network);
        assertThat(Mlps.parameterOf(summary, "layer1", "W").what()).isEqualTo("mirrored last");
        assertThat(Mlps.parameterOf(summary, "layer2", "W").origin())
                .endsWith(", not mirrored: only convolutions and dense layers without layer normalisation are");
        assertThat(Mlps.parameterOf(summary, "layer3", "W").origin()).endsWith(", no pairs: a single unit");
        assertThat(Mlps.parameterOf(summary, "layer4", "W").what()).isEqualTo("mirrored first");

        MultiLayerNetwork images = list(
                InputType.convolutional(6, 6, 2),
                MirroredConvolutionsTest.convolution(6, 3, 1),
                new DepthwiseConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .activation(Activation.TANH)
                        .build(),
                MirroredTest.output());
        assertThat(Mlps.parameterOf(mirrored(images), "layer1", "W").origin()).contains("not mirrored");
    }

    /** An initialiser of one's own is left to itself. */
    @Test
    void aLayerWithAnInitialiser() {
        MultiLayerNetwork network = list(
                InputType.feedForward(8),
                dense(16, Activation.RELU),
                dense(16, Activation.TANH),
                MirroredTest.output());
        NetworkInitSummary summary = NetworkInit.builder()
                .mirrored()
                .initialiser("layer1", new HeInit())
                .build()
                .apply(network);
        assertThat(Mlps.parameterOf(summary, "layer0", "W").what()).isEqualTo("orthogonal");
        assertThat(Mlps.parameterOf(summary, "layer1", "W").origin()).isEqualTo("override");
    }

    /** Behind a function, and where it adds or multiplies partners by different numbers, nothing is left of pairs. */
    @Test
    void normalisationsThatEndPairs() {
        assertThat(MirroredTest.what(mirrored(list(
                        InputType.feedForward(8),
                        dense(16, Activation.RELU),
                        new BatchNormalization(),
                        MirroredTest.output()))))
                .containsExactly("orthogonal", "orthogonal");
        for (String changed : List.of("beta", "gamma", "")) {
            MultiLayerNetwork network = list(
                    InputType.feedForward(8),
                    dense(16, Activation.IDENTITY),
                    new BatchNormalization(),
                    new ActivationLayer(Activation.RELU),
                    MirroredTest.output());
            if (!changed.isEmpty()) {
                network.getLayer(1).getParam(changed).putScalar(3, 0.5);
            }
            assertThat(MirroredTest.what(mirrored(network)).get(0))
                    .as(changed)
                    .isEqualTo(changed.isEmpty() ? "mirrored first" : "orthogonal");
        }
    }

    /** The maximum of −z is not −1 times the maximum of z. */
    @Test
    void maximumPoolingBeforeTheFunctionEndsPairs() {
        MultiLayerNetwork network = list(
                InputType.convolutional(6, 6, 2),
                new ConvolutionLayer.Builder(1, 1)
                        .nOut(8)
                        .activation(Activation.IDENTITY)
                        .build(),
                MirroredConvolutionsTest.pooling(SubsamplingLayer.PoolingType.MAX),
                new ActivationLayer(Activation.RELU),
                MirroredTest.output());
        assertThat(MirroredTest.what(mirrored(network))).startsWith("orthogonal");
    }

    @Test
    void aSecondFunctionEndsPairs() {
        MultiLayerNetwork network = list(
                InputType.feedForward(8),
                dense(16, Activation.GELU),
                new ActivationLayer(Activation.RELU),
                MirroredTest.output());
        assertThat(MirroredTest.what(mirrored(network))).startsWith("orthogonal");
    }

    /** The difference of two maxima is off the line, but keeps its size better than a maximum does. */
    @Test
    void maximumPoolingKeepsPairs() {
        MultiLayerNetwork network = list(
                InputType.convolutional(24, 24, 2),
                MirroredConvolutionsTest.convolution(8, 3, 1),
                MirroredConvolutionsTest.pooling(SubsamplingLayer.PoolingType.MAX),
                MirroredConvolutionsTest.convolution(8, 3, 1),
                MirroredTest.output());
        NetworkInitSummary summary = mirrored(network);
        assertThat(MirroredTest.what(summary)).startsWith("mirrored first", "mirrored hidden");
        assertThat(summary.assumptions().get("layer1")).endsWith(", and not quite linear between mirrored weights");
        // Of neighbours that are correlated by 0.75, by simulation: E[(max φ(z) − max φ(−z))²] = 1.714·E[z²].
        assertThat(summary.parameters().stream()
                        .filter(parameter -> parameter.layer().equals("layer2"))
                        .findFirst()
                        .orElseThrow()
                        .origin())
                .contains("E[z²] = 1.7");
        List<INDArray> activations = network.feedForward(Nets.normal(3, 20, 2, 24, 24));
        // By simulation of four independent pixels: E[(max φ(z) − max φ(−z))²] = 1.074·E[z²], where E[max φ(z)²] is
        // 3.09·E[φ(z)²]. Of pixels that are alike, both are 1.
        double before = Math.pow(MirroredTest.difference(activations.get(1)), 2);
        double behind = 4 * Math.pow(MirroredTest.difference(activations.get(2)), 2);
        double standardError = Math.sqrt(2.0 / (20 * 4 * 12 * 12));
        assertThat(behind / before).isCloseTo(1.074, within(3 * 1.074 * standardError));
    }

    @Test
    void functionsThatDoNotFit() {
        String fitting = " must be ReLU, leaky ReLU, PReLU, GELU, Swish, softplus or the identity for mirrored weights"
                + " (for others there is preActivationVariance()), received ";
        for (Activation function :
                List.of(Activation.TANH, Activation.ELU, Activation.SELU, Activation.MISH, Activation.SIGMOID)) {
            MultiLayerNetwork own = list(InputType.feedForward(8), dense(16, function), MirroredTest.output());
            requireRefused("the activation function of layer0" + fitting + function.getActivationFunction(), own);
        }
        requireRefused(
                "the activation function of layer1" + fitting + "tanh",
                list(
                        InputType.feedForward(8),
                        dense(16, Activation.IDENTITY),
                        new ActivationLayer(Activation.TANH),
                        MirroredTest.output()));
        MultiLayerNetwork slopes = list(
                InputType.feedForward(8),
                dense(4, Activation.IDENTITY),
                new PReLULayer.Builder().inputShape(4).build(),
                MirroredTest.output());
        slopes.getLayer(1).getParam("W").putScalar(2, 0.5);
        requireRefused("the activation function of layer1" + fitting + "PReLULayer of unequal slopes", slopes);
    }

    private static void requireRefused(String message, Model network) {
        INDArray before = network.params().dup();
        NetworkInit init = NetworkInit.builder().mirrored().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> init.apply(network))
                .withMessage(message);
        assertThat(network.params()).isEqualTo(before);
    }

    @Test
    void knobsThatContradictIt() {
        requireRefused(
                "mirrored must be left out with preserve(BACKWARD): mirrored weights keep signals and gradients alike,"
                        + " received true",
                NetworkInit.builder().mirrored().preserve(Preserve.BACKWARD));
        requireRefused(
                "mirrored must be left out with critical: mirrored weights keep signals and gradients alike,"
                        + " received true",
                NetworkInit.builder().mirrored().critical(0.1));
        requireRefused(
                "distribution must be left out with mirrored, whose weights are orthogonal, received UNIFORM",
                NetworkInit.builder().mirrored().distribution(WeightDistribution.UNIFORM));
        NetworkInit.builder()
                .mirrored()
                .orthogonal()
                .preserve(Preserve.FORWARD)
                .independentRecurrentWeights()
                .build();
    }

    private static void requireRefused(String message, NetworkInit.Builder builder) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }

    private static NetworkInitSummary mirrored(MultiLayerNetwork network) {
        return NetworkInit.builder().mirrored().build().apply(network);
    }

    private static DenseLayer dense(int width, Activation function) {
        return new DenseLayer.Builder().nOut(width).activation(function).build();
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder().seed(42).dataType(DataType.DOUBLE);
    }

    private static MultiLayerNetwork list(InputType inputs, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = builder().list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(inputs).build());
        network.init();
        return network;
    }
}
