// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.WeightDistribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What weights are drawn from, and what the summary says of it. */
class NetworkInitSummaryTest {

    private static final Path SCHEMA = Path.of("..", "docs", "network-init.schema.json");

    private static MultiLayerNetwork dense(int inputs, int outputs) {
        return Nets.list(
                InputType.feedForward(inputs),
                List.of(new DenseLayer.Builder().nOut(outputs).build()));
    }

    private static MultiLayerNetwork convolutional() {
        return Nets.list(
                InputType.convolutional(12, 12, 8),
                List.of(
                        new ConvolutionLayer.Builder(3, 3)
                                .name("conv")
                                .nOut(40)
                                .activation(Activation.RELU)
                                .build(),
                        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}).build(),
                        new Deconvolution2D.Builder(2, 2)
                                .stride(2, 2)
                                .nOut(20)
                                .activation(Activation.SWISH)
                                .build(),
                        Nets.softmax().build()));
    }

    private static MultiLayerNetwork lstm() {
        return Nets.list(
                InputType.recurrent(30, 5),
                List.of(
                        new LSTM.Builder().nOut(50).activation(Activation.TANH).build(),
                        new RnnOutputLayer.Builder()
                                .nOut(Nets.CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build()));
    }

    /** Standard deviation, fourth moment and bounds tell the three apart: 3, 1.8 and, cut at two deviations, 2.34. */
    @ParameterizedTest
    @EnumSource(WeightDistribution.class)
    void weightsAreDrawnFromTheDistribution(WeightDistribution distribution) {
        MultiLayerNetwork network = dense(400, 500);
        NetworkInitSummary summary =
                NetworkInit.builder().distribution(distribution).build().apply(network);
        double std = 1 / Math.sqrt(400);
        INDArray standard =
                network.getLayer(0).getParam("W").castTo(DataType.DOUBLE).div(std);
        long n = standard.length();
        double kurtosis;
        double bound;
        switch (distribution) {
            case UNIFORM:
                kurtosis = 1.8;
                bound = Math.sqrt(3);
                break;
            case TRUNCATED_NORMAL:
                kurtosis = 2.3416; // of a normal variable cut at 2
                bound = 2 / 0.87962566103423978;
                break;
            default:
                kurtosis = 3;
                bound = 6;
        }
        double square =
                standard.norm2Number().doubleValue() * standard.norm2Number().doubleValue() / n;
        assertThat(square).isCloseTo(1, within(4 * Math.sqrt((kurtosis - 1) / n)));
        INDArray squares = standard.mul(standard);
        double fourth = squares.muli(squares).meanNumber().doubleValue();
        // The variance of x⁴ is at most that of a normal variable, 96.
        assertThat(fourth).isCloseTo(kurtosis, within(4 * Math.sqrt(96.0 / n)));
        double largest = standard.amaxNumber().doubleValue();
        assertThat(largest).isLessThan(bound * (1 + 1e-6));
        assertThat(largest).isGreaterThan(distribution == WeightDistribution.NORMAL ? 4 : 0.999 * bound);
        assertThat(summary.parameters().get(0).what()).isEqualToIgnoringCase(distribution.name());
    }

    @Test
    void orthogonalMatricesOfDenseLayers() {
        for (int[] size : new int[][] {{60, 90}, {90, 60}, {64, 64}}) {
            MultiLayerNetwork network = dense(size[0], size[1]);
            NetworkInitSummary summary =
                    NetworkInit.builder().orthogonal().build().apply(network);
            INDArray w = network.getLayer(0).getParam("W");
            requireOrthogonal(size[0] <= size[1] ? w : w.transpose(), std(summary, 0));
            assertThat(std(summary, 0)).isCloseTo(1 / Math.sqrt(size[0]), within(1e-12));
        }
    }

    @Test
    void orthogonalKernelsOfConvolutions() {
        MultiLayerNetwork network = convolutional();
        NetworkInitSummary summary = NetworkInit.builder().orthogonal().build().apply(network);
        INDArray kernels = network.getLayer(0).getParam("W").dup('c').reshape(40, 8 * 9);
        requireOrthogonal(kernels, std(summary, 0));
        assertThat(std(summary, 0)).isCloseTo(1 / Math.sqrt(72), within(1e-12));
    }

    /** Recurrent weights always, of gain 1; input weights when asked for. */
    @Test
    void orthogonalGatesOfLstms() {
        MultiLayerNetwork network = lstm();
        NetworkInit.builder().build().apply(network);
        INDArray recurrent = network.getLayer(0).getParam("RW");
        for (int gate = 0; gate < 4; gate++) {
            requireOrthogonal(gate(recurrent, gate), 1 / Math.sqrt(50));
        }
        assertThat(gram(gate(network.getLayer(0).getParam("W"), 0)).getDouble(0, 1))
                .as("input weights are independent")
                .isNotCloseTo(0, within(1e-4));

        NetworkInitSummary summary = NetworkInit.builder()
                .orthogonal()
                .independentRecurrentWeights()
                .build()
                .apply(network);
        for (int gate = 0; gate < 4; gate++) {
            requireOrthogonal(gate(network.getLayer(0).getParam("W"), gate), std(summary, 0));
        }
        INDArray first = gate(network.getLayer(0).getParam("W"), 0);
        INDArray second = gate(network.getLayer(0).getParam("W"), 1);
        assertThat(first.equalsWithEps(second, 1e-3)).isFalse();
        assertThat(gram(gate(network.getLayer(0).getParam("RW"), 0)).getDouble(0, 1))
                .isNotCloseTo(0, within(1e-4));
    }

    private static INDArray gate(INDArray weights, int gate) {
        return weights.get(NDArrayIndex.all(), NDArrayIndex.interval(gate * 50L, gate * 50L + 50));
    }

    private static INDArray gram(INDArray rows) {
        INDArray doubles = rows.castTo(DataType.DOUBLE);
        return doubles.mmul(doubles.transpose());
    }

    /** Rows of norm std · √columns that are at right angles to each other. */
    private static void requireOrthogonal(INDArray rows, double std) {
        INDArray gram = gram(rows).divi(std * std * rows.columns());
        double off = gram.subi(Nd4j.eye(rows.rows()).castTo(DataType.DOUBLE))
                .amaxNumber()
                .doubleValue();
        assertThat(off).isLessThan(1e-5);
    }

    private static double std(NetworkInitSummary summary, int parameter) {
        return summary.parameters().get(parameter).stdAsked().getAsDouble();
    }

    @Test
    void whatIsRealisedIsWhatWasAskedFor() {
        for (MultiLayerNetwork network : List.of(dense(200, 300), convolutional(), lstm())) {
            NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
            for (ParameterInit parameter : summary.parameters()) {
                if (!parameter.drawn()) {
                    assertThat(parameter.stdRealised()).isZero();
                    continue;
                }
                double asked = parameter.stdAsked().getAsDouble();
                long n = 1;
                for (long size : parameter.shape()) {
                    n *= size;
                }
                assertThat(parameter.stdRealised())
                        .as(parameter.toString())
                        .isCloseTo(asked, within(4 * asked / Math.sqrt(2.0 * n)));
                assertThat(parameter.gain().getAsDouble())
                        .isCloseTo(asked * Math.sqrt(parameter.fanIn().getAsDouble()), within(1e-12));
            }
        }
    }

    @Test
    void theTextHasALineForEachParameter() {
        ComputationGraph network = residual();
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        String text = summary.toText();
        assertThat(summary.toString()).isEqualTo(text);
        for (ParameterInit parameter : summary.parameters()) {
            Pattern line = Pattern.compile("(?m)^\\W*" + parameter.layer() + "\\W+" + parameter.parameter() + "\\W.*"
                    + Pattern.quote(parameter.what()));
            assertThat(line.matcher(text).results().count())
                    .as(parameter + " in\n" + text)
                    .isEqualTo(1);
        }
        assertThat(text).contains("branch in -> sum: inner times 1/√1");
        assertThat(NetworkInit.builder().build().apply(convolutional()).toText())
                .contains("! layer1: neighbours are taken to be correlated by 0.75")
                .as("DL4J's fans of a deconvolution")
                .contains("160, 20");
    }

    private static ComputationGraph residual() {
        return Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(16))
                .addLayer("inner", new DenseLayer.Builder().nOut(16).build(), "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "inner")
                .addLayer("out", Nets.softmax().build(), "sum")
                .setOutputs("out"));
    }

    @Test
    void theJsonFollowsItsSchema() throws IOException {
        MultiLayerNetwork broken = dense(10, 10);
        broken.params().assign(Double.NaN);
        for (NetworkInitSummary summary : List.of(
                NetworkInit.builder().build().apply(dense(10, 10)),
                NetworkInit.builder().orthogonal().build().apply(convolutional()),
                NetworkInit.builder().build().apply(lstm()),
                NetworkInit.builder().build().apply(residual()),
                NetworkInit.builder().residual(ResidualRule.FIXUP).build().apply(residual()),
                NetworkInit.builder().critical(0.05).build().apply(dense(10, 10)),
                NetworkInit.builder().keep("layer0").build().apply(broken),
                NetworkInit.builder().initialiser("conv", new HeInit()).build().apply(convolutional()))) {
            JsonNode json = new ObjectMapper().readTree(summary.toJson());
            assertThat(schema().validate(json)).as(summary.toJson()).isEmpty();
            assertThat(json.get("parameters").size())
                    .isEqualTo(summary.parameters().size());
            for (int i = 0; i < summary.parameters().size(); i++) {
                ParameterInit parameter = summary.parameters().get(i);
                JsonNode of = json.get("parameters").get(i);
                assertThat(of.get("layer").asText()).isEqualTo(parameter.layer());
                assertThat(of.has("stdAsked")).isEqualTo(parameter.stdAsked().isPresent());
                assertThat(of.path("stdAsked").asDouble(-1))
                        .isEqualTo(parameter.stdAsked().orElse(-1));
                assertThat(of.has("dl4jFanIn"))
                        .isEqualTo(parameter.fanIn().isPresent() && !parameter.dl4jFansAreTrue());
            }
        }
    }

    /** The schema is strict, so that a field that is added without being documented is found. */
    @Test
    void theSchemaRefusesOtherFields() throws IOException {
        String json = NetworkInit.builder().build().apply(residual()).toJson();
        for (String[] change : new String[][] {
            {"\"stdAsked\"", "\"std\""}, {"\"version\":1", "\"version\":2"}, {"\"lastLayer\"", "\"last\""}
        }) {
            assertThat(json).contains(change[0]);
            assertThat(schema().validate(new ObjectMapper().readTree(json.replace(change[0], change[1]))))
                    .isNotEmpty();
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
    }
}
