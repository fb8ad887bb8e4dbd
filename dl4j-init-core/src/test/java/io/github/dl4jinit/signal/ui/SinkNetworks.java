// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Small networks of doubles, and a batch for all of them. */
final class SinkNetworks {

    static final int EXAMPLES = 8;

    private SinkNetworks() {}

    /** What they train on. */
    static DataSet batch() {
        Nd4j.getRandom().setSeed(3);
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, EXAMPLES, 2);
        for (int i = 0; i < EXAMPLES; i++) {
            labels.putScalar(i, i % 2, 1);
        }
        return new DataSet(Nd4j.randn(DataType.DOUBLE, EXAMPLES, 4), labels);
    }

    private static NeuralNetConfiguration.Builder settings() {
        return settings(ScheduleType.ITERATION);
    }

    /** A learning rate of 0.1 first, and of 0.2 from number 1 on. */
    private static NeuralNetConfiguration.Builder settings(ScheduleType counted) {
        MapSchedule schedule =
                new MapSchedule.Builder(counted).add(0, 0.1).add(1, 0.2).build();
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .activation(Activation.TANH)
                .biasInit(0.01)
                .updater(new Nesterovs(schedule, 0.9));
    }

    private static DenseLayer.Builder dense(int nIn) {
        return new DenseLayer.Builder().nIn(nIn).nOut(5);
    }

    private static OutputLayer output(int nIn) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(nIn)
                .nOut(2)
                .build();
    }

    /** Three layers; the second has a name, by which the UI does not look for it. */
    static MultiLayerNetwork list() {
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .list(
                        dense(4).updater(new Sgd(0.05)).build(),
                        dense(5).name("hidden").build(),
                        output(5))
                .build());
        network.init();
        return network;
    }

    /** Weights, but no biases, are penalised; the loss is the mean over the examples or their sum. */
    static MultiLayerNetwork penalised(boolean mean) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .miniBatch(mean)
                .l2(0.1)
                .l1(0.01)
                .list(dense(4).build(), output(5))
                .build());
        network.init();
        return network;
    }

    /** A frozen layer, which has no gradients, and an output layer. */
    static MultiLayerNetwork frozen() {
        MultiLayerNetwork network = new MultiLayerNetwork(
                settings().list(new FrozenLayer(dense(4).build()), output(5)).build());
        network.init();
        return network;
    }

    /** Two layers and a skip connection. */
    static ComputationGraph graph() {
        ComputationGraph network = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", dense(4).build(), "in")
                .addLayer("second", dense(5).build(), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("out", output(5), "sum")
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }

    /** An output layer alone, whose learning rate changes with the epoch. */
    static ComputationGraph ofEpochs() {
        ComputationGraph network = new ComputationGraph(settings(ScheduleType.EPOCH)
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", output(4), "in")
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }
}
