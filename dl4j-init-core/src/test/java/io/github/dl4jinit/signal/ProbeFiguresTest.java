// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The figures are those of the network's own passes, and taking them leaves no trace. */
class ProbeFiguresTest {

    private static final DataSet BATCH = Nets.batch(7, 3, 16, 12);

    /** Against DL4J's forward pass and ND4J's statistics of it. */
    @Test
    void activations() {
        MultiLayerNetwork network = Nets.fourLayers();
        SignalReport report = SignalProbe.probe(network, BATCH);
        List<INDArray> activations = network.feedForward(BATCH.getFeatures(), true);
        for (int i = 0; i < 4; i++) {
            INDArray expected = activations.get(i).castTo(DataType.DOUBLE);
            LayerSignal layer = report.layers().get(i);
            assertThat(layer.activation().mean())
                    .isCloseTo(expected.meanNumber().doubleValue(), within(1e-9));
            assertThat(layer.activation().std())
                    .isCloseTo(expected.stdNumber(false).doubleValue(), within(1e-9));
            assertThat(layer.activation().meanSquare())
                    .isCloseTo(expected.mul(expected).meanNumber().doubleValue(), within(1e-9));
            assertThat(layer.meanCosine()).hasValueCloseTo(meanCosine(expected), within(1e-9));
        }
        // Of the second layer, ReLU: z from the first layer's activations.
        INDArray z = activations
                .get(1)
                .mmul(network.getLayer(1).getParam("W"))
                .addiRowVector(network.getLayer(1).getParam("b"))
                .castTo(DataType.DOUBLE);
        LayerSignal second = report.layers().get(2);
        assertThat(second.preActivation().get().std())
                .isCloseTo(z.stdNumber(false).doubleValue(), within(1e-6));
        assertThat(second.saturatedShare())
                .hasValueCloseTo(z.lte(0).castTo(DataType.DOUBLE).meanNumber().doubleValue(), within(1e-12));
        assertThat(second.function()).hasValue("relu");
    }

