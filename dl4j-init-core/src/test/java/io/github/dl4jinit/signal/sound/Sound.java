// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network that trains, and a batch of what it is trained on. Each is built after an example of DL4J's own or of its
 * users, and shown to be sound: its loss falls.
 */
final class Sound {

    /** Enough for the loss to fall by more than dropout shakes it, and for momentum to turn round. */
    private static final int STEPS = 15;

    final Model network;
    final MultiDataSet batch;

    private Sound(Model network, MultiDataSet batch) {
        this.network = network;
        this.batch = batch;
    }

    static Sound list(MultiLayerConfiguration configuration, DataSet batch) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return new Sound(network, batch.toMultiDataSet());
    }

    static Sound list(MultiLayerConfiguration configuration, INDArray features, INDArray labels) {
        return list(configuration, new DataSet(features, labels));
    }

    static Sound graph(ComputationGraphConfiguration configuration, MultiDataSet batch) {
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        return new Sound(network, batch);
    }

    static Sound of(Model network, DataSet batch) {
        return new Sound(network, batch.toMultiDataSet());
    }

    void requireNoAlarmAndAFallingLoss(String name) {
        SignalReport report = SignalProbe.probe(network, batch);
        double before = loss();
        train();
        assertThat(loss()).as(name).isLessThan(before);
        assertThat(report.problems()).as(name + "\n" + report.toText()).isEmpty();
    }

    /** The loss of the batch as training sees it: batch normalisation by the batch, dropout active. */
    private double loss() {
        return network instanceof ComputationGraph
                ? ((ComputationGraph) network).score(batch, true)
                : ((MultiLayerNetwork) network).score(single(), true);
    }

    private void train() {
        for (int i = 0; i < STEPS; i++) {
            if (network instanceof ComputationGraph) {
                ((ComputationGraph) network).fit(batch);
            } else {
                ((MultiLayerNetwork) network).fit(single());
            }
        }
    }

    private DataSet single() {
        return new DataSet(
                batch.getFeatures(0), batch.getLabels(0), batch.getFeaturesMaskArray(0), batch.getLabelsMaskArray(0));
    }

    static NeuralNetConfiguration.Builder xavier(IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(123)
                .weightInit(WeightInit.XAVIER)
                .updater(updater);
    }

    static NeuralNetConfiguration.Builder he(IUpdater updater) {
        return xavier(updater).weightInit(WeightInit.RELU).activation(Activation.RELU);
    }

    static DenseLayer dense(int nIn, int nOut, Activation function) {
        return new DenseLayer.Builder().nIn(nIn).nOut(nOut).activation(function).build();
    }

    static OutputLayer output(int nIn, int nOut, LossFunction loss, Activation function) {
        return new OutputLayer.Builder(loss)
                .nIn(nIn)
                .nOut(nOut)
                .activation(function)
                .build();
    }

    static OutputLayer softmax(int nIn, int nOut) {
        return output(nIn, nOut, LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX);
    }

    static LSTM lstm(int nIn, int nOut) {
        return new LSTM.Builder()
                .nIn(nIn)
                .nOut(nOut)
                .activation(Activation.TANH)
                .build();
    }

    static RnnOutputLayer rnnOutput(int nIn, int nOut, LossFunction loss, Activation function) {
        return new RnnOutputLayer.Builder(loss)
                .nIn(nIn)
                .nOut(nOut)
                .activation(function)
                .build();
    }

    static ConvolutionLayer conv(int size, int nOut, Activation function) {
        return new ConvolutionLayer.Builder(size, size)
                .nOut(nOut)
                .activation(function)
                .build();
    }

    static SubsamplingLayer maxPool() {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }
}
