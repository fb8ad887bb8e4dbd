// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The figures are those of the network's own passes, and taking them leaves no trace. */
class ProbeFiguresTest {

    private static final DataSet BATCH = Nets.batch(7, 3, 16, 12);

    /** Against DL4J's forward pass and ND4J's statistics of it. */
    @Test
    void activations() {
        MultiLayerNetwork network = network();
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
        MultiLayerNetwork network = network();
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
            fit(network);
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

    private static void fit(Model network) {
        if (network instanceof ComputationGraph) {
            ((ComputationGraph) network).fit(BATCH);
        } else {
            ((MultiLayerNetwork) network).fit(BATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trainingGoesOnAsIfNothingHadHappened(boolean graph) {
        INDArray undisturbed = trained(graph, false);
        INDArray probed = trained(graph, true);
        assertThat(probed.data().asFloat()).isEqualTo(undisturbed.data().asFloat());
    }

    /** With dropout, whose masks come from the random generator, and batch normalisation. */
    private static INDArray trained(boolean graph, boolean probe) {
        MultiLayerNetwork list = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(12).nOut(20).build())
                .layer(new BatchNormalization.Builder().nIn(20).nOut(20).build())
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).dropOut(0.5).build())
                .layer(Nets.softmax(20, 3))
                .build());
        Model network = graph ? list.toComputationGraph() : list;
        Nd4j.getRandom().setSeed(99);
        for (int step = 0; step < 5; step++) {
            fit(network);
            if (probe) {
                SignalProbe.probe(network, BATCH);
                SignalProbe.probe(network);
            }
        }
        return network.params().dup();
    }

