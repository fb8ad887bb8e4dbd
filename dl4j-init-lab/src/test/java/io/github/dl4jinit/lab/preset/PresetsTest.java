// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.SequenceSource;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.modelfile.NetworkConfiguration;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.OwnNetwork;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.PresetSpec;
import io.github.dl4jinit.lab.trial.PresetSpec.Preset;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PresetsTest {

    private static final int WIDTH = 3;

    private static final InputType MNIST = InputType.convolutionalFlat(28, 28, 1);

    /** Every weight is 1: whatever a scheme reaches. */
    private static final Scheme ONES = Scheme.parse("dl4j:ONES");

    private static PresetSpec spec(Preset preset, int depth) {
        return new PresetSpec(
                preset,
                depth,
                WIDTH,
                ActivationSpec.of(Activation.RELU),
                Optimiser.ADAM,
                preset.learningRate(Optimiser.ADAM));
    }

    private static NetworkConfiguration configuration(Preset preset, int depth, InputType input) {
        return Presets.configuration(spec(preset, depth), input, Target.classes(10));
    }

    /** 9 weights for each pair of channels, a bias for each channel; the output takes one number a channel. */
    private static int parametersOfConvolutions(int depth) {
        return 9 * WIDTH + WIDTH + (depth - 1) * (9 * WIDTH * WIDTH + WIDTH) + WIDTH * 10 + 10;
    }

    @Test
    void convolutionsOneAfterTheOther() throws IOException {
        MultiLayerNetwork network =
                (MultiLayerNetwork) new OwnNetwork(configuration(Preset.CNN, 5, MNIST)).drawn(ONES, 1, null);
        assertThat(network.getnLayers()).isEqualTo(5 + 2);
        assertThat(network.numParams()).isEqualTo(parametersOfConvolutions(5));
        List<INDArray> activations = network.feedForward(Nd4j.ones(2, 784));
        assertThat(activations.stream().skip(1).map(INDArray::shape))
                .containsExactly(
                        new long[] {2, WIDTH, 14, 14},
                        new long[] {2, WIDTH, 7, 7},
                        new long[] {2, WIDTH, 4, 4},
                        new long[] {2, WIDTH, 4, 4},
                        new long[] {2, WIDTH, 4, 4},
                        new long[] {2, WIDTH},
                        new long[] {2, 10});
        assertWeightsAreOnes(network.paramTable(), 5 + 1);
        network.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "4, 1", "5, 1", "8, 3"})
    void convolutionsWithSkipConnections(int depth, int blocks) throws IOException {
        ComputationGraph network = (ComputationGraph)
                new OwnNetwork(configuration(Preset.CNN_RESIDUAL, depth, MNIST)).drawn(ONES, 1, null);
        assertThat(network.numParams()).isEqualTo(parametersOfConvolutions(depth));
        Map<String, INDArray> activations = network.feedForward(Nd4j.ones(2, 784), false);
        assertThat(activations.keySet().stream().filter(name -> name.endsWith("-sum")))
                .hasSize(blocks);
        assertThat(activations.get("pooling").shape()).containsExactly(2, WIDTH);
        assertThat(activations.get("output").shape()).containsExactly(2, 10);
        assertWeightsAreOnes(network.paramTable(), depth + 1);
        if (depth == 4) {
            // h + W φ(h), and no φ before the sum: with a bias of −10⁶ the branch is negative.
            network.getLayer("block1-convolution1").getParam("b").assign(-1e6);
            // As in training: in inference DL4J's activation layer writes over what it is given.
            Map<String, INDArray> trained = network.feedForward(Nd4j.ones(1, 784), true);
            INDArray h = trained.get("stem3");
            INDArray sum = trained.get("block1-sum");
            assertThat(h.minNumber().doubleValue()).isPositive();
            assertThat(sum.maxNumber().doubleValue()).isNegative();
        }
        network.close();
    }

    /** A gate has weights from each input and from each unit, and a bias: 1 for the forget gate, 0 for the others. */
    @Test
    void lstmLayersOneOnTheOther() throws IOException {
        NetworkConfiguration configuration =
                Presets.configuration(spec(Preset.LSTM, 3), InputType.recurrent(2, 7), Target.values(1));
        MultiLayerNetwork network = (MultiLayerNetwork) new OwnNetwork(configuration).drawn(ONES, 1, null);
        assertThat(network.getnLayers()).isEqualTo(3 + 1);
        int first = 4 * WIDTH * (2 + WIDTH + 1);
        int other = 4 * WIDTH * (WIDTH + WIDTH + 1);
        assertThat(network.numParams()).isEqualTo(first + 2 * other + WIDTH + 1);
        assertThat(network.feedForward(Nd4j.ones(5, 2, 7)).stream().skip(1).map(INDArray::shape))
                .containsExactly(
                        new long[] {5, WIDTH, 7}, new long[] {5, WIDTH, 7}, new long[] {5, WIDTH}, new long[] {5, 1});
        // Recurrent weights, too.
        assertWeightsAreOnes(network.paramTable(), 2 * 3 + 1);
        for (int layer = 0; layer < 3; layer++) {
            assertThat(network.getParam(layer + "_b").toDoubleVector())
                    .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0);
        }
        network.close();
    }

    /** A target that is told at each step has an output there. */
    @Test
    void lstmLayersThatTellEachStep() throws IOException {
        NetworkConfiguration configuration = Presets.configuration(
                spec(Preset.LSTM, 2),
                InputType.recurrent(10, 7),
                Target.classes(9).atEachOf(7));
        MultiLayerNetwork network = (MultiLayerNetwork) new OwnNetwork(configuration).drawn(ONES, 1, null);
        List<INDArray> activations = network.feedForward(Nd4j.rand(5, 10, 7));
        assertThat(activations.stream().skip(1).map(INDArray::shape))
                .containsExactly(new long[] {5, WIDTH, 7}, new long[] {5, WIDTH, 7}, new long[] {5, 9, 7});
        assertThat(activations.get(3).sum(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-5);
        network.close();
    }

    private static void assertWeightsAreOnes(Map<String, INDArray> parameters, int layers) {
        List<INDArray> weights = parameters.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("b"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(weights).hasSize(layers).allSatisfy(array -> {
            assertThat(array.minNumber().doubleValue()).isEqualTo(1);
            assertThat(array.maxNumber().doubleValue()).isEqualTo(1);
        });
    }

    /** Images are halved until they are at most 4 pixels high and wide, each time by one of the first layers. */
    @ParameterizedTest
    @CsvSource({"4, 4, 0", "5, 4, 1", "2, 9, 2", "16, 8, 2", "28, 28, 3", "33, 1, 4", "224, 224, 6"})
    void imagesAreHalvedUntilTheyAreSmall(int height, int width, int strided) {
        List<Integer> strides =
                configuration(Preset.CNN, 7, InputType.convolutionalFlat(height, width, 1)).layers().stream()
                        .limit(7)
                        .map(layer -> ((ConvolutionLayer) layer).getStride()[0])
                        .toList();
        assertThat(strides)
                .isEqualTo(
                        IntStream.range(0, 7).mapToObj(i -> i < strided ? 2 : 1).toList());
    }

    @Test
    void aSpecificationIsWrittenAndRead() throws IOException {
        for (Preset preset : Preset.values()) {
            PresetSpec spec = spec(preset, 4);
            String json = new ObjectMapper().writeValueAsString(spec);
            assertThat(new ObjectMapper().readValue(json, NetworkSpec.class)).isEqualTo(spec);
            assertThat(json).contains("\"preset\":\"" + preset.text() + "\"");
        }
    }

    @Test
    void dataThatANetworkCannotTakeIsRefused() {
        DataSource table = new io.github.dl4jinit.lab.data.CsvSource("houses.csv", List.of("price"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSpec(spec(Preset.CNN, 4), 32, 1, 0, table))
                .withMessageStartingWith("--data must be images for cnn, received houses.csv");
        SequenceSource sequences = new SequenceSource(SequenceSource.Task.ADDING, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSpec(spec(Preset.LSTM, 4), 32, 1, 0, table))
                .withMessageStartingWith(
                        "--data must be sequences, such as adding:30, or images for lstm, received houses.csv");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new TrainingSpec(new MlpSpec(3, 4, "RELU", false, Optimiser.SGD, 0.1), 32, 1, 0, sequences))
                .withMessage("--data must be images or a table for a perceptron, received adding:5, generated");
        assertThat(new TrainingSpec(spec(Preset.LSTM, 4), 32, 1, 0, sequences).dataSource())
                .isEqualTo(sequences);
    }

    /** The rows of an image are the steps of an LSTM, and the whole image is what others see. */
    @Test
    void anLstmSeesImagesRowByRow() throws IOException {
        Dataset mnist = DataSource.of(null).load(2);
        assertThat(spec(Preset.CNN, 4).seen(mnist)).isSameAs(mnist);
        assertThat(spec(Preset.LSTM, 4).seen(mnist).inputTypes().get(0)).isEqualTo(InputType.recurrent(28, 28));
        Dataset sums = new SequenceSource(SequenceSource.Task.ADDING, 5).load(2);
        assertThat(spec(Preset.LSTM, 4).seen(sums)).isSameAs(sums);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(Preset.CNN, 4).seen(sums))
                .withMessageStartingWith(
                        "the data must be images for cnn, received 2 training and 2000 test sequences");
    }

    @Test
    void namesAndDefaults() {
        assertThat(NetworkName.of(" CNN-residual ")).isEqualTo(NetworkName.CNN_RESIDUAL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkName.of("cnm"))
                .withMessage("network must be a known name, received cnm; did you mean cnn?");
        NetworkSpec.Layered network =
                NetworkName.CNN.network(4, WIDTH, ActivationSpec.of(Activation.RELU), false, Optimiser.ADAM, null);
        assertThat(network).isEqualTo(spec(Preset.CNN, 4));
        assertThat(network.learningRate()).isEqualTo(3e-3);
        assertThat(network.withOptimiser(Optimiser.SGD).learningRate()).isEqualTo(0.15);
        assertThat(network.withDepth(5).fileName()).isEqualTo("cnn-depth5-width3-relu-adam-lr0.003");
    }

    @ParameterizedTest
    @CsvSource({
        "MLP, 50, 128, RELU, 128, 0, '1, 2, 3, 4, 5'",
        "MLP_RESIDUAL, 50, 128, RELU, 128, 0, '1, 2, 3, 4, 5'",
        "CNN, 20, 16, RELU, 32, 4800, '1, 2, 3'",
        "CNN_RESIDUAL, 20, 16, RELU, 32, 4800, '1, 2, 3'",
        "LSTM, 2, 32, TANH, 32, 9600, '1, 2, 3'"
    })
    void defaults(
            NetworkName name, int depth, int width, Activation activation, int batch, int trainLimit, String seeds) {
        NetworkName.Defaults defaults = name.defaults();
        assertThat(defaults.depth()).isEqualTo(depth);
        assertThat(defaults.width()).isEqualTo(width);
        assertThat(defaults.activation()).isEqualTo(activation);
        assertThat(defaults.batchSize()).isEqualTo(batch);
        assertThat(defaults.trainLimit()).isEqualTo(trainLimit);
        assertThat(defaults.seeds()).hasToString("[" + seeds + "]");
        assertThat(defaults.data())
                .isEqualTo(name == NetworkName.LSTM ? new SequenceSource(SequenceSource.Task.ADDING, 30) : null);
    }
}
