// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.RareNets.add;
import static io.github.dl4jinit.network.RareNets.dense;
import static io.github.dl4jinit.network.RareNets.ending;
import static io.github.dl4jinit.network.RareNets.graph;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

/** Residual branches that are put together as few are. */
class RareBranchesTest {

    private static boolean zero(ComputationGraph network, String layer) {
        return network.getLayer(layer).getParam("W").amaxNumber().doubleValue() == 0;
    }

    /** The second half of a separable convolution is its last weights. */
    @Test
    void fixupZeroesOnlyTheLastWeightsOfALayer() {
        ComputationGraph network = Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(6, 6, 4))
                .addLayer("x", new ConvolutionLayer.Builder(1, 1).nOut(4).build(), "in")
                .addLayer(
                        "separable",
                        new SeparableConvolution2D.Builder(3, 3)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        "x")
                .addVertex("sum", add(), "x", "separable")
                .addLayer("out", Nets.softmax().build(), "sum")
                .setOutputs("out"));
        NetworkInit.builder().residual(ResidualRule.FIXUP).build().apply(network);
        assertThat(network.getParam("separable_pW").amaxNumber().doubleValue()).isZero();
        assertThat(network.getParam("separable_W").amaxNumber().doubleValue()).isPositive();
        assertThat(network.params().sumNumber().doubleValue()).isFinite();
    }

    /** The inner block's last layer stays at zero; the outer's ends in the one behind both. */
    @Test
    void blocksWithinBlocks() {
        ComputationGraph network = ending(
                graph().addLayer("y", dense(20), "x")
                        .addLayer("b1", dense(20), "y")
                        .addLayer("b2", dense(20), "b1")
                        .addVertex("inner", add(), "y", "b2")
                        .addLayer("z", dense(20), "inner")
                        .addVertex("outer", add(), "x", "z"),
                "outer");
        NetworkInit.builder().residual(ResidualRule.FIXUP).build().apply(network);
        for (String layer : List.of("x", "y", "b1", "b2", "z", "out")) {
            assertThat(zero(network, layer)).as(layer).isEqualTo(layer.equals("b2") || layer.equals("z"));
        }
    }

    /** A block is the identity only if all that ends it is zero. */
    @Test
    void branchesThatEndSideBySide() {
        ComputationGraph network = ending(
                graph().addLayer("y", dense(20), "x")
                        .addLayer("p1", dense(20), "y")
                        .addLayer("p2", dense(20), "y")
                        .addVertex("inner", add(), "p1", "p2")
                        .addVertex("outer", add(), "x", "inner"),
                "outer");
        NetworkInitSummary summary =
                NetworkInit.builder().residual(ResidualRule.FIXUP).build().apply(network);
        assertThat(zero(network, "p1")).isTrue();
        assertThat(zero(network, "p2")).isTrue();
        assertThat(zero(network, "y")).isFalse();
        assertThat(summary.branches()).extracting(ResidualBranch::lastLayer).containsExactly("p1", "p2");
    }

    @Test
    void theSummaryClaimsNoFactorThatWasNotApplied() {
        GraphBuilder builder = graph().addLayer("a", new FrozenLayer(dense(20)), "x")
                .addVertex("sumA", add(), "x", "a")
                .addLayer("b", dense(20), "sumA")
                .addVertex("sumB", add(), "sumA", "b")
                .addLayer(
                        "c",
                        new DenseLayer.Builder()
                                .nIn(20)
                                .nOut(20)
                                .hasLayerNorm(true)
                                .build(),
                        "sumB")
                .addVertex("sumC", add(), "sumB", "c");
        ComputationGraph network = ending(builder, "sumC");
        NetworkInitSummary summary = NetworkInit.builder()
                .residual(ResidualRule.FIXUP)
                .initialiser("b", new HeInit())
                .build()
                .apply(network);
        assertThat(summary.branches())
                .extracting(ResidualBranch::rule)
                .containsExactly(
                        "left alone",
                        "drawn by an initialiser of its own",
                        "normalised, which undoes any scale: as the rest");
        for (String layer : List.of("a", "b", "c")) {
            assertThat(zero(network, layer)).isFalse();
        }
    }
}
