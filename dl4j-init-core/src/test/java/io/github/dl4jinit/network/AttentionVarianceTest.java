// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.Variances.CLAIM;
import static io.github.dl4jinit.network.Variances.SEEDS;
import static io.github.dl4jinit.network.Variances.STANDARD_ERROR;
import static io.github.dl4jinit.network.Variances.mean;
import static io.github.dl4jinit.network.Variances.meanSquare;
import static io.github.dl4jinit.network.Variances.network;
import static io.github.dl4jinit.network.Variances.standardError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The projections of attention, in layers and in vertices: each sees its input with a variance of 1. */
class AttentionVarianceTest {

    /**
     * Attention over several inputs: each projection sees its own, with a variance of 1. DL4J 1.0.0-M2.1 cannot run a
     * layer of learned queries (its scatter_update refuses them), so here the weights are multiplied with what they
     * would see.
     */
    @Test
    void projectionsOfAttention() {
        double[][] variances = new double[9][2 * SEEDS];
        for (int seed = 1; seed <= 2 * SEEDS; seed++) {
            Layer learned = new LearnedSelfAttentionLayer.Builder()
                    .nIn(256)
                    .nOut(256)
                    .nHeads(4)
                    .headSize(64)
                    .nQueries(200)
                    .projectInput(true)
                    .build();
            MultiLayerNetwork network = network(learned, null, seed);
            NetworkInit.builder().build().apply(network);
            Map<String, INDArray> table = network.getLayer(0).paramTable();
            INDArray queries = table.get("Q").reshape(256, 200).transpose();
            variances[0][seed - 1] = meanSquare(queries);
            variances[1][seed - 1] = meanSquare(queries.mmul(matrix(table.get("Wq"), 256)));
            INDArray x = Nd4j.randn(DataType.FLOAT, 200, 256);
            variances[2][seed - 1] = meanSquare(x.mmul(matrix(table.get("Wk"), 256)));
            variances[3][seed - 1] =
                    meanSquare(x.mmul(matrix(table.get("Wv"), 256)).mmul(table.get("Wo")));

            Layer recurrent = new RecurrentAttentionLayer.Builder()
                    .nIn(300)
                    .nOut(256)
                    .nHeads(4)
                    .headSize(64)
                    .activation(Activation.TANH)
                    .projectInput(true)
                    .build();
            network = network(recurrent, null, seed);
            NetworkInit.builder().build().apply(network);
            table = network.getLayer(0).paramTable();
            x = Nd4j.randn(DataType.FLOAT, 200, 300);
            INDArray preActivation = x.mmul(table.get("W"));
            variances[4][seed - 1] = meanSquare(preActivation);
            variances[5][seed - 1] = meanSquare(Transforms.tanh(preActivation).mmul(matrix(table.get("Wq"), 256)));
            INDArray attended = x.mmul(matrix(table.get("Wv"), 300)).mmul(table.get("Wo"));
            variances[6][seed - 1] = meanSquare(attended);
            variances[7][seed - 1] = meanSquare(attended.mmul(table.get("RW")));
            variances[8][seed - 1] = vertexOutput(seed);
        }
        for (double[] variance : variances) {
            assertThat(mean(variance)).isCloseTo(1, within(CLAIM));
            assertThat(standardError(variance)).isLessThan(STANDARD_ERROR);
        }
    }

    /** [heads, size, n_in] as the matrix [n_in, heads · size]. */
    private static INDArray matrix(INDArray projection, int inputs) {
        return projection.dup('c').reshape('c', 256, inputs).transpose();
    }

    /** Queries of one scale, keys and values that come from ReLU. */
    private static double vertexOutput(int seed) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "relu",
                        new Convolution1DLayer.Builder(1)
                                .nIn(64)
                                .nOut(256)
                                .activation(Activation.RELU)
                                .build(),
                        "in")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(64)
                                .nInKeys(256)
                                .nInValues(256)
                                .nOut(256)
                                .nHeads(4)
                                .headSize(64)
                                .projectInput(true)
                                .build(),
                        "in",
                        "relu",
                        "relu")
                .setOutputs("attention")
                .build());
        graph.init();
        NetworkInit.builder().build().apply(graph);
        Nd4j.getRandom().setSeed(seed);
        return meanSquare(graph.outputSingle(Nd4j.randn(DataType.FLOAT, 200, 64, 1)));
    }
}
