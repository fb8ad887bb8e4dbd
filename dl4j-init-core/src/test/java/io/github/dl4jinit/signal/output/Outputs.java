// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.output;

import io.github.dl4jinit.signal.Nets;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks that differ in their output and their updater, and what they are to learn. */
final class Outputs {

    static final int INPUTS = 20;
    static final int WIDTH = 64;

    private static final int EXAMPLES = 64;

    private Outputs() {}

    /** A hidden ReLU layer and the given layers, the last of them called "out". */
    static Model network(boolean graph, IUpdater updater, Layer... behind) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .updater(updater);
        DenseLayer hidden = new DenseLayer.Builder().nIn(INPUTS).nOut(WIDTH).build();
        behind[behind.length - 1].setLayerName("out");
        if (graph) {
            GraphBuilder vertices = builder.graphBuilder().addInputs("in").addLayer("hidden", hidden, "in");
            String before = "hidden";
            for (int i = 0; i < behind.length; i++) {
                String name = i == behind.length - 1 ? "out" : "behind" + i;
                vertices.addLayer(name, behind[i], before);
                before = name;
            }
            ComputationGraph network = new ComputationGraph(
                    vertices.setOutputs("out").validateOutputLayerConfig(false).build());
            network.init();
            return network;
        }
        NeuralNetConfiguration.ListBuilder layers = builder.list().layer(hidden);
        for (Layer layer : behind) {
            layers.layer(layer);
        }
        return Nets.initialised(layers.validateOutputLayerConfig(false).build());
    }

    static Model network(boolean graph, Layer... behind) {
        return network(graph, new Adam(3e-3), behind);
    }

    static OutputLayer output(LossFunction loss, Activation activation, int units) {
        return new OutputLayer.Builder(loss)
                .activation(activation)
                .nIn(WIDTH)
                .nOut(units)
                .build();
    }

    static OutputLayer biased(LossFunction loss, Activation activation, double bias) {
        return new OutputLayer.Builder(loss)
                .activation(activation)
                .biasInit(bias)
                .nIn(WIDTH)
                .nOut(1)
                .build();
    }

    /** The largest of as many linear functions of the inputs; one unit says whether the second of two is larger. */
    static DataSet classes(int units) {
        INDArray inputs = normal(1, EXAMPLES, INPUTS);
        INDArray largest = inputs.mmul(normal(7, INPUTS, Math.max(2, units))).argMax(1);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, units);
        for (int i = 0; i < EXAMPLES; i++) {
            if (units == 1) {
                labels.putScalar(i, 0, largest.getInt(i));
            } else {
                labels.putScalar(i, largest.getInt(i), 1);
            }
        }
        return new DataSet(inputs, labels);
    }

    /** A linear function of the inputs, of mean 0 and variance 1. */
    static DataSet numbers() {
        INDArray inputs = normal(1, EXAMPLES, INPUTS);
        INDArray labels = inputs.mmul(normal(7, INPUTS, 1));
        return new DataSet(inputs, labels.subi(labels.mean(0)).divi(labels.std(0)));
    }

    static DataSet withLabels(DataSet batch, INDArray labels) {
        return new DataSet(batch.getFeatures(), labels);
    }

    /** Standard normal numbers. */
    static INDArray normal(long seed, long... shape) {
        Nd4j.getRandom().setSeed(seed);
        return Nd4j.randn(DataType.FLOAT, shape);
    }

    /** What becomes of the loss, relative to what it was, after so many steps; NaN if training blows up. */
    static double trained(Model network, DataSet batch, int steps) {
        Nets.fit(network, batch);
        double first = network.score(); // of before the step
        for (int i = 0; i < steps; i++) {
            Nets.fit(network, batch);
        }
        return network.score() / first;
    }
}
