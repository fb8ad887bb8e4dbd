// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Each test looks for DL4J's distribution before it initialises a network, which would never return with it. */
@SuppressWarnings("deprecation") // Graves's LSTMs are still what saved models contain
class OrthogonalReplacementTest {

    /** DL4J's: at 64 × 64 and above its {@code init} crashes or hangs. */
    private static final String DL4JS = "OrthogonalDistribution";

    private static final int UNITS = 64;
    private static final double GAIN = 1.25;

    /**
     * What DL4J's import made of a Keras model: Bidirectional(LSTM(64)), SimpleRNN(64), LSTM(64) without sequences,
     * Dense(128, orthogonal with gain √2), Dense(3).
     */
    @Test
    void aKerasImportComesToLife() throws IOException {
        MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(resource("keras-orthogonal.json"));
        assertThat(configuration.toJson()).contains(DL4JS);

        assertThat(OrthogonalInit.replaceIn(configuration)).isEqualTo(5);

        assertThat(configuration.toJson()).doesNotContain(DL4JS);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        for (String gates : new String[] {"0_fRW", "0_bRW", "2_RW"}) {
            assertGatesAreOrthogonal(network.getParam(gates), 1);
        }
        assertOrthogonal(network.getParam("1_RW"), 1);
        assertOrthogonal(network.getParam("3_W"), 1.4142135);
        assertThat(OrthogonalInit.replaceIn(configuration)).isZero();
    }

    @Test
    void everyWrapperIsOpened() {
        Layer[] layers = {
            new FrozenLayer(lstm()),
            new FrozenLayerWithBackprop(lstm()),
            new MaskZeroLayer(lstm(), 0),
            new Bidirectional(lstm()),
            new TimeDistributed(dense()),
            new Bidirectional(new LastTimeStep(lstm()))
        };
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerConfiguration configuration = list.build();

        // DL4J lets both directions of the last share what is inside the wrapper.
        assertThat(OrthogonalInit.replaceIn(configuration)).isEqualTo(7);

        assertThat(configuration.toJson()).doesNotContain(DL4JS);
    }

    @Test
    void verticesOfAGraph() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(3)
                .weightInit(new OrthogonalDistribution(GAIN))
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nIn(UNITS).nOut(UNITS).build(), "in")
                .addLayer(
                        "graves",
                        new GravesLSTM.Builder().nIn(UNITS).nOut(UNITS).build(),
                        "in")
                .addLayer(
                        "both",
                        new GravesBidirectionalLSTM.Builder()
                                .nIn(UNITS)
                                .nOut(UNITS)
                                .build(),
                        "in")
                .addLayer("rnn", new SimpleRnn.Builder().nIn(UNITS).nOut(UNITS).build(), "in")
                .addVertex("merge", new MergeVertex(), "lstm", "graves", "both", "rnn")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder().nIn(4 * UNITS).nOut(UNITS).build(),
                        "merge")
                .setOutputs("out")
                .build();
        configuration
                .getVertices()
                .replace("rnn", new FrozenVertex(configuration.getVertices().get("rnn")));

        assertThat(OrthogonalInit.replaceIn(configuration)).isEqualTo(5);

        assertThat(configuration.toJson()).doesNotContain(DL4JS);
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        for (String gates : new String[] {"lstm_W", "lstm_RW", "graves_W", "graves_RW", "both_WF", "both_RWB"}) {
            assertGatesAreOrthogonal(network.getParam(gates), GAIN);
        }
        for (String matrix : new String[] {"rnn_W", "rnn_RW", "out_W"}) {
            assertOrthogonal(network.getParam(matrix), GAIN);
        }
    }

    /** Users' SameDiff layers may have an initialiser for each parameter. */
    @Test
    void parametersOfSameDiffLayers() {
        SameDiffLayer layer = new LocallyConnected1D.Builder().nIn(2).nOut(2).build();
        layer.setParamWeightInit(Map.of("a", orthogonal(), "b", new WeightInitXavier()));
        MultiLayerConfiguration configuration =
                new NeuralNetConfiguration.Builder().list().layer(layer).build();

        assertThat(OrthogonalInit.replaceIn(configuration)).isEqualTo(1);

        assertThat(((SameDiffLayer) configuration.getConf(0).getLayer()).getParamWeightInit())
                .isEqualTo(Map.of("a", new OrthogonalInit(GAIN), "b", new WeightInitXavier()));
    }

    @Test
    void otherInitialisersStay() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .weightInit(new NormalDistribution(0, 0.1))
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .layer(new LSTM.Builder()
                        .nIn(2)
                        .nOut(2)
                        .weightInitRecurrent(new GateOrthogonalInit(2))
                        .build())
                .build();
        String before = configuration.toJson();

        assertThat(OrthogonalInit.replaceIn(configuration)).isZero();

        assertThat(configuration.toJson()).isEqualTo(before);
    }

    @Test
    void refusals() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrthogonalInit.replaceIn((MultiLayerConfiguration) null))
                .withMessage("configuration must be given, received null");
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(2)
                        .weightInit(new OrthogonalDistribution(0))
                        .build())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrthogonalInit.replaceIn(configuration))
                .withMessage("gain must be positive and finite, received 0.0");
        assertThat(((BaseLayer) configuration.getConf(0).getLayer()).getWeightInitFn())
                .isEqualTo(new WeightInitDistribution(new OrthogonalDistribution(0)));
    }

    private static Layer lstm() {
        return new LSTM.Builder()
                .nIn(UNITS)
                .nOut(UNITS)
                .weightInitRecurrent(new OrthogonalDistribution(GAIN))
                .build();
    }

    private static Layer dense() {
        return new DenseLayer.Builder()
                .nIn(UNITS)
                .nOut(UNITS)
                .weightInit(new OrthogonalDistribution(GAIN))
                .build();
    }

    private static IWeightInit orthogonal() {
        return new WeightInitDistribution(new OrthogonalDistribution(GAIN));
    }

    private static void assertGatesAreOrthogonal(INDArray weights, double gain) {
        int units = weights.columns() / 4;
        for (int gate = 0; gate < 4; gate++) {
            assertOrthogonal(
                    weights.get(NDArrayIndex.all(), NDArrayIndex.interval(gate * units, (gate + 1) * units)), gain);
        }
    }

    /** UᵀU = gain²·I, or UUᵀ if U is wide; to the rounding of sums of a few hundred FLOAT products. */
    private static void assertOrthogonal(INDArray u, double gain) {
        INDArray gram = u.rows() >= u.columns() ? u.transpose().mmul(u) : u.mmul(u.transpose());
        INDArray off = gram.sub(Nd4j.eye(gram.rows()).castTo(gram.dataType()).mul(gain * gain));
        assertThat(off.amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = OrthogonalReplacementTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
