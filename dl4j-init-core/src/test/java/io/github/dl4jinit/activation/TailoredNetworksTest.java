// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.ResidualRule;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What two inputs without correlation become in real networks is what the composed map says. */
class TailoredNetworksTest {

    private static final int WIDTH = 256;
    private static final int SEEDS = 16;

    /** Networks of every kind of sum; each ends in the vertex "end", which the output layer reads. */
    enum Topology {
        PLAIN {
            @Override
            void build(GraphBuilder graph, IActivation function) {
                String last = "in";
                for (int i = 0; i < 16; i++) {
                    last = dense(graph, i == 15 ? "end" : "layer" + i, function, last);
                }
            }
        },
        /** An activation function before the weights: a trunk of pre-activations. */
        PRE_ACTIVATION_RESIDUAL {
            @Override
            void build(GraphBuilder graph, IActivation function) {
                String last = dense(graph, "first", new ActivationIdentity(), "in");
                for (int i = 0; i < 6; i++) {
                    String before = function(graph, "before" + i, function, last);
                    String inner = dense(graph, "inner" + i, function, before);
                    last = sum(graph, "sum" + i, last, dense(graph, "outer" + i, new ActivationIdentity(), inner));
                }
                function(graph, "end", function, last);
            }
        },
        /** An activation function behind each sum: a trunk of activations, which are not normal. */
        POST_ACTIVATION_RESIDUAL {
            @Override
            void build(GraphBuilder graph, IActivation function) {
                String last = dense(graph, "first", function, "in");
                for (int i = 0; i < 6; i++) {
                    String inner = dense(graph, "inner" + i, function, last);
                    String sum =
                            sum(graph, "sum" + i, last, dense(graph, "outer" + i, new ActivationIdentity(), inner));
                    last = function(graph, i == 5 ? "end" : "after" + i, function, sum);
                }
            }
        },
        /** Sums of activations of two layers side by side, of which each has a mean. */
        SUMS_OF_ACTIVATIONS {
            @Override
            void build(GraphBuilder graph, IActivation function) {
                String last = "in";
                for (int i = 0; i < 8; i++) {
                    String left = dense(graph, "left" + i, function, last);
                    String right = dense(graph, "right" + i, function, last);
                    last = sum(graph, i == 7 ? "end" : "sum" + i, left, right);
                }
            }
        },
        /** A wide straight part beside a narrow one of activations: equal shares would be found out. */
        SIDE_BY_SIDE {
            @Override
            void build(GraphBuilder graph, IActivation function) {
                String last = "in";
                for (int i = 0; i < 6; i++) {
                    String left = dense(graph, "left" + i, new ActivationIdentity(), WIDTH, WIDTH * 3 / 4, last);
                    String right = dense(graph, "right" + i, function, WIDTH, WIDTH / 4, last);
                    last = i == 5 ? "end" : "merge" + i;
                    graph.addVertex(last, new MergeVertex(), left, right);
                }
            }
        },
        /** A skip connection through weights of its own. */
        PROJECTED {
            @Override
            void build(GraphBuilder graph, IActivation function) {
                String last = dense(graph, "first", function, "in");
                for (int i = 0; i < 5; i++) {
                    String skip = dense(graph, "skip" + i, new ActivationIdentity(), last);
                    String inner = dense(graph, "inner" + i, function, last);
                    String sum =
                            sum(graph, "sum" + i, skip, dense(graph, "outer" + i, new ActivationIdentity(), inner));
                    last = function(graph, i == 4 ? "end" : "after" + i, function, sum);
                }
            }
        };

        abstract void build(GraphBuilder graph, IActivation function);

        private static String dense(GraphBuilder graph, String name, IActivation function, String input) {
            return dense(graph, name, function, WIDTH, WIDTH, input);
        }

        private static String dense(
                GraphBuilder graph, String name, IActivation function, int in, int out, String input) {
            graph.addLayer(
                    name,
                    new DenseLayer.Builder()
                            .nIn(in)
                            .nOut(out)
                            .activation(function)
                            .build(),
                    input);
            return name;
        }

        private static String function(GraphBuilder graph, String name, IActivation function, String input) {
            graph.addLayer(name, new ActivationLayer(function), input);
            return name;
        }

        private static String sum(GraphBuilder graph, String name, String... inputs) {
            graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
            return name;
        }

        ComputationGraphConfiguration configuration(IActivation function) {
            GraphBuilder graph = new NeuralNetConfiguration.Builder()
                    .dataType(DataType.FLOAT)
                    .graphBuilder()
                    .addInputs("in");
            build(graph, function);
            return graph.addLayer(
                            "out",
                            new OutputLayer.Builder(LossFunction.MCXENT)
                                    .nIn(WIDTH)
                                    .nOut(3)
                                    .activation(Activation.SOFTMAX)
                                    .build(),
                            "end")
                    .setOutputs("out")
                    .build();
        }
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void rectifiers(Topology topology) {
        agree(
                topology.configuration(new ActivationReLU()),
                Tailoring.builder().eta(0.4).build());
    }

