// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.distribution.ConstantDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Units that have the same weights for ever are found, and those that only look like it are not. */
class SymmetryTest {

    private static final int WIDTH = 16;

    /** Which quadrant a point is in takes several units to tell. */
    private static final DataSet QUADRANTS = quadrants();

    private static DataSet quadrants() {
        Nd4j.getRandom().setSeed(1);
        INDArray x = Nd4j.randn(128, 2);
        INDArray y = Nd4j.zeros(128, 4);
        for (int i = 0; i < 128; i++) {
            y.putScalar(i, (x.getDouble(i, 0) > 0 ? 1 : 0) + (x.getDouble(i, 1) > 0 ? 2 : 0), 1);
        }
        return new DataSet(x, y);
    }

    private static MultiLayerNetwork quadrant(IWeightInit init, Activation function) {
        return Nets.initialised(Nets.builder(init, function)
                .updater(new org.nd4j.linalg.learning.config.Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(WIDTH).build())
                .layer(Nets.softmax(WIDTH, 4))
                .build());
    }

    private static double lossAfterTraining(MultiLayerNetwork network) {
        for (int step = 0; step < 150; step++) {
            network.fit(QUADRANTS);
        }
        return network.score(QUADRANTS);
    }

    /** The advice is a line that can be pasted; with it the network learns what it could not learn before. */
    @Test
    void constantWeightsAndTheirCure() {
        MultiLayerNetwork network =
                quadrant(new WeightInitDistribution(new ConstantDistribution(0.1)), Activation.TANH);
        SignalReport report = SignalProbe.probe(network, QUADRANTS);
        Problem problem = report.problems().get(0);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.SYMMETRIC);
        assertThat(problem.layer()).isEqualTo("layer0");
        assertThat(problem.sentence()).contains("all 16 units are the same").contains("0.1");
        assertThat(problem.advice()).hasValueSatisfying(line -> assertThat(line).contains(".weightInit(new HeInit())"));
        assertThat(report.problems()).hasSize(1);
        assertThat(lossAfterTraining(network)).isGreaterThan(0.5);

