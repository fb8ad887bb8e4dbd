// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.FanNets.attention;
import static io.github.dl4jinit.network.FanNets.drawn;
import static io.github.dl4jinit.network.FanNets.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Our fans in a summary are those that can be counted: which outputs change when one input does. */
class TrueFansTest {

    static Stream<CountedLayer> counted() {
        return Stream.of(
                new CountedLayer(
                        "dense", "W", () -> new DenseLayer.Builder().nOut(3).build(), InputType.feedForward(5)),
                new CountedLayer(
                        "element-wise multiplication",
                        "W",
                        () -> new ElementWiseMultiplicationLayer.Builder()
                                .nOut(5)
                                .build(),
                        InputType.feedForward(5)),
                new CountedLayer(
                                "convolution 1-D",
                                "W",
                                () -> new Convolution1DLayer.Builder(3)
                                        .stride(2)
                                        .nOut(4)
                                        .build(),
                                InputType.recurrent(5, 9))
                        .inputs(2, 2),
                new CountedLayer(
                                "convolution 1-D, dilated",
                                "W",
                                () -> new Convolution1DLayer.Builder(3)
                                        .dilation(2)
                                        .nOut(4)
                                        .build(),
                                InputType.recurrent(5, 11))
                        .inputs(4, 1),
                new CountedLayer(
                                "convolution 2-D",
                                "W",
                                () -> new ConvolutionLayer.Builder(3, 3)
                                        .stride(2, 2)
                                        .nOut(4)
                                        .build(),
                                InputType.convolutional(9, 9, 2))
                        .inputs(2, 2),
                new CountedLayer(
                                "convolution 2-D, dilated",
                                "W",
                                () -> new ConvolutionLayer.Builder(3, 3)
                                        .dilation(2, 2)
                                        .nOut(3)
                                        .build(),
                                InputType.convolutional(11, 11, 2))
                        .inputs(4, 1),
                new CountedLayer(
                                "convolution 3-D",
                                "W",
                                () -> new Convolution3D.Builder(3, 3, 3)
                                        .stride(2, 2, 2)
                                        .nOut(3)
                                        .build(),
                                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 7, 7, 7, 2))
                        .inputs(2, 2),
                new CountedLayer(
                                "depthwise",
                                "W",
                                () -> new DepthwiseConvolution2D.Builder(3, 3)
                                        .stride(2, 2)
                                        .depthMultiplier(2)
                                        .nOut(6)
                                        .build(),
                                InputType.convolutional(9, 9, 3))
                        .inputs(2, 2),
                new CountedLayer(
                                "separable, depthwise half",
                                "W",
                                () -> new SeparableConvolution2D.Builder(3, 3)
                                        .stride(2, 2)
                                        .depthMultiplier(2)
                                        .nOut(6)
                                        .build(),
                                InputType.convolutional(9, 9, 3))
                        .inputs(2, 2)
                        .with(table -> identity(table.get("pW"))),
                // Every tap a channel of its own, and a stride that lets each input meet one of them.
                new CountedLayer(
                                "separable, pointwise half",
                                "pW",
                                () -> new SeparableConvolution2D.Builder(2, 2)
                                        .stride(2, 2)
                                        .depthMultiplier(4)
                                        .nOut(5)
                                        .build(),
                                InputType.convolutional(8, 8, 3))
                        .with(table -> {
                            INDArray depthwise = table.get("W").assign(0);
                            for (int tap = 0; tap < 4; tap++) {
                                for (int channel = 0; channel < 3; channel++) {
                                    depthwise.putScalar(new int[] {tap, channel, tap / 2, tap % 2}, 1);
                                }
                            }
                        }),
                new CountedLayer(
                                "deconvolution 2-D",
                                "W",
                                () -> new Deconvolution2D.Builder(3, 3)
                                        .stride(2, 2)
                                        .nOut(4)
                                        .build(),
                                InputType.convolutional(6, 6, 3))
                        .outputs(2, 2),
                new CountedLayer(
                                "deconvolution 3-D",
                                "W",
                                () -> new Deconvolution3D.Builder()
                                        .kernelSize(3, 3, 3)
                                        .stride(2, 2, 2)
                                        .nOut(3)
                                        .build(),
                                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 4, 4, 2))
                        .outputs(2, 2),
                new CountedLayer(
                                "locally connected 1-D",
                                "W",
                                () -> new LocallyConnected1D.Builder()
                                        .kernelSize(3)
                                        .stride(2)
                                        .nOut(4)
                                        .setInputSize(9)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                InputType.recurrent(5, 9))
                        .inputs(2, 2),
                new CountedLayer(
                                "locally connected 2-D",
                                "W",
                                () -> new LocallyConnected2D.Builder()
                                        .kernelSize(3, 3)
                                        .stride(2, 2)
                                        .nOut(4)
                                        .setInputSize(9, 9)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                InputType.convolutional(9, 9, 2))
                        .inputs(2, 2),
                new CountedLayer(
                        "simple rnn", "W", () -> new SimpleRnn.Builder().nOut(3).build(), InputType.recurrent(5, 1)),
                new CountedLayer(
                        "bidirectional simple rnn",
                        "fW",
                        () -> new Bidirectional(new SimpleRnn.Builder().nOut(3).build()),
                        InputType.recurrent(5, 1)),
                new CountedLayer(
                                "simple rnn, recurrent",
                                "RW",
                                () -> new SimpleRnn.Builder().nOut(4).build(),
                                InputType.recurrent(4, 2))
                        .steps(0, 1)
                        .with(table -> identity(table.get("W"))),
                gate("input modulation", 0),
                gate("forget gate", 1),
                gate("output gate", 2),
                gate("input gate", 3),
                // With one step to attend to, attention hands on that step's value.
                new CountedLayer("self attention, values", "Wv", TrueFansTest::selfAttention, InputType.recurrent(6, 1))
                        .with(table -> identity(table.get("Wo"))),
                new CountedLayer("self attention, output", "Wo", TrueFansTest::selfAttention, InputType.recurrent(8, 1))
                        .with(table -> identity(table.get("Wv").reshape(8, 8))));
    }

    private static Layer selfAttention() {
        return new SelfAttentionLayer.Builder()
                .nOut(8)
                .nHeads(2)
                .headSize(4)
                .projectInput(true)
                .build();
    }

    /** One gate sees the input; biases of 1 keep the others open, and a first step fills the cells. */
    private static CountedLayer gate(String name, int gate) {
        return new CountedLayer(
                        "lstm, " + name, "W", () -> new LSTM.Builder().nOut(3).build(), InputType.recurrent(5, 2))
                .steps(1, 1)
                .with(table -> {
                    INDArray weights = table.get("W").assign(0);
                    weights.get(NDArrayIndex.all(), NDArrayIndex.interval(3 * gate, 3 * gate + 3))
                            .assign(1);
                    table.get("RW").assign(0);
                    table.get("b").assign(1);
                });
    }

    private static void identity(INDArray matrix) {
        matrix.assign(0);
        for (int i = 0; i < matrix.size(0); i++) {
            int[] place = new int[matrix.rank()];
            place[0] = i;
            place[1] = i;
            matrix.putScalar(place, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("counted")
    void oursAreCounted(CountedLayer layer) {
        MultiLayerNetwork network = network(layer.supplier.get(), layer.type, null);
        ParameterInit init = drawn(NetworkInit.builder().build().apply(network)).stream()
                .filter(parameter -> parameter.parameter().equals(layer.parameter))
                .findFirst()
                .orElseThrow();
        double[] fans = layer.count(network);
        assertThat(init.fanIn().getAsDouble()).as("fan-in").isCloseTo(fans[0], within(1e-9));
        assertThat(init.fanOut().getAsDouble()).as("fan-out").isCloseTo(fans[1], within(1e-9));
    }

    /** Each projection sees an input of its own; one query of one head, so that nothing cancels. */
    @Test
    void inputsOfAnAttentionVertexAreCounted() {
        ComputationGraph graph = attention(WeightInit.XAVIER);
        List<ParameterInit> drawn = drawn(NetworkInit.builder().build().apply(graph));
        Nd4j.getRandom().setSeed(3);
        INDArray[] inputs = {
            Nd4j.randn(DataType.DOUBLE, 1, 5, 1),
            Nd4j.randn(DataType.DOUBLE, 1, 6, 3),
            Nd4j.randn(DataType.DOUBLE, 1, 7, 3)
        };
        INDArray before = graph.outputSingle(inputs).dup();
        for (int i = 0; i < 3; i++) {
            int changing = 0;
            for (int unit = 0; unit < inputs[i].size(1); unit++) {
                INDArray[] moved = inputs.clone();
                moved[i] = inputs[i].dup();
                moved[i].putScalar(new int[] {0, unit, 0}, moved[i].getDouble(0, unit, 0) + 1);
                changing += graph.outputSingle(moved).sub(before).amaxNumber().doubleValue() > 1e-9 ? 1 : 0;
            }
            String name = List.of("Wq", "Wk", "Wv").get(i);
            ParameterInit projection = drawn.stream()
                    .filter(parameter -> parameter.parameter().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(projection.fanIn().getAsDouble()).as(name).isEqualTo(changing);
        }
    }
}