    @ParameterizedTest
    @EnumSource(
            value = Topology.class,
            names = {"PLAIN", "PRE_ACTIVATION_RESIDUAL", "SUMS_OF_ACTIVATIONS"})
    void smoothFunctions(Topology topology) {
        agree(
                topology.configuration(topology == Topology.PLAIN ? new ActivationGELU() : new ActivationTanH()),
                Tailoring.builder().tau(0.8).build());
    }

    /** Shares of another rule than the network's would be found out. */
    @Test
    void otherSharesDisagree() {
        ComputationGraphConfiguration configuration =
                Topology.PRE_ACTIVATION_RESIDUAL.configuration(new ActivationReLU());
        Tailoring other =
                Tailoring.builder().eta(0.4).residual(ResidualRule.NONE).build();
        Correlations correlations = new Correlations(other.apply(configuration));
        assertThat(Math.abs(correlations.mean()
                        - other.report(configuration).after().fromZero()))
                .isGreaterThan(6 * correlations.standardError());
    }

    /** Saved, read back and trained: the weights follow the tailored functions, and the loss falls. */
    @Test
    void savedRestoredAndTrained(@TempDir File folder) throws IOException {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .weightInit(VarianceScalingInit.builder()
                        .forActivation(TailoredActivation.of(new ActivationTanH(), 0.03))
                        .build())
                .activation(new ActivationTanH())
                .list();
        for (int i = 0; i < 10; i++) {
            list.layer(new DenseLayer.Builder().nIn(16).nOut(16).build());
        }
        MultiLayerConfiguration configuration = Tailoring.builder()
                .build()
                .apply(list.layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(16)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build())
                        .build());
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        File file = new File(folder, "tailored.zip");
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file);
        assertThat(restored.getLayerWiseConfigurations()).isEqualTo(configuration);
        INDArray features = Nd4j.linspace(DataType.FLOAT, -1, 0.01, 320).reshape('f', 20, 16);
        INDArray labels = features.prod(1).addi(features.getColumn(3)).reshape(20, 1);
        assertThat(restored.output(features)).isEqualTo(network.output(features));
        DataSet batch = new DataSet(features, labels);
        double before = restored.score(batch);
        for (int step = 0; step < 30; step++) {
            restored.fit(batch);
        }
        assertThat(restored.score(batch)).isLessThan(before / 2);
    }

    private static void agree(ComputationGraphConfiguration configuration, Tailoring tailoring) {
        Correlations correlations = new Correlations(tailoring.apply(configuration));
        double expected = tailoring.report(configuration).after().fromZero();
        assertThat(correlations.standardError()).as("the test has teeth").isLessThan(0.04);
        assertThat(correlations.mean()).isCloseTo(expected, within(3 * correlations.standardError()));
    }

    /** What a network of several seeds makes of two inputs without correlation. */
    private static final class Correlations {

        private final double[] values;

        Correlations(ComputationGraphConfiguration configuration) {
            ComputationGraph network = new ComputationGraph(configuration);
            network.init();
            values = IntStream.rangeClosed(1, SEEDS)
                    .mapToDouble(seed -> correlation(network, seed))
                    .toArray();
        }

        private static double correlation(ComputationGraph network, long seed) {
            NetworkInit.builder().seed(seed).build().apply(network);
            Nd4j.getRandom().setSeed(seed);
            INDArray inputs = Nd4j.randn(DataType.FLOAT, 2, WIDTH);
            INDArray first = inputs.getRow(0);
            INDArray second = inputs.getRow(1);
            second.subi(first.mul(Nd4j.getBlasWrapper().dot(first, second)
                    / Nd4j.getBlasWrapper().dot(first, first)));
            inputs.muliColumnVector(inputs.norm2(1).rdiv(Math.sqrt(WIDTH)));
            // In training mode: in the other one DL4J's feedForward lets an ActivationLayer overwrite its input.
            INDArray end = network.feedForward(inputs, true).get("end");
            return Transforms.cosineSim(end.getRow(0), end.getRow(1));
        }

        double mean() {
            return Arrays.stream(values).average().orElseThrow();
        }

        double standardError() {
            double squares =
                    Arrays.stream(values).map(c -> Math.pow(c - mean(), 2)).sum();
            return Math.sqrt(squares / (SEEDS - 1) / SEEDS);
        }
    }
}
