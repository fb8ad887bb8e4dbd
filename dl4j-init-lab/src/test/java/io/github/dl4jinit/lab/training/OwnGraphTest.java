// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.lab.tune.Theory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A user's own graph, and layers within others: where a scheme goes, and that it is trained as a list is. */
class OwnGraphTest {

    private static final IWeightInit FOUND = new HeInit(3);

    @TempDir
    Path folder;

    /** The same layers as a list and as a graph, by the same scheme and seed, give the same losses and accuracy. */
    @ParameterizedTest
    @ValueSource(strings = {"xavier(gain=1.5)", "own(gain=0.5)", "network", "lsuv"})
    void aGraphIsTrainedAsTheListOfItsLayers(String scheme) {
        TrialResult ofList = run(new OwnNetworkRunner(list(), seed -> data(), data(), data()), scheme);
        TrialResult ofGraph = run(new OwnNetworkRunner(graph(false), seed -> data(), data(), data()), scheme);
        assertThat(ofGraph.status()).as(ofGraph.error()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(ofGraph.history()).isEqualTo(ofList.history()).hasSize(8);
        assertThat(ofGraph.testScore()).isEqualTo(ofList.testScore());
        assertThat(run(new OwnNetworkRunner(graph(false), seed -> data(), data(), data()), "he(gain=0.1)")
                        .history())
                .isNotEqualTo(ofGraph.history());
    }

    @Test
    void theSeedAndTheLearningRateReachAGraph() throws Exception {
        OwnNetwork network = new OwnNetwork(graph(true));
        ComputationGraph one = (ComputationGraph) network.network(trial("he", 5, 0.7), examples());
        ComputationGraph same = (ComputationGraph) network.network(trial("he", 5, null), examples());
        ComputationGraph other = (ComputationGraph) network.network(trial("he", 6, null), examples());
        assertThat(one.params()).isEqualTo(same.params());
        assertThat(one.params().equalsWithEps(other.params(), 1e-3)).isFalse();
        assertThat(one.getLearningRate("hidden")).isEqualTo(0.7);
        assertThat(same.getLearningRate("hidden")).isEqualTo(0.01);
    }

    @Test
    void aGraphIsReadFromAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("graph.json"), graph(true).toJson());
        OwnNetwork network = OwnNetwork.read(OwnNetwork.spec(file, List.of()));
        assertThat(network.configuration().layers()).hasSize(3);
        network.checkFits(Scheme.parse("mirrored"));
        network.checkFits(ExampleForm.of(List.of(6), Target.classes(3)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.checkFits(ExampleForm.of(List.of(7), Target.classes(3))))
                .withMessageStartingWith("the network must be one that classifies 7 inputs into 3 classes");
    }

    /** Skip connections add what they carry to what the theory knows. */
    @Test
    void theTheoryOfAGraph() {
        List<Knob> gain = List.of(Knob.GAIN);
        assertThat(Theory.of(Scheme.OWN, gain, graph(false)).recommended(Knob.GAIN))
                .isEqualTo(1);
        assertThat(Theory.of(Scheme.OWN, gain, graph(true)).recommended(Knob.GAIN))
                .isEqualTo(3);
    }

