// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.Verdict;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks and data that several tests of whole networks build; their weights are DL4J's default at first. */
public final class Nets {

    public static final int CLASSES = 10;

    private Nets() {}

    public static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .activation(Activation.IDENTITY)
                .updater(new Adam(1e-3));
    }

    public static OutputLayer.Builder softmax() {
        return new OutputLayer.Builder(LossFunction.MCXENT).nOut(CLASSES).activation(Activation.SOFTMAX);
    }

    public static Layer softmaxOfSteps() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    public static MultiLayerNetwork list(InputType inputs, List<? extends Layer> layers) {
        NeuralNetConfiguration.ListBuilder list = builder().list();
        layers.forEach(list::layer);
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(inputs).build());
        network.init();
        return network;
    }

    /** The same layers as a graph, named by their numbers. */
    public static ComputationGraph chain(InputType inputs, List<? extends Layer> layers) {
        GraphBuilder graph = builder().graphBuilder().addInputs("in").setInputTypes(inputs);
        for (int i = 0; i < layers.size(); i++) {
            graph.addLayer("layer" + i, layers.get(i), i == 0 ? "in" : "layer" + (i - 1));
        }
        return initialised(graph.setOutputs("layer" + (layers.size() - 1)));
    }

    public static ComputationGraph initialised(GraphBuilder graph) {
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return network;
    }

    /** Standard normal inputs of the given shape, the first dimension the examples, with random classes. */
    public static DataSet batch(long seed, long... shape) {
        Nd4j.getRandom().setSeed(seed);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, shape[0], CLASSES);
        for (int i = 0; i < shape[0]; i++) {
            labels.putScalar(i, Nd4j.getRandom().nextInt(CLASSES), 1);
        }
        return new DataSet(Nd4j.randn(DataType.FLOAT, shape), labels);
    }

    /** Standard normal values in double precision. */
    public static INDArray normal(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray values = Nd4j.create(DataType.DOUBLE, shape);
        for (long i = 0; i < values.length(); i++) {
            values.putScalar(i, random.nextGaussian());
        }
        return values;
    }

    /**
     * How far a network is from a linear map: the largest departure from f(x + 2y) = f(x) + 2·f(y) and f(−x) = −f(x),
     * as a share of the largest output; NaN if all are 0.
     *
     * @param shape of a batch of inputs
     */
    public static double nonlinearity(Model network, long... shape) {
        NetworkView view = NetworkView.of(network);
        INDArray x = normal(1, shape);
        INDArray y = normal(2, shape);
        INDArray ofX = view.output(x);
        INDArray sum = view.output(x.add(y.mul(2)));
        double off = Math.max(
                sum.sub(ofX).subi(view.output(y).mul(2)).amaxNumber().doubleValue(),
                view.output(x.neg()).addi(ofX).amaxNumber().doubleValue());
        return off / sum.amaxNumber().doubleValue();
    }

    /** The variance of a layer's pre-activations, or of a vertex's values if there are none. */
    public static double variance(SignalReport report, String layer) {
        double rms = report.layer(layer)
                .preActivation()
                .orElse(report.layer(layer).activation())
                .rms();
        return rms * rms;
    }

    /** Requires signal and gradient to arrive, and nothing else to be wrong. */
    static void requireHealthy(SignalReport report) {
        assertThat(report.forward().verdict()).as(report.toText()).isEqualTo(Verdict.HEALTHY);
        assertThat(report.backward().verdict()).as(report.toText()).isEqualTo(Verdict.HEALTHY);
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }
}