        MultiLayerNetwork cured = quadrant(new HeInit(), Activation.TANH);
        assertThat(SignalProbe.probe(cured, QUADRANTS).healthy()).isTrue();
        assertThat(lossAfterTraining(cured)).isLessThan(0.2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05, 0.5})
    void anyConstant(double value) {
        for (Activation function : List.of(Activation.TANH, Activation.SIGMOID)) {
            assertThat(symmetric(quadrant(new WeightInitConstant(value), function), QUADRANTS))
                    .containsExactly("layer0");
        }
    }

    @Test
    void everyLayerOfADeepNetwork() {
        MultiLayerNetwork network = Nets.mlp(new WeightInitConstant(0.1), Activation.RELU, WIDTH, 3);
        List<Problem> problems = SignalProbe.probe(network, positive(WIDTH, 10)).problems();
        assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.SYMMETRIC);
        assertThat(problems.get(0).sentence()).contains("likewise in layer1, layer2");
    }

    /** The output layer, too: what explodes, is saturated or gets no gradient there has the same cause. */
    @ParameterizedTest
    @CsvSource({"RELU, 1, HeInit", "TANH, 1, HeInit", "SIGMOID, 1, CriticalInit", "IDENTITY, 10, HeInit"})
    void theSameConstantInAllLayersIsOneProblem(Activation function, double value, String advised) {
        MultiLayerNetwork network = Nets.mlp(new WeightInitConstant(value), function, 100, 3);
        List<Problem> problems =
                SignalProbe.probe(network, Nets.batch(1, 10, 32, 100)).problems();
        assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.SYMMETRIC);
        assertThat(problems.get(0).advice().get())
                .startsWith("Give all of these layers random weights: .weightInit(")
                .contains(advised);
    }

    @Test
    void channelsOfConvolutions() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new WeightInitConstant(0.1), Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(8).build())
                .layer(new Deconvolution2D.Builder(2, 2).nOut(6).build())
                .layer(new GlobalPoolingLayer.Builder().build())
                .layer(Nets.softmax(0, 3))
                .setInputType(InputType.convolutional(8, 8, 2))
                .build());
        DataSet batch = Nets.batch(1, 3, 16, 2, 8, 8);
        assertThat(symmetric(network, batch)).containsExactly("layer0");
        // One channel reads another corner: it has no twin, the others have.
        network.getLayer(0).getParam("W").putScalar(new int[] {2, 0, 0, 0}, 0.7);
        Problem problem = SignalProbe.probe(network, batch)
                .problems(Problem.Kind.SYMMETRIC)
                .get(0);
        assertThat(problem.sentence()).contains("6 of 8 units are copies of others");
        // The same of a kernel of [in, out, height, width].
        network.getLayer(0).getParam("W").assign(Nd4j.randn(8, 2, 3, 3));
        INDArray transposed = network.getLayer(1).getParam("W");
        transposed.get(NDArrayIndex.all(), NDArrayIndex.point(1)).assign(0.3);
        assertThat(SignalProbe.probe(network, batch).problems(Problem.Kind.SYMMETRIC))
                .extracting(Problem::sentence)
                .singleElement()
                .asString()
                .contains("4 of 6 units are copies of others");
    }

    /** No gradient gets to a layer of zeros with ReLU, and what is behind it would tell its units apart. */
    @Test
    void aDeadLayerIsCalledDead() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, WIDTH, 4);
        network.getLayer(1).getParam("W").assign(0);
        assertThat(SignalProbe.probe(network).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.DEAD);
    }

    @Test
    void unitsOfAnLstmInAGraph() {
        for (boolean bothWays : new boolean[] {false, true}) {
            LSTM lstm = new LSTM.Builder()
                    .nIn(4)
                    .nOut(6)
                    .activation(Activation.TANH)
                    .build();
            ComputationGraph network = new ComputationGraph(Nets.builder(new WeightInitConstant(0.1), Activation.TANH)
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer(
                            "lstm",
                            new LastTimeStep(bothWays ? new Bidirectional(Bidirectional.Mode.ADD, lstm) : lstm),
                            "in")
                    .addLayer("out", Nets.softmax(6, 3), "lstm")
                    .setOutputs("out")
                    .build());
            network.init();
            assertThat(symmetric(network, Nets.batch(1, 3, 16, 4, 5))).containsExactly("lstm");
        }
    }

    /** A network made wider by copying units, each half as strong to those behind. */
    @Test
    void someUnitsAreCopies() {
        MultiLayerNetwork network = quadrant(new XavierInit(), Activation.TANH);
        for (int copy = 0; copy < 3; copy++) {
            INDArray in = network.getLayer(0).getParam("W");
            in.putColumn(10 + copy, in.getColumn(copy).dup());
            INDArray out = network.getLayer(1).getParam("W");
            out.putRow(10 + copy, out.getRow(copy).dup());
        }
        SignalReport report = SignalProbe.probe(network, QUADRANTS);
        assertThat(report.problems(Problem.Kind.SYMMETRIC))
                .extracting(Problem::sentence)
                .singleElement()
                .asString()
                .contains("3 of 16 units are copies of others");
        // The copies alone, without their outgoing weights, part at once.
        network.getLayer(1).getParam("W").getRow(10).assign(0.3);
        network.getLayer(1).getParam("W").getRow(11).assign(0.2);
        network.getLayer(1).getParam("W").getRow(12).assign(0.1);
        assertThat(symmetric(network, QUADRANTS)).isEmpty();
    }

    /** Somebody has switched some units off, to have fewer. */
    @Test
    void prunedUnitsAreSound() {
        MultiLayerNetwork network = quadrant(new XavierInit(), Activation.TANH);
        for (int unit = 4; unit < 10; unit++) {
            network.getLayer(0).getParam("W").getColumn(unit).assign(0);
            network.getLayer(1).getParam("W").getRow(unit).assign(0);
        }
        assertThat(symmetric(network, QUADRANTS)).isEmpty();
    }

    @Test
    void equalIncomingWeightsAloneAreSound() {
        MultiLayerNetwork network = quadrant(new XavierInit(), Activation.TANH);
        network.getLayer(0).getParam("W").assign(0.3);
        assertThat(symmetric(network, QUADRANTS)).isEmpty();
        assertThat(lossAfterTraining(network)).isLessThan(0.3);
    }

    @Test
    void outputWeightsOfZeroAreSound() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, WIDTH, 3);
        network.getLayer(3).getParam("W").assign(0);
        assertThat(SignalProbe.probe(network).problems()).isEmpty();
    }

    /** A branch that ends in zeros, before an output of zeros: what passes beside it tells the units apart. */
    @Test
    void aBranchThatBeginsSwitchedOffIsSound() {
        for (double out : new double[] {0, 1}) {
            GraphBuilder graph = Nets.builder(new HeInit(), Activation.RELU)
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer(
                            "a", new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), "in")
                    .addLayer(
                            "b", new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), "a")
                    .addLayer(
                            "c",
                            new DenseLayer.Builder()
                                    .nIn(WIDTH)
                                    .nOut(WIDTH)
                                    .activation(Activation.IDENTITY)
                                    .build(),
                            "b")
                    .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "c");
            ComputationGraph network = new ComputationGraph(graph.addLayer("out", Nets.softmax(WIDTH, 3), "add")
                    .setOutputs("out")
                    .build());
            network.init();
            network.getLayer("c").getParam("W").assign(0);
            network.getLayer("out").getParam("W").muli(out);
            assertThat(SignalProbe.probe(network).problems()).isEmpty();
        }
    }

    @Test
    void mirroredPairsAndLayersOfOneUnitAreSound() {
        MultiLayerNetwork mirrored = Nets.mlp(new HeInit(), Activation.RELU, WIDTH, 4);
        NetworkInit.builder().mirrored().build().apply(mirrored);
        assertThat(symmetric(mirrored, positive(WIDTH, 10))).isEmpty();

        MultiLayerNetwork narrow = Nets.initialised(Nets.builder(new WeightInitConstant(0.5), Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(1).build())
                .layer(Nets.softmax(1, 4))
                .build());
        assertThat(symmetric(narrow, QUADRANTS)).isEmpty();
    }

    /** Dropout gives each unit gradients of its own: after some steps their weights differ. */
    @Test
    void dropoutBehindTheLayerTellsUnitsApart() {
        for (boolean own : new boolean[] {false, true}) {
            var layers = Nets.builder(new WeightInitConstant(0.3), Activation.TANH)
                    .updater(new org.nd4j.linalg.learning.config.Adam(0.01))
                    .list()
                    .layer(new DenseLayer.Builder().nIn(2).nOut(WIDTH).build());
            if (own) {
                layers.layer(new DropoutLayer(0.5)).layer(Nets.softmax(WIDTH, 4));
            } else {
                OutputLayer output = Nets.softmax(WIDTH, 4);
                output.setIDropout(new org.deeplearning4j.nn.conf.dropout.Dropout(0.5));
                layers.layer(output);
            }
            MultiLayerNetwork network = Nets.initialised(layers.build());
            assertThat(symmetric(network, QUADRANTS)).isEmpty();
            for (int step = 0; step < 5; step++) {
                network.fit(QUADRANTS);
            }
            INDArray weights = network.getLayer(0).getParam("W");
            assertThat(weights.std(false, 1).maxNumber().doubleValue()).isGreaterThan(1e-3);
        }
    }

    private static DataSet positive(int inputs, int classes) {
        DataSet batch = Nets.batch(1, classes, 32, inputs);
        batch.setFeatures(org.nd4j.linalg.ops.transforms.Transforms.abs(batch.getFeatures()));
        return batch;
    }

    private static List<String> symmetric(Model network, DataSet batch) {
        return SignalProbe.probe(network, batch).problems(Problem.Kind.SYMMETRIC).stream()
                .map(Problem::layer)
                .collect(java.util.stream.Collectors.toList());
    }
}
