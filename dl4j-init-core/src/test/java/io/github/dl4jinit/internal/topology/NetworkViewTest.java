// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.XavierInit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What both kinds of network do through the view is what DL4J does, and is the same for the same network. */
class NetworkViewTest {

    private static final DataSet BATCH = batch();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nodeByNodeThePassesAreDl4js(boolean graph) {
        NetworkView view = NetworkView.of(network(graph));
        INDArray expectedOutput = view.output(BATCH.getFeatures()).dup();
        view.initGradients();
        view.computeGradients(BATCH.getFeatures(), BATCH.getLabels());
        float[] expectedGradients = view.network().getGradientsViewArray().toFloatVector();
        assertThat(expectedGradients).contains(0f).isNotEqualTo(new float[expectedGradients.length]);
        view.network().getGradientsViewArray().assign(0);

        view.show(BATCH.toMultiDataSet());
        INDArray signal = BATCH.getFeatures();
        for (NetworkNode node : view.nodes()) {
            signal = node.isInput() ? signal : view.forward(node, signal);
        }
        assertThat(signal.toFloatMatrix()).isDeepEqualTo(expectedOutput.toFloatMatrix());

        view.nodes().get(3).loss().get().setLabels(BATCH.getLabels());
        INDArray epsilon = null;
        for (int i = view.nodes().size() - 1; i > 0; i--) {
            INDArray[] handedOn = view.backward(view.nodes().get(i), epsilon).getSecond();
            epsilon = handedOn == null ? null : handedOn[0];
        }
        assertThat(epsilon == null).as("a list hands nothing on to its data").isEqualTo(!graph);
        assertThat(view.network().getGradientsViewArray().toFloatVector()).isEqualTo(expectedGradients);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCopySharesNothing(boolean graph) {
        NetworkView original = trained(graph);
        NetworkView copy = original.copy();
        assertThat(copy.network()).isNotSameAs(original.network()).hasSameClassAs(original.network());
        float[] parameters = original.network().params().toFloatVector();
        assertThat(copy.network().params().toFloatVector()).isEqualTo(parameters);
        assertThat(copy.nodes())
                .extracting(NetworkNode::name)
                .isEqualTo(original.nodes().stream().map(NetworkNode::name).collect(Collectors.toList()));
        copy.network().params().assign(7);
        assertThat(original.network().params().toFloatVector()).isEqualTo(parameters);
        for (int i = 1; i < copy.nodes().size(); i++) {
            assertThat(copy.nodes().get(i).configuration())
                    .isNotSameAs(original.nodes().get(i).configuration());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countersSeedAndUpdater(boolean graph) {
        NetworkView view = NetworkView.of(network(graph));
        assertThat(view.updaterState()).isNull();
        view.forgetUpdater(); // there is none, and none is made
        assertThat(view.updaterState()).isNull();
        assertThat(view.iteration()).isZero();
        assertThat(view.seed()).isEqualTo(99);
        assertThat(view.kind()).isEqualTo(graph ? ComputationGraph.class : MultiLayerNetwork.class);

        NetworkView trained = trained(graph);
        assertThat(trained.iteration()).isEqualTo(1);
        assertThat(trained.updaterState().ameanNumber().doubleValue()).isPositive();
        assertThat(trained.updater().getStateViewArray()).isSameAs(trained.updaterState());
        trained.forgetUpdater();
        assertThat(trained.updaterState()).isNull();
        assertThat(trained.updater().getStateViewArray().ameanNumber().doubleValue())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theBatchThatIsTrainedOn(boolean graph) {
        Model network = network(graph);
        List<MultiDataSet> seen = new ArrayList<>();
        network.addListeners(new BaseTrainingListener() {
            @Override
            public void onBackwardPass(Model trained) {
                seen.add(NetworkView.of(trained).trainedBatch());
            }
        });
        fit(network);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).getFeatures(0)).isEqualTo(BATCH.getFeatures());
        assertThat(seen.get(0).getLabels(0)).isEqualTo(BATCH.getLabels());
        assertThat(seen.get(0).getFeaturesMaskArrays()).isNull();
    }

    @Test
    void onlyInitialisedNetworksAreSeen() {
        MultiLayerNetwork network = (MultiLayerNetwork) network(false);
        assertThat(NetworkView.isNetwork(network)).isTrue();
        assertThat(NetworkView.isNetwork(network.getLayer(0))).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkView.of(network.getLayer(0)))
                .withMessageStartingWith("network must be a MultiLayerNetwork or a ComputationGraph, received ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkView.of(new MultiLayerNetwork(network.getLayerWiseConfigurations())))
                .withMessage("network must be initialised: call init() first, received one that is not");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkView.of(null))
                .withMessage("network must be given, received null");
    }

    private static NetworkView trained(boolean graph) {
        Model network = network(graph);
        fit(network);
        return NetworkView.of(network);
    }

    private static void fit(Model network) {
        if (network instanceof ComputationGraph) {
            ((ComputationGraph) network).fit(BATCH);
        } else {
            ((MultiLayerNetwork) network).fit(BATCH);
        }
    }

    /** A convolution, so that preprocessors take part. */
    private static Model network(boolean graph) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(99)
                .weightInit(new XavierInit())
                .activation(Activation.RELU)
                .updater(new Adam(0.01));
        Layer convolution = new ConvolutionLayer.Builder(2, 2).nOut(3).build();
        Layer dense = new DenseLayer.Builder().nOut(6).build();
        Layer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
        InputType images = InputType.convolutionalFlat(4, 4, 1);
        if (!graph) {
            MultiLayerNetwork network = new MultiLayerNetwork(builder.list(convolution, dense, output)
                    .setInputType(images)
                    .build());
            network.init();
            return network;
        }
        ComputationGraph network = new ComputationGraph(builder.graphBuilder()
                .addInputs("in")
                .addLayer("convolution", convolution, "in")
                .addLayer("dense", dense, "convolution")
                .addLayer("output", output, "dense")
                .setOutputs("output")
                .setInputTypes(images)
                .build());
        network.init();
        return network;
    }

    private static DataSet batch() {
        Nd4j.getRandom().setSeed(1);
        INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 0}});
        return new DataSet(Nd4j.randn(DataType.FLOAT, 3, 16), labels);
    }
}
