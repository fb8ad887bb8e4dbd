// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mirrored weights in residual networks: within each branch, with the residual rule on top. */
class MirroredBranchesTest {

    /** A branch is linear, and so is the sum: first … last within each, times 1/√2. */
    @Test
    void mirroredWithinEachBranch() {
        GraphBuilder graph = builder().graphBuilder().addInputs("in").setInputTypes(InputType.feedForward(8));
        String trunk = "in";
        for (int block = 0; block < 2; block++) {
            graph.addLayer(block + "a", dense(16, Activation.RELU), trunk);
            graph.addLayer(block + "b", dense(16, Activation.RELU), block + "a");
            graph.addLayer(block + "c", dense(8, Activation.IDENTITY), block + "b");
            graph.addVertex(block + "add", new ElementWiseVertex(ElementWiseVertex.Op.Add), trunk, block + "c");
            trunk = block + "add";
        }
        graph.addLayer("out", MirroredTest.output(), trunk).setOutputs("out");
        ComputationGraph network = Nets.initialised(graph);
        NetworkInitSummary summary = NetworkInit.builder().mirrored().build().apply(network);
        assertThat(MirroredTest.what(summary))
                .containsExactly(
                        "mirrored first",
                        "mirrored hidden",
                        "mirrored last",
                        "mirrored first",
                        "mirrored hidden",
                        "mirrored last",
                        "orthogonal");
        assertThat(summary.branches()).hasSize(2).allSatisfy(branch -> assertThat(branch.factor())
                .isCloseTo(Math.sqrt(0.5), within(1e-12)));
        assertThat(Nets.nonlinearity(network, 5, 8)).isLessThan(MirroredTest.ROUNDING);
        INDArray in = Nets.normal(3, 5, 8);
        INDArray branch = network.feedForward(in, false).get("0c");
        assertThat(branch.norm2Number().doubleValue() / in.norm2Number().doubleValue())
                .isCloseTo(Math.sqrt(0.5), within(1e-9));
    }

    /** The last weights of a branch are 0, and all that is left is the identity. */
    @Test
    void fixupOnTop() {
        ComputationGraph network = Nets.initialised(builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(8))
                .addLayer("a", dense(16, Activation.RELU), "in")
                .addLayer("b", dense(8, Activation.IDENTITY), "a")
                .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "b")
                .addLayer("out", MirroredTest.output(), "add")
                .setOutputs("out"));
        NetworkInitSummary summary = NetworkInit.builder()
                .mirrored()
                .residual(ResidualRule.FIXUP)
                .build()
                .apply(network);
        assertThat(MirroredTest.what(summary)).containsExactly("mirrored first", "constant 0", "orthogonal");
        INDArray in = Nets.normal(3, 5, 8);
        assertThat(network.feedForward(in, false).get("add")).isEqualTo(in);
    }

    /** With z and −z the trunk would have half its width of the data. */
    @Test
    void aLinearStemOfATrunkMakesNoPairs() {
        ComputationGraph network = Nets.initialised(builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(16))
                .addLayer("stem", dense(16, Activation.IDENTITY), "in")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "stem")
                .addLayer("a", dense(16, Activation.RELU), "relu")
                .addLayer("b", dense(16, Activation.IDENTITY), "a")
                .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "b")
                .addLayer("out", MirroredTest.output(), "add")
                .setOutputs("out"));
        NetworkInitSummary summary = NetworkInit.builder().mirrored().build().apply(network);
        assertThat(MirroredTest.what(summary))
                .containsExactly("orthogonal", "mirrored first", "mirrored last", "orthogonal");
    }

    /** A trunk of pairs feeds a branch, which reads them as pairs, and a sum, which does not. */
    @Test
    void pairsMayBeReadTwice() {
        ComputationGraph network = Nets.initialised(builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(8))
                .addLayer("a", dense(16, Activation.RELU), "in")
                .addLayer("b", dense(16, Activation.RELU), "a")
                .addLayer("c", dense(16, Activation.IDENTITY), "b")
                .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "c")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "add")
                .addLayer("out", MirroredTest.output(), "relu")
                .setOutputs("out"));
        NetworkInitSummary summary = NetworkInit.builder().mirrored().build().apply(network);
        assertThat(MirroredTest.what(summary))
                .containsExactly("mirrored first", "mirrored hidden", "mirrored last", "orthogonal");
    }

    private static DenseLayer dense(int width, Activation function) {
        return new DenseLayer.Builder().nOut(width).activation(function).build();
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder().seed(42).dataType(DataType.DOUBLE);
    }
}
