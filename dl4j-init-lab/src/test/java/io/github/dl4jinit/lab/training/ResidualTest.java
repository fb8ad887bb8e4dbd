// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.SignalReport;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The residual network of {@code --network mlp-residual}. */
class ResidualTest {

    private static final int WIDTH = 64;

    private static ImageDataset data;

    @BeforeAll
    static void load() throws Exception {
        data = ImageDataset.load(SmallMnist.source(), 640);
    }

    /** 152 weight layers are those of ResNet-152. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 1", "4, 2", "5, 2", "151, 75"})
    void hasOneMoreWeightLayerThanHiddenOnesAndASkipAroundEveryTwo(int depth, int skips) {
        ComputationGraph graph = graph(depth, "RELU");
        assertThat(Stream.of(graph.getLayers()).filter(layer -> layer.numParams() > 0))
                .hasSize(depth + 1);
        assertThat(Stream.of(graph.getVertices()).filter(ElementWiseVertex.class::isInstance))
                .hasSize(skips);
    }

    @Test
    void namesItsVertices() {
        ComputationGraph graph = graph(4, "RELU");
        assertThat(Arrays.stream(graph.topologicalSortOrder()).mapToObj(i -> graph.getVertices()[i].getVertexName()))
                .containsExactly(
                        "input",
                        "stem",
                        "block1-in",
                        "block1-dense1",
                        "block1-dense2",
                        "block1-sum",
                        "block2-in",
                        "block2-dense1",
                        "block2-sum",
                        "final-activation",
                        "output");
    }

    /** Against the formula, with biases that are not zero; with training's passes and with those that test. */
    @Test
    void computesItsFormula() {
        ComputationGraph graph = graph(4, "TANH");
        Random random = new Random(1);
        INDArray parameters = graph.params();
        for (long i = 0; i < parameters.length(); i++) {
            parameters.putScalar(i, 0.2 * random.nextGaussian());
        }
        INDArray x = data.trainBatch(data.trainOrder(1, 0), 0, 8).features();

        INDArray h = affine(graph, "stem", x);
        INDArray inner = Transforms.tanh(affine(graph, "block1-dense1", Transforms.tanh(h)));
        h = h.add(affine(graph, "block1-dense2", inner));
        h = h.add(affine(graph, "block2-dense1", Transforms.tanh(h)));
        INDArray expected = Transforms.softmax(affine(graph, "output", Transforms.tanh(h)));

        // Sums of up to 784 products of floats: rounding of some 1e-7 each, in outputs of 0.1.
        for (boolean training : new boolean[] {false, true}) {
            assertThat(Transforms.abs(graph.outputSingle(training, x)
                                    .castTo(DataType.DOUBLE)
                                    .sub(expected))
                            .maxNumber()
                            .doubleValue())
                    .isLessThan(1e-5);
        }
    }

    /** He weights add as much as the skip carries: every block doubles the mean square, a factor of √2 in amplitude. */
    @Test
    void aProbeSeesItsWholeDepth() {
        int blocks = 20;
        TrialSpec spec = spec(1 + 2 * blocks, "RELU");
        SignalReport report = Trainer.probe(spec, data, Trainer.network(spec, data));
        List<LayerSignal> layers = report.layers();
        assertThat(layers.get(layers.size() - 1).depth()).isEqualTo(2 + 2 * blocks);
        // A He layer's mean square has a relative variance of 5 / width, and half of a block's comes through two.
        double logAmplitude = 0.5 * 0.5 * Math.sqrt(2 * 5.0 / WIDTH);
        double standardError = Math.sqrt(2) * logAmplitude / Math.sqrt(blocks);
        double amplitude = Math.pow(report.forward().ratePerLayer().orElseThrow(), 2);
        assertThat(amplitude).isCloseTo(Math.sqrt(2), within(3 * standardError));
    }

    /** A randomised function remembers its slopes until the gradient comes back: none may be shared. */
    @Test
    void everyLayerHasAFunctionOfItsOwn() {
        ComputationGraph graph = graph(6, "RRELU");
        List<IActivation> functions = Stream.of(graph.getVertices())
                .filter(GraphVertex::hasLayer)
                .map(GraphVertex::getLayer)
                .map(ResidualTest::function)
                .toList();
        assertThat(functions).hasSize(11);
        assertThat(functions.stream().map(System::identityHashCode).distinct()).hasSize(functions.size());
    }

    @Test
    void theFunctionHasItsParameters() {
        ComputationGraph graph = graph(6, "leakyrelu(0.2)");
        assertThat(Stream.of(graph.getVertices())
                        .filter(GraphVertex::hasLayer)
                        .map(vertex -> function(vertex.getLayer()))
                        .filter(ActivationLReLU.class::isInstance))
                .hasSize(6)
                .allMatch(new ActivationLReLU(0.2)::equals);
    }

    @Test
    void aTrialIsRepeatable() throws Exception {
        TrialResult first = new Trainer().run(spec(9, "TANH"), (iteration, iterations, loss) -> {});
        TrialResult second = new Trainer().run(spec(9, "TANH"), (iteration, iterations, loss) -> {});
        assertThat(first.status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(first.testScore()).isGreaterThan(0.3).isEqualTo(second.testScore());
        assertThat(first.history()).hasSize(10).isEqualTo(second.history());
        assertThat(first.signalAtEnd()).isNotNull().isNotEqualTo(first.signalAtStart());
    }

    private static IActivation function(Layer layer) {
        return layer.conf().getLayer() instanceof BaseLayer base
                ? base.getActivationFn()
                : ((org.deeplearning4j.nn.conf.layers.ActivationLayer)
                                layer.conf().getLayer())
                        .getActivationFn();
    }

    private static INDArray affine(ComputationGraph graph, String vertex, INDArray in) {
        Layer layer = graph.getLayer(vertex);
        INDArray weights = layer.getParam("W").castTo(DataType.DOUBLE);
        INDArray bias = layer.getParam("b").castTo(DataType.DOUBLE);
        return in.castTo(DataType.DOUBLE).mmul(weights).addRowVector(bias);
    }

    private static ComputationGraph graph(int depth, String activation) {
        return (ComputationGraph) Trainer.network(spec(depth, activation), data);
    }

    private static TrialSpec spec(int depth, String activation) {
        return new TrialSpec(
                Scheme.parse("he"),
                1,
                new TrainingSpec(
                        new MlpSpec(depth, WIDTH, activation, true, Optimiser.SGD, 0.01),
                        64,
                        1,
                        640,
                        SmallMnist.source()));
    }
}
