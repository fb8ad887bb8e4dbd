// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * An LSTM that has to remember the first of 300 steps: after 299 steps of noise it says which of two symbols it saw
 * there. A cell keeps σ(forget bias) of itself a step: with DL4J's default bias of 1 sixty iterations learn nothing,
 * one of log 300 keeps it for about 300 steps (Tallec, Ollivier 2018). {@link NetworkInit} leaves the bias, which is
 * the configuration's, alone. How training goes on from there depends on the seed.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.LongLstm
 * }</pre>
 *
 * prints the gradient's factor a step and the loss, for both biases and both kinds of weights. Change {@code STEPS}.
 */
public final class LongLstm {

    private static final int STEPS = 300;

    /** log 300 = 5.7, so that a cell loses 1 / 301 of itself a step. */
    static final double LONG_MEMORY = Math.log(STEPS);

    private LongLstm() {}

    public static void main(String[] args) {
        for (double forgetBias : new double[] {1, LONG_MEMORY}) {
            print("DL4J's default", forgetBias, network(forgetBias, false));
            print("NetworkInit", forgetBias, network(forgetBias, true));
        }
    }

    private static void print(String name, double forgetBias, MultiLayerNetwork network) {
        System.out.printf(
                Locale.ROOT,
                "%-14s forget bias %.1f: gradient %.3f a step back, loss after 20, 40, 60 iterations %s%n",
                name,
                forgetBias,
                gradientRatePerStep(network),
                losses(network, 60).stream()
                        .map(loss -> String.format(Locale.ROOT, "%.3f", loss))
                        .toList());
    }

    static double gradientRatePerStep(MultiLayerNetwork network) {
        SignalReport report = SignalProbe.probe(network, batch(new Random(1), 32));
        return report.layer("lstm").gradientRatePerStep().orElseThrow();
    }

    static MultiLayerNetwork network(double forgetBias, boolean networkInit) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(5e-3))
                .list()
                .layer(new LSTM.Builder()
                        .name("lstm")
                        .nIn(2)
                        .nOut(32)
                        .activation(Activation.TANH)
                        .forgetGateBiasInit(forgetBias)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(32)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        if (networkInit) {
            NetworkInit.builder().build().apply(network);
        }
        return network;
    }

    /** The loss of every twentieth batch, all of new sequences; a guess has log 2 = 0.693. */
    static List<Double> losses(MultiLayerNetwork network, int iterations) {
        Random random = new Random(42);
        List<Double> losses = new ArrayList<>();
        for (int i = 1; i <= iterations; i++) {
            network.fit(batch(random, 32));
            if (i % 20 == 0) {
                losses.add(network.score());
            }
        }
        return losses;
    }

    /** Two numbers a step: the symbol, ±1 at the first step and 0 later, and noise. */
    private static DataSet batch(Random random, int examples) {
        INDArray inputs = Nd4j.zeros(DataType.FLOAT, examples, 2, STEPS);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, 2, STEPS);
        INDArray mask = Nd4j.zeros(DataType.FLOAT, examples, STEPS);
        mask.putColumn(STEPS - 1, Nd4j.ones(DataType.FLOAT, examples)); // only the last answer counts
        for (int i = 0; i < examples; i++) {
            int symbol = random.nextInt(2);
            inputs.putScalar(i, 0, 0, 2 * symbol - 1);
            labels.putScalar(i, symbol, STEPS - 1, 1);
            for (int t = 0; t < STEPS; t++) {
                inputs.putScalar(i, 1, t, 0.3 * random.nextGaussian());
            }
        }
        return new DataSet(inputs, labels, null, mask);
    }
}
