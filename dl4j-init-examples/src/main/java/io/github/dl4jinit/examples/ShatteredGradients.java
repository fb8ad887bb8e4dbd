// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.ResidualRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Gradients that shatter (Balduzzi et al. 2017): in a deep plain network the gradients at two inputs soon have nothing
 * to do with each other, even where the inputs are neighbours, so that a step that helps one does not help the other.
 * It is worst where batch normalisation keeps half of the units switched off. Skip connections delay it. With mirrored
 * weights all gradients are the same.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.ShatteredGradients
 * }</pre>
 *
 * prints by depth L how gradients correlate at inputs that are 4 places apart, of 256 from −2 to 2, and what the paper
 * predicts: 1/2^L for plain networks, about 1/√L for normalised ones with skip connections. Change {@code DISTANCE}.
 */
public final class ShatteredGradients {

    private static final int WIDTH = 200;
    private static final int OUTPUTS = 20;
    private static final int SEEDS = 10;
    static final int INPUTS = 256;
    static final int DISTANCE = 4;

    /** A kind of network, and how its weights are drawn. */
    record Start(String name, boolean normalised, boolean skips, NetworkInit weights) {}

    static final Start PLAIN =
            new Start("plain", false, false, NetworkInit.builder().build());
    static final Start NORMALISED =
            new Start("normalised", true, false, NetworkInit.builder().build());
    static final Start RESIDUAL = new Start(
            "norm, skips",
            true,
            true,
            NetworkInit.builder().residual(ResidualRule.NONE).build());
    static final Start SCALED =
            new Start("skips, 1/√L", false, true, NetworkInit.builder().build());
    static final Start MIRRORED =
            new Start("mirrored", false, false, NetworkInit.builder().mirrored().build());

    private ShatteredGradients() {}

    public static void main(String[] args) {
        List<Start> starts = List.of(PLAIN, NORMALISED, RESIDUAL, SCALED, MIRRORED);
        System.out.print("layers");
        starts.forEach(start -> System.out.printf("  %11s", start.name));
        System.out.printf("  %11s  %11s%n", "1 / 2^L", "1 / √L");
        for (int depth : List.of(2, 5, 10, 25, 50)) {
            System.out.printf("%6d", depth);
            for (Start start : starts) {
                double mean = correlations(start, depth, SEEDS).average().orElseThrow();
                System.out.printf(Locale.ROOT, "  %11.3f", mean);
            }
            System.out.printf(Locale.ROOT, "  %11.3f  %11.3f%n", Math.pow(0.5, depth), Math.sqrt(1.0 / depth));
        }
    }

    /** The correlation between the gradients at neighbours, for each seed. */
    static DoubleStream correlations(Start start, int depth, int seeds) {
        return IntStream.range(0, seeds).mapToDouble(seed -> {
            INDArray gradients = gradients(network(start, depth, seed));
            INDArray left = gradients.get(NDArrayIndex.interval(0, INPUTS - DISTANCE), NDArrayIndex.all());
            INDArray right = gradients.get(NDArrayIndex.interval(DISTANCE, INPUTS), NDArrayIndex.all());
            double product = left.mul(right).sumNumber().doubleValue();
            return product
                    / (left.norm2Number().doubleValue() * right.norm2Number().doubleValue());
        });
    }

    /** The derivatives of all outputs at all inputs; differences give them exactly, as ReLU is straight but at 0. */
    private static INDArray gradients(ComputationGraph network) {
        double step = 1e-6;
        return network.outputSingle(inputs(step))
                .sub(network.outputSingle(inputs(-step)))
                .divi(2 * step);
    }

    /** A line of points, and beside each a 1 whose weights are the first layer's biases. */
    private static INDArray inputs(double shift) {
        INDArray line = Nd4j.linspace(DataType.DOUBLE, -2, 4.0 / (INPUTS - 1), INPUTS);
        return Nd4j.hstack(line.addi(shift).reshape(INPUTS, 1), Nd4j.ones(DataType.DOUBLE, INPUTS, 1));
    }

    private static ComputationGraph network(Start start, int depth, long seed) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.DOUBLE)
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs("input")
                .addLayer("layer0", dense(2), "input");
        String last = "layer0";
        for (int i = 1; i <= depth; i++) {
            String trunk = last;
            if (start.normalised) {
                graph.addLayer(
                        "norm" + i,
                        new BatchNormalization.Builder()
                                .useLogStd(false)
                                .nIn(WIDTH)
                                .nOut(WIDTH)
                                .build(),
                        last);
                last = "norm" + i;
            }
            graph.addLayer("relu" + i, new ActivationLayer(Activation.RELU), last);
            last = "relu" + i;
            if (i < depth) {
                graph.addLayer("layer" + i, dense(WIDTH), last);
                last = "layer" + i;
            }
            if (i < depth && start.skips) {
                graph.addVertex("sum" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), trunk, last);
                last = "sum" + i;
            }
        }
        OutputLayer output = new OutputLayer.Builder(LossFunction.MSE)
                .nIn(WIDTH)
                .nOut(OUTPUTS)
                .activation(Activation.IDENTITY)
                .build();
        ComputationGraph network = new ComputationGraph(
                graph.addLayer("output", output, last).setOutputs("output").build());
        network.init();
        start.weights.apply(network);
        takeStatistics(network);
        return network;
    }

    /** Gives normalising layers the means and variances of what comes in, which they would find in training. */
    private static void takeStatistics(ComputationGraph network) {
        Map<String, INDArray> activations = network.feedForward(inputs(0), true);
        network.getConfiguration().getVertexInputs().forEach((vertex, sources) -> {
            if (vertex.startsWith("norm")) {
                INDArray in = activations.get(sources.get(0));
                network.getLayer(vertex).getParam("mean").assign(in.mean(0));
                network.getLayer(vertex).getParam("var").assign(in.var(false, 0));
            }
        });
    }

    private static DenseLayer dense(int inputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(WIDTH).build();
    }
}
