// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.UnhealthySignalException;
import java.io.IOException;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A healthy network can be made sick by its training. The listener sees twenty ReLU layers stay healthy with a sane
 * learning rate, and ends the training with a wild one before that ruins them.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.WatchTraining
 * }</pre>
 *
 * prints a line for every tenth iteration, and why the second training was ended. Change {@code every(10)} and
 * {@code stopWhen(…)}: how often it looks, and what ends a training.
 */
public final class WatchTraining {

    private WatchTraining() {}

    public static void main(String[] args) throws IOException {
        for (double learningRate : new double[] {0.01, 3}) {
            System.out.println("learning rate " + learningRate);
            Optional<SignalReport> end = train(learningRate, 100);
            System.out.println(end.map(report -> "stopped at iteration " + report.iteration() + "\n" + report.toText())
                    .orElse("trained to the end"));
        }
    }

    /** The report that ended the training, if one did. */
    static Optional<SignalReport> train(double learningRate, int iterations) throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), 128 * iterations);
        MultiLayerNetwork network = network(mnist, learningRate);
        network.setListeners(SignalListener.builder()
                .every(10)
                .maxCost(1) // a demonstration: let no probe wait
                .onReport(report -> System.out.println("iteration " + report.iteration() + ": " + report))
                .stopWhen(report -> !report.healthy())
                .build());
        try {
            network.fit(mnist.trainIterator(128, 42));
            return Optional.empty();
        } catch (UnhealthySignalException e) {
            return Optional.of(e.report());
        }
    }

    private static MultiLayerNetwork network(ImageDataset mnist, double learningRate) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit())
                .activation(Activation.RELU)
                .updater(new Sgd(learningRate))
                .list();
        for (int i = 0; i < 20; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(i == 0 ? mnist.inputs() : 128)
                    .nOut(128)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(128)
                .nOut(mnist.classes())
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }
}
