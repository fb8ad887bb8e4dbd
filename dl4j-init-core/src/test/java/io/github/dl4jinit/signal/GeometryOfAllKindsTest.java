// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.network.NetworkInit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of all kinds have the figures that make sense for them, and no others. */
class GeometryOfAllKindsTest {

    private static SignalGeometry geometry(SignalReport report) {
        return report.geometry().get();
    }

    @Test
    void recurrentAndConvolutionalNetworksAreMeasuredWithoutTheory() {
        MultiLayerNetwork series = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nIn(4).nOut(8).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(8)
                        .nOut(2)
                        .build())
                .build());
        MultiLayerNetwork images = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(Nets.softmax(8, 3))
                .setInputType(InputType.convolutional(8, 8, 2))
                .build());
        for (SignalGeometry geometry : new SignalGeometry[] {
            geometry(SignalProbe.probe(series, InputType.recurrent(4, 10))),
            geometry(SignalProbe.probe(images, InputType.convolutional(8, 8, 2)))
        }) {
            assertThat(geometry.gradientCorrelation().getAsDouble()).isBetween(0.5, 1.0);
            assertThat(geometry.jacobianSpread().getAsDouble()).isPositive();
            assertThat(geometry.predictedGradientCorrelation()).isEmpty();
            assertThat(geometry.gaussianJacobianSpread()).isEmpty();
        }
    }

    /** One unit before the loss has no directions to compare, and a frozen layer lets no gradient pass. */
    @Test
    void whatMakesNoSenseIsEmpty() {
        MultiLayerNetwork single = Nets.initialised(Nets.builder(new HeInit(), Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(1).build())
                .layer(Nets.softmax(1, 3))
                .build());
        MultiLayerNetwork frozen = Nets.initialised(Nets.builder(new HeInit(), Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(6).build())
                .layer(new FrozenLayer(new DenseLayer.Builder().nIn(6).nOut(6).build()))
                .layer(Nets.softmax(6, 3))
                .build());
        MultiLayerNetwork shallow = Nets.initialised(Nets.builder(new HeInit(), Activation.TANH)
                .list()
                .layer(Nets.softmax(5, 3))
                .build());
        for (MultiLayerNetwork network : new MultiLayerNetwork[] {single, frozen, shallow}) {
            SignalGeometry geometry = geometry(SignalProbe.probe(network));
            assertThat(geometry.gradientCorrelation()).isEmpty();
            assertThat(geometry.jacobianSpread()).isEmpty();
        }
        SignalReport one = SignalProbe.probe(Nets.fourLayers(), Nets.batch(1, 3, 1, 12));
        assertThat(geometry(one).gradientCorrelation()).isEmpty();
        assertThat(geometry(one).jacobianSpread()).isNotEmpty();
        assertThat(geometry(one).jacobianSpreadError()).isEmpty();
    }

    /** Indices have no neighbours: the figures begin behind the embedding, also where it is frozen. */
    @Test
    void indicesAreNoSignal() {
        EmbeddingLayer embedding = new EmbeddingLayer.Builder()
                .nIn(50)
                .nOut(12)
                .activation(Activation.IDENTITY)
                .build();
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new FrozenLayer(embedding))
                .layer(new DenseLayer.Builder().nIn(12).nOut(12).build())
                .layer(Nets.softmax(12, 3))
                .build());
        org.nd4j.linalg.dataset.DataSet batch = Nets.batch(1, 3, 16, 1);
        for (int i = 0; i < 16; i++) {
            batch.getFeatures().putScalar(i, 0, 3 * i);
        }
        SignalReport report = SignalProbe.probe(network, batch);
        assertThat(report.problems()).isEmpty(); // 45 to 0.3 is no jump
        assertThat(geometry(report).gradientCorrelation().getAsDouble()).isBetween(0.5, 1.0);
    }

    /** Two losses behind one body, one of them beside the way; and dropout, which figures are without. */
    @Test
    void severalOutputsAndDropout() {
        SignalReport report = SignalProbe.probe(twoOutputs(0.5));
        assertThat(geometry(report).gradientCorrelation())
                .isEqualTo(geometry(SignalProbe.probe(twoOutputs(1))).gradientCorrelation());
        assertThat(geometry(report).gaussianJacobianSpread()).isEmpty();
        assertThat(SignalReport.fromJson(report.toJson()).toText()).isEqualTo(report.toText());
    }

    private static ComputationGraph twoOutputs(double retained) {
        ComputationGraph graph = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "body",
                        new DenseLayer.Builder()
                                .nIn(6)
                                .nOut(12)
                                .dropOut(retained)
                                .build(),
                        "in")
                .addLayer("one", Nets.softmax(12, 3), "body")
                .addLayer(
                        "other",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(12)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "body")
                .setOutputs("one", "other")
                .build());
        graph.init();
        return graph;
    }

    /** What a plain network of 20 tanh layers or more is recommended; a shallower one has only an initialiser. */
    @Test
    void tanhIsRecommendedSmallPreActivations() {
        String line = "NetworkInit.builder().orthogonal().preActivationVariance().build().apply(network)";
        HeInit wild = new HeInit(1.2);
        assertThat(SignalProbe.probe(Nets.mlp(wild, Activation.TANH, 32, 40)).recommendation())
                .contains(line);
        assertThat(SignalProbe.probe(Nets.mlp(wild, Activation.TANH, 32, 10)).recommendation())
                .doesNotContain(line);
        assertThat(SignalProbe.probe(Nets.mlp(wild, Activation.SIGMOID, 32, 40)).recommendation())
                .doesNotContain("NetworkInit.builder().orthogonal()")
                .doesNotContain("mirrored");
        assertThat(geometry(SignalProbe.probe(Nets.mlp(wild, Activation.TANH, 32, 40)))
                        .gradientCorrelation())
                .hasValueCloseTo(0.0, within(0.3));
    }

    /** A line that NetworkInit would refuse is no advice: one tanh among forty ReLUs does not fit mirrored weights. */
    @Test
    void mirroredWeightsAreRecommendedOnlyWhereEveryFunctionFits() {
        HeInit weak = new HeInit(0.7);
        assertThat(SignalProbe.probe(mixed(weak, Activation.LEAKYRELU)).recommendation())
                .contains("mirrored()");
        MultiLayerNetwork odd = mixed(weak, Activation.TANH);
        assertThat(SignalProbe.probe(odd).recommendation()).isNotEmpty().doesNotContain("mirrored()");
        assertThatThrownBy(() -> NetworkInit.builder().mirrored().build().apply(odd))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Forty layers of ReLU, and in the middle one of another function. */
    private static MultiLayerNetwork mixed(HeInit init, Activation other) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(init)
                .activation(Activation.RELU)
                .list();
        for (int i = 0; i < 40; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(32)
                    .nOut(32)
                    .activation(i == 20 ? other : Activation.RELU)
                    .build());
        }
        return Nets.initialised(layers.layer(Nets.softmax(32, 3)).build());
    }
}