    /** Against the definition: every pair. */
    private static double meanCosine(INDArray rows) {
        double sum = 0;
        int n = (int) rows.size(0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                INDArray a = rows.getRow(i);
                INDArray b = rows.getRow(j);
                double norms = a.norm2Number().doubleValue() * b.norm2Number().doubleValue();
                sum += i == j ? 0 : a.mul(b).sumNumber().doubleValue() / norms;
            }
        }
        return sum / (n * (n - 1));
    }

    /**
     * Against DL4J's backward pass; the gradient at the input of the second layer against that of the weights before.
     */
    @Test
    void gradients() {
        MultiLayerNetwork network = Nets.fourLayers();
        SignalReport report = SignalProbe.probe(network, BATCH);
        network.setInput(BATCH.getFeatures());
        network.setLabels(BATCH.getLabels());
        network.computeGradientAndScore();
        Map<String, INDArray> gradients = network.gradient().gradientForVariable();
        for (int i = 0; i < 4; i++) {
            for (ParameterSignal parameter : report.layers().get(i + 1).parameters()) {
                double expected = gradients
                                .get(i + "_" + parameter.name())
                                .castTo(DataType.DOUBLE)
                                .norm2Number()
                                .doubleValue()
                        / 16;
                assertThat(parameter.gradientNorm()).hasValueCloseTo(expected, within(1e-6 * expected));
            }
        }
        // softmax and cross entropy: ∂L/∂z = p − y, ∂L/∂a = (p − y) Wᵀ
        INDArray delta = network.output(BATCH.getFeatures()).sub(BATCH.getLabels());
        double expected = delta.mmul(network.getLayer(3).getParam("W").transpose())
                        .norm2Number()
                        .doubleValue()
                / 16;
        assertThat(report.layers().get(3).gradientNorm()).hasValueCloseTo(expected, within(1e-6 * expected));
    }

    /**
     * Without division by the batch size DL4J's loss is a sum, and so is what the updater is given; the report's
     * gradients stay those of the mean. Against finite differences of DL4J's own loss, and against the step itself.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsOfSummedLossAreDividedByExamples(boolean graph) {
        Model network = graph ? summedLossGraph() : Nets.initialised(summedLoss());
        DataSet batch = new DataSet(
                BATCH.getFeatures().castTo(DataType.DOUBLE), BATCH.getLabels().castTo(DataType.DOUBLE));
        LayerSignal first = SignalProbe.probe(network, batch).layers().get(1);
        INDArray weights = network.paramTable().values().iterator().next();
        INDArray gradient = Nd4j.zerosLike(weights);
        for (int i = 0; i < weights.length(); i++) {
            double weight = weights.getDouble(i);
            weights.putScalar(i, weight + 1e-5);
            double above = loss(network, batch);
            weights.putScalar(i, weight - 1e-5);
            gradient.putScalar(i, (above - loss(network, batch)) / 2e-5);
            weights.putScalar(i, weight);
        }
        double ofSum = gradient.norm2Number().doubleValue();
        ParameterSignal measured = first.parameters().get(0);
        assertThat(measured.gradientNorm()).hasValueCloseTo(ofSum / 16, within(1e-8 * ofSum));

        INDArray before = weights.dup();
        Nets.fit(network, batch);
        double step = before.sub(network.paramTable().values().iterator().next())
                .norm2Number()
                .doubleValue();
        assertThat(step).isCloseTo(0.01 * ofSum, within(1e-8 * ofSum));
        assertThat(measured.update().get().rms() * Math.sqrt(weights.length())).isCloseTo(step, within(1e-12 * step));
    }

    private static NeuralNetConfiguration.Builder summed() {
        return Nets.builder(new HeInit(), Activation.TANH)
                .dataType(DataType.DOUBLE)
                .miniBatch(false)
                .updater(new Sgd(0.01));
    }

    private static MultiLayerConfiguration summedLoss() {
        return summed().list(new DenseLayer.Builder().nIn(12).nOut(5).build(), Nets.softmax(5, 3))
                .build();
    }

    /** A graph of its own, because a list's toComputationGraph() forgets that the loss is a sum. */
    private static ComputationGraph summedLossGraph() {
        ComputationGraph network = new ComputationGraph(summed().graphBuilder()
                .addInputs("in")
                .addLayer("dense", new DenseLayer.Builder().nIn(12).nOut(5).build(), "in")
                .addLayer("out", Nets.softmax(5, 3), "dense")
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }

    private static double loss(Model network, DataSet batch) {
        return network instanceof ComputationGraph
                ? ((ComputationGraph) network).score(batch, true)
                : ((MultiLayerNetwork) network).score(batch, true);
    }

    /** Regularised, clipped, with batch normalisation and two kinds of updaters: the difference that a step makes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void updatesAreThoseOfTheNextStep(boolean graph) {
        MultiLayerNetwork list = Nets.initialised(manifold());
        Model network = graph ? list.toComputationGraph() : list;
        for (int step = 0; step < 3; step++) {
            SignalReport report = SignalProbe.probe(network, BATCH);
            assertThat(report.iteration()).isEqualTo(step);
            INDArray before = network.params().dup();
            Nets.fit(network, BATCH);
            INDArray after = network.params().dup();
            network.setParams(before);
            double[] expected = ratios(network, after.sub(before));
            double[] measured = report.layers().stream()
                    .flatMap(layer -> layer.parameters().stream())
                    .mapToDouble(parameter -> parameter.log10UpdateRatio().orElse(Double.NaN))
                    .toArray();
            assertThat(measured).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                if (Double.isFinite(expected[i])) {
                    assertThat(measured[i]).as("parameter " + i).isCloseTo(expected[i], within(1e-3));
                }
            }
            network.setParams(after);
        }
    }

    private static MultiLayerConfiguration manifold() {
        return Nets.builder(new HeInit(), Activation.RELU)
                .l2(0.1)
                .updater(new Adam(0.01))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.5)
                .list()
                .layer(new DenseLayer.Builder().nIn(12).nOut(20).build())
                .layer(new BatchNormalization.Builder().nIn(20).nOut(20).build())
                .layer(new DenseLayer.Builder()
                        .nIn(20)
                        .nOut(10)
                        .updater(new Nesterovs(0.1, 0.9))
                        .weightDecay(0.05)
                        .build())
                .layer(Nets.softmax(10, 3))
                .build();
    }

    private static double[] ratios(Model network, INDArray update) {
        Map<String, INDArray> parameters = network.paramTable();
        double[] ratios = new double[parameters.size()];
        INDArray flat = update.reshape(update.length());
        int offset = 0;
        int i = 0;
        for (INDArray parameter : parameters.values()) {
            INDArray part = flat.get(NDArrayIndex.interval(offset, offset + parameter.length()));
            ratios[i++] = Math.log10(
                    part.ameanNumber().doubleValue() / parameter.ameanNumber().doubleValue());
            offset += (int) parameter.length();
        }
        return ratios;
    }

    @Test
    void theSameProbeGivesTheSameFigures() {
        MultiLayerNetwork network = Nets.fourLayers();
        String first = SignalProbe.probe(network).toJson();
        Nd4j.getRandom().nextLong();
        assertThat(SignalProbe.probe(network).toJson()).isEqualTo(first);
    }

    @Test
    void generatedDataFitsTheInput() {
        MultiLayerNetwork embedding = Nets.initialised(Nets.builder(new XavierInit(), Activation.IDENTITY)
                .list()
                .layer(new EmbeddingLayer.Builder().nIn(7).nOut(4).build())
                .layer(new OutputLayer.Builder(LossFunction.SPARSE_MCXENT)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        LayerSignal input = SignalProbe.probe(embedding).layer("input");
        assertThat(input.activation().mean()).isBetween(2.0, 4.0);
    }

    @Test
    void whatCannotBeProbedIsRefused() {
        MultiLayerNetwork untouched = new MultiLayerNetwork(manifold());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(untouched))
                .withMessage("network must be initialised: call init() first, received one that is not");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(null))
                .withMessage("network must be given, received null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(Nets.fourLayers(), (DataSet) null))
                .withMessage("batch must be given, received null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalReport.fromJson("{\"version\":2}"))
                .withMessage("version must be 1, received 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalReport.fromJson("{"))
                .withMessageStartingWith("json must be a signal report, received a text that is no JSON");
    }
}
