// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.preprocessor.BaseInputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** A change of scale is named at the node where it happens, and what to do fits that node. */
class PlaceTest {

    private static final int WIDTH = 32;
    private static final DataSet BATCH = Nets.batch(1, 3, 64, WIDTH);

    private static DenseLayer dense() {
        return new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build();
    }

    /** Layers a and b, what is to be tried behind b under the name x, and layers c and d. */
    private static ComputationGraph graph(UnaryOperator<GraphBuilder> x) {
        GraphBuilder graph = Nets.builder(new HeInit(), Activation.RELU)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", dense(), "in")
                .addLayer("b", dense(), "a");
        ComputationGraph network = new ComputationGraph(x.apply(graph)
                .addLayer("c", dense(), "x")
                .addLayer("d", dense(), "c")
                .addLayer("out", Nets.softmax(WIDTH, 3), "d")
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }

    private static double lossAfterTraining(ComputationGraph network) {
        for (int step = 0; step < 60; step++) {
            network.fit(BATCH);
        }
        return network.score(BATCH);
    }

    @Test
    void aScaleVertexAndItsCure() {
        ComputationGraph network = graph(graph -> graph.addVertex("x", new ScaleVertex(1e-4), "b"));
        SignalReport report = SignalProbe.probe(network, BATCH);
        Problem problem = only(report, Problem.Kind.FORWARD);
        assertThat(problem.layer()).isEqualTo("x");
        assertThat(problem.sentence()).contains("ScaleVertex multiplies the signal by 0.000100");
        assertThat(report.recommendation())
                .isEqualTo("Take x out, or give it a factor of 1: the weights of the layers"
                        + " beside it have the scale that is wanted.");
        assertThat(lossAfterTraining(network)).isGreaterThan(1.05); // ln 3 is 1.0986

        ComputationGraph cured = graph(graph -> graph.addVertex("x", new ScaleVertex(1), "b"));
        assertThat(SignalProbe.probe(cured, BATCH).healthy()).isTrue();
        assertThat(lossAfterTraining(cured)).isLessThan(0.8);
    }

    @Test
    void aShiftVertexAndALambda() {
        ComputationGraph shifted = graph(graph -> graph.addVertex("x", new ShiftVertex(1000), "b"));
        assertThat(only(SignalProbe.probe(shifted, BATCH), Problem.Kind.FORWARD).layer())
                .isEqualTo("x");
        ComputationGraph lambda = graph(graph -> graph.addLayer("x", new Thousandth(), "b"));
        Problem problem = only(SignalProbe.probe(lambda, BATCH), Problem.Kind.FORWARD);
        assertThat(problem.layer()).isEqualTo("x");
        assertThat(problem.sentence()).contains("Thousandth multiplies the signal by 0.00100");
    }

    /** Times 0.001. */
    public static final class Thousandth extends SameDiffLambdaLayer {
        private static final long serialVersionUID = 1L;

        @Override
        public SDVariable defineLayer(SameDiff sameDiff, SDVariable input) {
            return input.mul(0.001);
        }

        @Override
        public InputType getOutputType(int layerIndex, InputType inputType) {
            return inputType;
        }
    }

    /** Unit length is the vertex's own scale, and a part of the units has that of the whole. */
    @Test
    void verticesThatAreMeantToChangeTheScale() {
        ComputationGraph unit = graph(graph -> graph.addVertex("x", new L2NormalizeVertex(), "b"));
        assertThat(SignalProbe.probe(unit, BATCH).healthy()).isTrue();
        ComputationGraph part = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", dense(), "in")
                .addVertex("x", new SubsetVertex(0, 7), "a")
                .addLayer("out", Nets.softmax(8, 3), "x")
                .setOutputs("out")
                .build());
        part.init();
        assertThat(SignalProbe.probe(part, BATCH).healthy()).isTrue();
    }