    @Test
    void aSchemeReachesEveryInitialiserOfAWrappedLayer() {
        MultiLayerConfiguration network = new NeuralNetConfiguration.Builder()
                .weightInit(FOUND)
                .list()
                .layer(new Bidirectional(new LSTM.Builder()
                        .nOut(5)
                        .weightInitRecurrent(new OrthogonalInit())
                        .build()))
                .layer(new SelfAttentionLayer.Builder()
                        .nOut(4)
                        .nHeads(2)
                        .projectInput(true)
                        .weightInit(WeightInit.XAVIER)
                        .build())
                .layer(new FrozenLayer(new LSTM.Builder().nOut(4).build()))
                .layer(new LastTimeStep(new LSTM.Builder().nOut(4).build()))
                .layer(output())
                .setInputType(InputType.recurrent(3))
                .build();
        OwnNetwork own = new OwnNetwork(network);
        List<Layer> layers = placed(own, "xavier(gain=1.5)");
        IWeightInit placed = new XavierInit(1.5);
        for (int direction : new int[] {0, 1}) {
            LSTM lstm = (LSTM) layers.get(direction);
            assertThat(lstm.getWeightInitFn()).isEqualTo(placed);
            assertThat(lstm.getWeightInitFnRecurrent()).isEqualTo(placed);
        }
        assertThat(((SelfAttentionLayer) layers.get(2)).getParamWeightInit())
                .hasSize(4)
                .allSatisfy((parameter, init) -> assertThat(init).isEqualTo(placed));
        assertThat(((LSTM) layers.get(3)).getWeightInitFn()).as("frozen").isEqualTo(FOUND);
        assertThat(((LSTM) layers.get(4)).getWeightInitFn()).isEqualTo(placed);
        assertThat(((LSTM) layers.get(4)).getWeightInitFnRecurrent())
                .as("drawn by that of the other weights")
                .isNull();
        assertThat(((OutputLayer) layers.get(5)).getWeightInitFn()).isEqualTo(placed);

        layers = placed(own, "own(gain=1.5)");
        assertThat(((LSTM) layers.get(0)).getWeightInitFn()).isEqualTo(new HeInit(1.5));
        assertThat(((LSTM) layers.get(0)).getWeightInitFnRecurrent()).isEqualTo(new OrthogonalInit(1.5));
        assertThat(((SelfAttentionLayer) layers.get(2)).getParamWeightInit()).isEmpty();

        MultiLayerNetwork built = new MultiLayerNetwork(network);
        built.init();
        assertThat(built.output(Nd4j.rand(2, 3, 4)).shape()).containsExactly(2, 3);
    }

    private static List<Layer> placed(OwnNetwork network, String scheme) {
        var configuration = network.configuration();
        SchemePlacement.place(Scheme.parse(scheme), configuration.notFrozen());
        return configuration.layers();
    }

    private static TrialResult run(OwnNetworkRunner runner, String scheme) {
        List<TrialResult> results = new ArrayList<>();
        runner.run(List.of(new TrialSpec(Scheme.parse(scheme), 4, runner.training("mine", 2))), new TrialListener() {
            @Override
            public void ended(TrialResult result) {
                results.add(result);
            }
        });
        return results.get(0);
    }

    private static TrialSpec trial(String scheme, long seed, Double learningRate) {
        OwnNetworkSpec network = OwnNetworkSpec.inMemory("mine");
        return new TrialSpec(
                Scheme.parse(scheme),
                seed,
                new TrainingSpec(
                        learningRate == null ? network : network.withLearningRate(learningRate), 1, 1, 0, null));
    }

    private static Examples examples() {
        return new IteratorExamples(
                seed -> new MultiDataSetIteratorAdapter(data()), new MultiDataSetIteratorAdapter(data()));
    }

    private static DataSetIterator data() {
        Nd4j.getRandom().setSeed(3);
        INDArray labels = Nd4j.zeros(48, 3);
        for (int i = 0; i < 48; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        return new ListDataSetIterator<>(new DataSet(Nd4j.randn(48, 6), labels).asList(), 12);
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder()
                .nIn(6)
                .nOut(6)
                .activation(Activation.RELU)
                .build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
    }

    private static NeuralNetConfiguration.Builder global() {
        return new NeuralNetConfiguration.Builder().updater(new Adam(0.01)).weightInit(FOUND);
    }

    private static MultiLayerConfiguration list() {
        return global().list()
                .layer(dense())
                .layer(dense())
                .layer(output())
                .setInputType(InputType.feedForward(6))
                .build();
    }

    /** The same layers, with a skip connection or without. */
    static ComputationGraphConfiguration graph(boolean residual) {
        NeuralNetConfiguration.Builder global = global();
        var graph = global.graphBuilder()
                .addInputs("in")
                .addLayer("hidden", dense(), "in")
                .addLayer("hidden2", dense(), "hidden");
        if (residual) {
            graph.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "hidden", "hidden2");
        }
        return graph.addLayer("out", output(), residual ? "sum" : "hidden2")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(6))
                .build();
    }
}
