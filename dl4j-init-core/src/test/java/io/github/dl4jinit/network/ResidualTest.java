// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.Hashes;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Residual networks of any depth. A block has two layers with weights; stem and output are two more. */
class ResidualTest {

    private static final ElementWiseVertex.Op ADD = ElementWiseVertex.Op.Add;

    private static final int BLOCKS = 12;

    /** Each branch multiplies what those before it drew, so that the growth of one network scatters by 2.2/√width. */
    private static final int WIDTH = 128;

    private static final int SEEDS = 30;

    private enum Order {
        /** x + W·φ(W·φ(x)): a trunk of pre-activations. */
        PRE,
        /** φ(x + W·φ(W·x)), as the first ResNets. */
        POST
    }

    /** What is on the shortcut of the block in the middle of the network. */
    private enum Shortcut {
        IDENTITY,
        PROJECTION
    }

    private static DenseLayer dense(int width, Activation activation) {
        return new DenseLayer.Builder().nOut(width).activation(activation).build();
    }

    private static ComputationGraph residual(Order order, Shortcut shortcut, int blocks, int width) {
        GraphBuilder graph = Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(width))
                .addLayer("stem", dense(width, order == Order.PRE ? Activation.IDENTITY : Activation.RELU), "in");
        String trunk = "stem";
        for (int i = 0; i < blocks; i++) {
            String inner = trunk;
            if (order == Order.PRE) {
                graph.addLayer("relu" + i, new ActivationLayer(Activation.RELU), trunk);
                inner = "relu" + i;
            }
            graph.addLayer("first" + i, dense(width, Activation.RELU), inner)
                    .addLayer("second" + i, dense(width, Activation.IDENTITY), "first" + i);
            String skip = trunk;
            if (shortcut == Shortcut.PROJECTION && i == blocks / 2) {
                graph.addLayer("projection", dense(width, Activation.IDENTITY), inner);
                skip = "projection";
            }
            graph.addVertex("add" + i, new ElementWiseVertex(ADD), skip, "second" + i);
            trunk = "add" + i;
            if (order == Order.POST) {
                graph.addLayer("after" + i, new ActivationLayer(Activation.RELU), trunk);
                trunk = "after" + i;
            }
        }
        return Nets.initialised(
                graph.addLayer("out", Nets.softmax().build(), trunk).setOutputs("out"));
    }

    /** 152 and 1000 layers with weights. That they explode as DL4J initialises them is measured on the former. */
    @ParameterizedTest
    @CsvSource({
        "PRE, PROJECTION, 75, 64", // aThousandLayersLearn is of PRE, IDENTITY
        "POST, PROJECTION, 75, 64",
        "POST, IDENTITY, 499, 16"
    })
    void anyDepthIsHealthyBothWays(Order order, Shortcut shortcut, int blocks, int width) {
        ComputationGraph network = residual(order, shortcut, blocks, width);
        DataSet batch = Nets.batch(3, 16, width);
        if (blocks < 100) {
            assertThat(SignalProbe.probe(network, batch).forward().verdict()).isEqualTo(Verdict.EXPLODING);
        }
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(summary.branches())
                .hasSize(blocks)
                .allMatch(branch -> Math.abs(branch.factor() - 1 / Math.sqrt(blocks)) < 1e-12);
        Nets.requireHealthy(SignalProbe.probe(network, batch));
    }

    /**
     * A trunk of pre-activations begins at 1, each of the L branches adds 1/L; one of activations begins at 1/2 and, as
     * a walk that is reflected at 0, gains as much.
     */
    @ParameterizedTest
    @CsvSource({"PRE, IDENTITY", "POST, PROJECTION"})
    void theTrunkGrowsByOneInAll(Order order, Shortcut shortcut) {
        double[] growths = trunks(order, shortcut, ResidualRule.DEPTH_SCALED).stream()
                .mapToDouble(trunk -> trunk[BLOCKS - 1] / trunk[0])
                .toArray();
        requireMean("growth", growths, expectedGrowth(order, shortcut, BLOCKS));
    }

    @Test
    void withoutARuleEachBranchAddsOne() {
        List<double[]> trunks = trunks(Order.PRE, Shortcut.IDENTITY, ResidualRule.NONE);
        for (int block : new int[] {0, 2, 5, BLOCKS - 1}) {
            double[] trunk =
                    trunks.stream().mapToDouble(signal -> signal[block]).toArray();
            requireMean("block " + block, trunk, 2 + block);
        }
    }

    /** Mean squares on the trunk behind each block over that of the inputs, in networks of {@link #SEEDS} seeds. */
    private static List<double[]> trunks(Order order, Shortcut shortcut, ResidualRule rule) {
        ComputationGraph network = residual(order, shortcut, BLOCKS, WIDTH);
        INDArray inputs = Nets.batch(3, 32, WIDTH).getFeatures();
        List<double[]> trunks = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            NetworkInitSummary summary =
                    NetworkInit.builder().residual(rule).seed(seed).build().apply(network);
            double factor = rule == ResidualRule.NONE ? 1 : 1 / Math.sqrt(BLOCKS);
            assertThat(summary.branches())
                    .hasSize(BLOCKS)
                    .allMatch(branch -> Math.abs(branch.factor() - factor) < 1e-12);
            // As in training: in inference an ActivationLayer may overwrite the trunk that it reads.
            Map<String, INDArray> activations = network.feedForward(inputs, true);
            trunks.add(IntStream.range(0, BLOCKS)
                    .mapToObj(block -> activations.get((order == Order.PRE ? "add" : "after") + block))
                    .mapToDouble(trunk -> Variances.meanSquare(trunk) / Variances.meanSquare(inputs))
                    .toArray());
        }
        network.close();
        return trunks;
    }

    /**
     * Student's test over the seeds, at a level of 1 in 1000 for all six comparisons. They allow a sixth or less;
     * branches of twice the variance would add a half.
     */
    private static void requireMean(String what, double[] values, double expected) {
        double allowed = Variances.standardError(values)
                * TDistribution.of(values.length - 1).inverseSurvivalProbability(0.001 / (2 * 6));
        assertThat(allowed).as("what is allowed of " + what).isLessThan(expected / 6);
        assertThat(Variances.mean(values)).as(what).isCloseTo(expected, within(allowed));
    }

    /** From behind the first block to the end, by adding independent normal values to each of many units. */
    private static double expectedGrowth(Order order, Shortcut shortcut, int blocks) {
        int units = 200_000;
        Random random = new Random(11);
        double[] squares = new double[2];
        for (int unit = 0; unit < units; unit++) {
            double x = behind(order, random.nextGaussian());
            for (int i = 0; i < blocks; i++) {
                if (shortcut == Shortcut.PROJECTION && i == blocks / 2) {
                    x = random.nextGaussian();
                }
                x = behind(order, x + random.nextGaussian() / Math.sqrt(blocks));
                squares[0] += i == 0 ? x * x : 0;
            }
            squares[1] += x * x;
        }
        return squares[1] / squares[0];
    }

    private static double behind(Order order, double x) {
        return order == Order.POST ? Math.max(x, 0) : x;
    }

    @Test
    void fixupZeroesTheLastAndScalesTheOthers() {
        int blocks = 16;
        int width = 64;
        ComputationGraph network = residual(Order.PRE, Shortcut.PROJECTION, blocks, width);
        NetworkInitSummary summary =
                NetworkInit.builder().residual(ResidualRule.FIXUP).build().apply(network);
        assertThat(summary.branches()).hasSize(blocks);
        assertThat(std(summary, "stem")).isCloseTo(Math.sqrt(1.0 / width), within(1e-12));
        // The trunk keeps its mean square of 1, of which ReLU leaves a half; a sum's is known to 1 %.
        double usual = Math.sqrt(2.0 / width);
        assertThat(std(summary, "projection")).isCloseTo(usual, within(0.02 * usual));
        for (int i = 0; i < blocks; i++) {
            double factor = Math.pow(blocks, -0.5); // m = 2
            assertThat(std(summary, "first" + i)).isCloseTo(factor * usual, within(0.02 * factor * usual));
            assertThat(std(summary, "second" + i)).isZero();
            assertThat(largest(network, "second" + i)).isZero();
            assertThat(largest(network, "first" + i)).isPositive();
        }
        assertThat(largest(network, "projection")).isPositive();
        assertThat(largest(network, "out")).isPositive();
        // Every block is the identity, to the bit.
        SignalReport report = SignalProbe.probe(network, Nets.batch(3, 16, width));
        double stem = report.layer("stem").activation().rms();
        assertThat(report.layer("add0").activation().rms()).isEqualTo(stem);
        assertThat(report.layer("add7").activation().rms()).isEqualTo(stem);
    }

    private static double largest(ComputationGraph network, String layer) {
        return network.getLayer(layer).getParam("W").amaxNumber().doubleValue();
    }

    /** Branches of three layers: L^(-1/4). */
    @Test
    void fixupCountsTheLayersOfABranch() {
        GraphBuilder graph = Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(32))
                .addLayer("stem", dense(32, Activation.IDENTITY), "in");
        String trunk = "stem";
        for (int i = 0; i < 16; i++) {
            graph.addLayer("a" + i, dense(32, Activation.IDENTITY), trunk)
                    .addLayer("b" + i, dense(32, Activation.IDENTITY), "a" + i)
                    .addLayer("c" + i, dense(32, Activation.IDENTITY), "b" + i)
                    .addVertex("add" + i, new ElementWiseVertex(ADD), trunk, "c" + i);
            trunk = "add" + i;
        }
        NetworkInitSummary summary = NetworkInit.builder()
                .residual(ResidualRule.FIXUP)
                .build()
                .apply(Nets.initialised(
                        graph.addLayer("out", Nets.softmax().build(), trunk).setOutputs("out")));
        assertThat(std(summary, "a0")).isCloseTo(0.5 / Math.sqrt(32), within(1e-12));
        assertThat(std(summary, "c0")).isZero();
        assertThat(std(summary, "b0"))
                .as("the scale of what arrives must not undo the factor of the layer before")
                .isCloseTo(0.5 / Math.sqrt(32), within(1e-12));
    }

    private static double std(NetworkInitSummary summary, String layer) {
        return summary.parameters().stream()
                .filter(parameter ->
                        parameter.layer().equals(layer) && parameter.parameter().equals("W"))
                .findFirst()
                .orElseThrow()
                .stdAsked()
                .getAsDouble();
    }

    @Test
    void skipInitZeroesTheMultiplierAndNothingElse() {
        GraphBuilder graph = Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(32))
                .addLayer("stem", dense(32, Activation.IDENTITY), "in");
        String trunk = "stem";
        for (int i = 0; i < 4; i++) {
            graph.addLayer("inner" + i, dense(32, Activation.RELU), trunk)
                    .addLayer(
                            "times" + i,
                            new ElementWiseMultiplicationLayer.Builder()
                                    .nIn(32)
                                    .nOut(32)
                                    .activation(Activation.IDENTITY)
                                    .build(),
                            "inner" + i)
                    .addVertex("add" + i, new ElementWiseVertex(ADD), trunk, "times" + i);
            trunk = "add" + i;
        }
        ComputationGraph network = Nets.initialised(
                graph.addLayer("out", Nets.softmax().build(), trunk).setOutputs("out"));
        NetworkInitSummary summary =
                NetworkInit.builder().residual(ResidualRule.SKIP_INIT).build().apply(network);
        for (String layer : List.of("stem", "inner0", "inner3", "times0", "times3", "out")) {
            double largest = network.getLayer(layer).getParam("W").amaxNumber().doubleValue();
            assertThat(largest == 0).as(layer).isEqualTo(layer.startsWith("times"));
        }
        assertThat(summary.branches())
                .extracting(ResidualBranch::lastLayer)
                .containsExactly("times0", "times1", "times2", "times3");
        assertThat(summary.branches()).allMatch(branch -> branch.factor() == 0);
        assertThat(std(summary, "inner0")).isCloseTo(1 / Math.sqrt(32), within(1e-12));
    }

    @Test
    void skipInitRefusesBranchesWithoutAMultiplier() {
        ComputationGraph network = residual(Order.PRE, Shortcut.IDENTITY, 3, 16);
        String before = Hashes.of(network.params());
        assertThatThrownBy(() -> NetworkInit.builder()
                        .residual(ResidualRule.SKIP_INIT)
                        .build()
                        .apply(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the branch into add0")
                .hasMessageContaining("ElementWiseMultiplicationLayer")
                .hasMessageContaining("second0 (DenseLayer)");
        assertThat(Hashes.of(network.params())).isEqualTo(before);
    }

    /** Two ways of equal weights: there is no skip connection, only a sum. */
    @ParameterizedTest
    @EnumSource(ResidualRule.class)
    void aSumOfEqualsIsNoBranch(ResidualRule rule) {
        ComputationGraph network = Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(32))
                .addLayer("left", dense(32, Activation.RELU), "in")
                .addLayer("right", dense(32, Activation.TANH), "in")
                .addVertex("sum", new ElementWiseVertex(ADD), "left", "right")
                .addLayer("out", Nets.softmax().build(), "sum")
                .setOutputs("out"));
        NetworkInitSummary summary =
                NetworkInit.builder().residual(rule).build().apply(network);
        assertThat(summary.branches()).isEmpty();
        assertThat(std(summary, "left")).isCloseTo(1 / Math.sqrt(32), within(1e-12));
        assertThat(std(summary, "right")).isCloseTo(1 / Math.sqrt(32), within(1e-12));
    }

    @Test
    void aBranchThatEndsInANormalisationIsLeft() {
        ComputationGraph network = Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(32))
                .addLayer("stem", dense(32, Activation.IDENTITY), "in")
                .addLayer("inner", dense(32, Activation.IDENTITY), "stem")
                .addLayer("norm", new BatchNormalization(), "inner")
                .addVertex("add", new ElementWiseVertex(ADD), "stem", "norm")
                .addLayer("plain", dense(32, Activation.IDENTITY), "add")
                .addVertex("next", new ElementWiseVertex(ADD), "add", "plain")
                .addLayer("out", Nets.softmax().build(), "next")
                .setOutputs("out"));
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(summary.branches()).hasSize(2);
        ResidualBranch left = summary.branches().get(0);
        assertThat(left.factor()).isEqualTo(1);
        assertThat(left.rule()).contains("normalisation");
        assertThat(left.toString()).contains("stem -> add: inner");
        assertThat(std(summary, "inner")).isCloseTo(1 / Math.sqrt(32), within(1e-12));
        ResidualBranch scaled = summary.branches().get(1);
        assertThat(scaled.from()).isEqualTo("add");
        assertThat(scaled.into()).isEqualTo("next");
        assertThat(scaled.lastLayer()).isEqualTo("plain");
        assertThat(summary.toText()).contains("branch " + left).contains("branch " + scaled);
    }

    /** A thousand layers are healthy and learn from the first steps on; as DL4J initialises them they do not. */
    @Test
    void aThousandLayersLearn() {
        DataSet batch = Nets.batch(8, 64, 16);
        ComputationGraph network = residual(Order.PRE, Shortcut.IDENTITY, 499, 16);
        INDArray asDl4jDoes = network.params().dup();
        double before = network.score(batch);
        assertThat(trained(network, batch) < before).as("from " + before).isFalse();
        for (ResidualRule rule : List.of(ResidualRule.DEPTH_SCALED, ResidualRule.FIXUP)) {
            network.setParams(asDl4jDoes);
            var branches =
                    NetworkInit.builder().residual(rule).build().apply(network).branches();
            if (rule == ResidualRule.DEPTH_SCALED) {
                assertThat(branches).hasSize(499).allMatch(it -> Math.abs(it.factor() - Math.pow(499, -0.5)) < 1e-12);
                Nets.requireHealthy(SignalProbe.probe(network, Nets.batch(3, 16, 16)));
            }
            before = network.score(batch);
            assertThat(trained(network, batch)).as(rule + " from " + before).isLessThan(0.99 * before);
        }
    }

    /**
     * The loss after four steps of plain gradient descent. (An updater of DL4J's takes time in proportion to the cube
     * of the number of a graph's parameters: it makes views of views of views.)
     */
    private static double trained(ComputationGraph network, DataSet batch) {
        network.setInputs(batch.getFeatures());
        network.setLabels(batch.getLabels());
        for (int i = 0; i < 4; i++) {
            network.computeGradientAndScore();
            INDArray gradient = network.gradient().gradient();
            network.params().subi(gradient.muli(0.01 / batch.numExamples()));
        }
        return network.score(batch);
    }
}