    /** Everything is put back when the batch does not fit, the layers' own activation functions too. */
    @Test
    void aFailureLeavesNoTrace() {
        MultiLayerNetwork network = network();
        network.fit(BATCH);
        float[] parameters = network.params().dup().data().asFloat();
        float[] updater = network.getUpdater().getStateViewArray().dup().data().asFloat();
        String configuration = network.getLayerWiseConfigurations().toJson();
        Nd4j.getRandom().setSeed(5);
        long next = Nd4j.getRandom().nextLong();
        Nd4j.getRandom().setSeed(5);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> SignalProbe.probe(network, Nets.batch(1, 3, 16, 11)));
        Nd4j.getRandom().setSeed(5);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> SignalProbe.probe(
                        network, new DataSet(BATCH.getFeatures(), Nd4j.zeros(DataType.FLOAT, 16, 4))));
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(next);
        assertThat(network.params().data().asFloat()).isEqualTo(parameters);
        assertThat(network.getUpdater().getStateViewArray().data().asFloat()).isEqualTo(updater);
        assertThat(network.getIterationCount()).isEqualTo(1);
        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
    }

    /** DL4J shares what is inside wrappers between a network and its clone. */
    @Test
    void configurationsInsideWrappersStayAsTheyAre() {
        SimpleRnn shared = new SimpleRnn.Builder().nIn(4).nOut(4).build();
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new MaskZeroLayer(shared, 0.0))
                .layer(new MaskZeroLayer(shared, 0.0))
                .layer(new LastTimeStep(new SimpleRnn.Builder().nIn(4).nOut(4).build()))
                .layer(Nets.softmax(4, 3))
                .build());
        String configuration = network.getLayerWiseConfigurations().toJson();
        SignalProbe.probe(network, InputType.recurrent(4, 5));
        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
    }

    /** DL4J's close() would destroy them all, and with them the memory of what lives there. */
    @Test
    @SuppressWarnings("try") // the scope is closed, never read
    void workspacesOfTheCallerStayOpen() {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.builder()
                .initialSize(1 << 20)
                .policyAllocation(AllocationPolicy.STRICT)
                .build();
        MultiLayerNetwork network = network();
        try (MemoryWorkspace mine =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "ProbeFiguresTest")) {
            INDArray inside = Nd4j.ones(DataType.FLOAT, 1000);
            SignalProbe.probe(network, BATCH);
            assertThat(inside.sumNumber().doubleValue()).isEqualTo(1000);
            assertThat(mine.isScopeActive()).isTrue();
        }
    }

    @Test
    void theSameProbeGivesTheSameFigures() {
        MultiLayerNetwork network = network();
        String first = SignalProbe.probe(network).toJson();
        Nd4j.getRandom().nextLong();
        assertThat(SignalProbe.probe(network).toJson()).isEqualTo(first);
    }

    @Test
    void listenersOfTheNetworkHearNothing() {
        MultiLayerNetwork network = network();
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void onForwardPass(Model model, List<INDArray> activations) {
                throw new AssertionError("heard a forward pass");
            }
        });
        SignalProbe.probe(network, BATCH);
        assertThat(network.getListeners()).hasSize(1);
    }

    @Test
    void numbersNearTheEndsOfDoubles() {
        for (double scale : new double[] {1e-300, 1e300}) {
            double[] values = {3 * scale, -scale, 2 * scale, 0};
            Moments moments =
                    MomentsAccumulator.of(Nd4j.createFromArray(values)).moments();
            assertThat(moments.rms() / scale).isCloseTo(Math.sqrt(14 / 4.0), within(1e-14));
            assertThat(moments.mean() / scale).isCloseTo(1, within(1e-14));
            assertThat(moments.std() / scale).isCloseTo(Math.sqrt(10 / 4.0), within(1e-14));
        }
        // A large mean does not drown the deviation, and blocks of different sizes are put together.
        double[] values = new double[3_000_000];
        Arrays.setAll(values, i -> (i < 1_500_000 ? 1e8 : 1e8 + 2) + i % 2);
        Moments moments = MomentsAccumulator.of(Nd4j.createFromArray(values).reshape(3_000_000, 1))
                .moments();
        assertThat(moments.std()).isCloseTo(Math.sqrt(1.25), within(1e-6));
    }

    /** One after the other, each larger than all before. */
    @Test
    void blocksOfGrowingNumbers() {
        MomentsAccumulator accumulator = new MomentsAccumulator();
        accumulator.add(new double[] {1, 2, 3});
        accumulator.add(new double[] {40, -50});
        accumulator.add(new double[] {600});
        // By hand: sum 596, squares 14 + 4100 + 360000 = 364114.
        double mean = 596 / 6.0;
        assertThat(accumulator.moments().mean()).isCloseTo(mean, within(1e-10));
        assertThat(accumulator.moments().std()).isCloseTo(Math.sqrt(364114 / 6.0 - mean * mean), within(1e-10));
        assertThat(accumulator.moments().meanMagnitude()).isCloseTo(696 / 6.0, within(1e-10));
        assertThat(accumulator.norm()).isCloseTo(Math.sqrt(364114), within(1e-9));
    }

    /** Mean squares of 10^±600 are no doubles, but their roots are. */
    @Test
    void extremeNetworksAreMeasured() {
        for (int exponent : new int[] {300, -300}) {
            MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.IDENTITY)
                    .dataType(DataType.DOUBLE)
                    .list()
                    .layer(new DenseLayer.Builder().nIn(8).nOut(8).build())
                    .build());
            INDArray weights = network.getLayer(0).getParam("W");
            weights.assign(Nd4j.eye(8).castTo(DataType.DOUBLE).mul(Math.pow(10, exponent)));
            LayerSignal layer = SignalProbe.probe(network).layers().get(1);
            assertThat(Math.log10(layer.activation().rms())).isCloseTo(exponent, within(0.2));
            assertThat(layer.parameters().get(0).values().rms()).isFinite().isPositive();
        }
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
                .isThrownBy(() -> SignalProbe.probe(network(), (DataSet) null))
                .withMessage("batch must be given, received null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalReport.fromJson("{\"version\":2}"))
                .withMessage("version must be 1, received 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalReport.fromJson("{"))
                .withMessageStartingWith("json must be a signal report, received: ");
    }

    private static MultiLayerNetwork network() {
        return Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(12)
                        .nOut(20)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder().nIn(20).nOut(15).build())
                .layer(new DenseLayer.Builder().nIn(15).nOut(10).build())
                .layer(Nets.softmax(10, 3))
                .build());
    }
}
