// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.XavierInit;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What tests of variances share: how often they draw, how exact a mean must be, and networks of one layer. */
public final class Variances {

    public static final int SEEDS = 6;

    /** The claim, and what the mean over seeds must be known to, so that 5 % is no accident. */
    public static final double CLAIM = 0.05;

    public static final double STANDARD_ERROR = CLAIM / 2.5;

    /** What DL4J multiplies gradients by in layers that are built on SameDiff, see the test of it below. */
    public static final double GRADIENT_OF_SAMEDIFF = 2;

    private Variances() {}

    public static double mean(double[] values) {
        return Arrays.stream(values).average().getAsDouble();
    }

    public static double standardError(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }

    public static MultiLayerNetwork network(Layer layer, InputType input, int seed) {
        return network(new XavierInit(), layer, input, seed);
    }

    public static MultiLayerNetwork network(IWeightInit init, Layer layer, InputType input, int seed) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(init)
                .activation(Activation.IDENTITY)
                .list()
                .layer(layer);
        if (input != null) {
            builder.setInputType(input);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        return network;
    }

    public static double meanSquare(INDArray values) {
        double norm = values.norm2Number().doubleValue();
        return norm * norm / values.length();
    }
}