    /** The layer's own weights are to blame, and its neighbour is not; then the vertex is. */
    @Test
    void weightsAreBlamedOnlyWhereTheyAreOff() {
        ComputationGraph network = graph(graph -> graph.addLayer("x", new ActivationLayer(Activation.IDENTITY), "b"));
        network.getLayer("b").getParam("W").muli(100);
        SignalReport report = SignalProbe.probe(network, BATCH);
        assertThat(report.problems().get(0).layer()).isEqualTo("b");
        assertThat(report.recommendation()).startsWith("Initialise b as the other layers are");

        network.getLayer("b").getParam("W").muli(0.01);
        network.getLayer("b").getParam("b").assign(300);
        SignalReport biased = SignalProbe.probe(network, BATCH);
        assertThat(biased.problems().get(0).layer()).isEqualTo("b");
        assertThat(biased.recommendation()).startsWith("Set the biases of b to 0");
    }

    /** Two units with large weights, which are off for most examples, as the last ReLU of UNet may be. */
    @Test
    void aFunctionThatLetsLittleThroughIsBlamedAndNotTheLargeWeightsBeforeIt() {
        ComputationGraph network = graph(graph -> graph.addLayer(
                "x", new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), "b"));
        INDArray weights = network.getLayer("x").getParam("W");
        weights.assign(-1);
        for (int unit = 0; unit < WIDTH; unit++) {
            weights.putScalar(unit, unit, 3);
        }
        SignalReport report = SignalProbe.probe(network, Nets.batch(1, 3, 1024, WIDTH));
        assertThat(report.problems().get(0).layer()).as(report.toText()).isEqualTo("x");
        assertThat(report.recommendation()).startsWith("Give x another activation function: it turns values of size ");
    }

    /** Sigmoids make little of the gradient; what joins two branches, and multiplies by 1, is not to blame. */
    @Test
    void aNodeThatHardlyChangesTheScaleIsNotTheCulprit() {
        GraphBuilder graph = Nets.builder(new XavierInit(), Activation.SIGMOID)
                .graphBuilder()
                .addInputs("x0");
        for (int i = 0; i < 6; i++) {
            graph.addLayer("s" + i, dense(), "x" + i)
                    .addLayer("a" + i, half(), "s" + i)
                    .addLayer("b" + i, half(), "s" + i)
                    .addVertex("x" + (i + 1), new MergeVertex(), "a" + i, "b" + i);
        }
        ComputationGraph network = new ComputationGraph(graph.addLayer("out", Nets.softmax(WIDTH, 3), "x6")
                .setOutputs("out")
                .build());
        network.init();
        Problem problem = backward(network);
        assertThat(problem.layer()).matches("[sa]\\d");
        assertThat(problem.sentence()).doesNotContain("multiplies");
    }

    /** A skip connection hands on what it is given; what reaches its beginning has come through the branch, too. */
    @Test
    void aBranchIsToBlameAndNotTheConnectionPastIt() {
        GraphBuilder graph = Nets.builder(new XavierInit(), Activation.IDENTITY)
                .graphBuilder()
                .addInputs("in")
                .addLayer("x0", dense(), "in");
        for (int i = 0; i < 4; i++) {
            graph.addLayer("skip" + i, new ActivationLayer(Activation.IDENTITY), "x" + i)
                    .addLayer("branch" + i, dense(), "x" + i)
                    .addLayer("steep" + i, new Steep(), "branch" + i)
                    .addVertex("x" + (i + 1), new ElementWiseVertex(ElementWiseVertex.Op.Add), "skip" + i, "steep" + i);
        }
        ComputationGraph network = new ComputationGraph(graph.addLayer("out", Nets.softmax(WIDTH, 3), "x4")
                .setOutputs("out")
                .build());
        network.init();
        Problem problem = backward(network);
        assertThat(problem.layer()).startsWith("steep");
        assertThat(problem.sentence()).contains("Steep multiplies the gradient by 4");
    }

    /** The sine of 30 times: no larger than 1, and steep. */
    public static final class Steep extends SameDiffLambdaLayer {
        private static final long serialVersionUID = 1L;

        @Override
        public SDVariable defineLayer(SameDiff sameDiff, SDVariable input) {
            return sameDiff.math().sin(input.mul(30));
        }

        @Override
        public InputType getOutputType(int layerIndex, InputType inputType) {
            return inputType;
        }
    }

    private static Problem backward(Model network) {
        return SignalProbe.probe(network, BATCH).problems().stream()
                .filter(problem -> problem.kind() == Problem.Kind.BACKWARD)
                .findFirst()
                .get();
    }

    private static DenseLayer half() {
        return new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH / 2).build();
    }

    @Test
    void whatANodeDoesToTheGradientIsSaidOfTheGradient() {
        ListBuilder list = Nets.builder(new XavierInit(), Activation.IDENTITY).list();
        for (int i = 0; i < 9; i++) {
            list.layer(dense()).layer(new ActivationLayer(Activation.SIGMOID));
        }
        MultiLayerNetwork network =
                Nets.initialised(list.layer(Nets.softmax(WIDTH, 3)).build());
        Problem problem = backward(network);
        assertThat(problem.sentence()).contains("ActivationLayer multiplies the gradient by 0.2");
    }

    @Test
    void aPreprocessorIsNamedInTheSentence() {
        for (boolean scaled : new boolean[] {true, false}) {
            MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                    .list()
                    .layer(dense())
                    .layer(dense())
                    .layer(dense())
                    .layer(dense())
                    .layer(Nets.softmax(WIDTH, 3))
                    .inputPreProcessor(2, new Factor(scaled ? 1e-4 : 1))
                    .build());
            SignalReport report = SignalProbe.probe(network, BATCH);
            assertThat(report.healthy()).isNotEqualTo(scaled);
            if (scaled) {
                Problem problem = only(report, Problem.Kind.FORWARD);
                assertThat(problem.layer()).isEqualTo("layer2");
                assertThat(problem.sentence()).contains("its preprocessor Factor multiplies the signal by 0.000100");
                assertThat(report.recommendation()).startsWith("Remove the factor from the preprocessor of layer2");
            }
        }
    }

    /** Multiplies what a layer is given. */
    public static final class Factor extends BaseInputPreProcessor {
        private static final long serialVersionUID = 1L;
        private final double factor;

        Factor(double factor) {
            this.factor = factor;
        }

        @Override
        public INDArray preProcess(INDArray input, int miniBatchSize, LayerWorkspaceMgr workspaces) {
            return workspaces.dup(ArrayType.ACTIVATIONS, input).muli(factor);
        }

        @Override
        public INDArray backprop(INDArray output, int miniBatchSize, LayerWorkspaceMgr workspaces) {
            return workspaces.dup(ArrayType.ACTIVATION_GRAD, output).muli(factor);
        }

        @Override
        public InputType getOutputType(InputType inputType) {
            return inputType;
        }
    }

    private static MultiLayerNetwork normalised() {
        return Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(dense())
                .layer(new BatchNormalization.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .layer(dense())
                .layer(dense())
                .layer(Nets.softmax(WIDTH, 3))
                .build());
    }

    /** Whatever comes in, a normalisation makes the same of it. */
    @Test
    void aNormalisationUndoesAJump() {
        MultiLayerNetwork network = normalised();
        DataSet raw = new DataSet(BATCH.getFeatures().mul(1e6), BATCH.getLabels());
        assertThat(SignalProbe.probe(network, raw).problems(Problem.Kind.FORWARD))
                .isEmpty();
        network.getLayer(0).getParam("W").muli(1000);
        assertThat(SignalProbe.probe(network, BATCH).healthy()).isTrue();
    }

    @Test
    void aNormalisationIsBlamedForItsOwnGains() {
        MultiLayerNetwork network = normalised();
        network.getLayer(1).getParam("gamma").assign(1e-5);
        SignalReport report = SignalProbe.probe(network, BATCH);
        assertThat(report.firstSuspicious()).hasValue("layer1");
        assertThat(report.recommendation()).startsWith("Set the gains (gamma) of layer1 to 1");
    }

    private static Problem only(SignalReport report, Problem.Kind kind) {
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(kind);
        return report.problems().get(0);
    }
}
