// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.activations.IActivation;

/**
 * Variational autoencoders: encoder, mean and log-variance of z given x, decoder, and the parameters of x given z. The
 * decoder sees samples of z, whose mean square is that of its mean and of its deviation together.
 */
final class Variational extends AnyLayer {

    private static final String MEAN = "pZXMean";
    private static final String LOG_VARIANCE = "pZXLogStd2";

    private final VariationalAutoencoder layer;

    Variational(VariationalAutoencoder layer) {
        super(layer);
        this.layer = layer;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        IActivation inner = layer.getActivationFn();
        int[] encoder = layer.getEncoderLayerSizes();
        int[] decoder = layer.getDecoderLayerSizes();
        for (int i = 0; i < encoder.length; i++) {
            Parameter weights = Parameter.weights("e" + i + "W", i == 0 ? layer.getNIn() : encoder[i - 1], encoder[i]);
            parameters.add(i == 0 ? weights : weights.after("e" + (i - 1) + "W", inner));
            parameters.add(Parameter.bias("e" + i + "b", 0));
        }
        String lastOfEncoder = "e" + (encoder.length - 1) + "W";
        int encoded = encoder[encoder.length - 1];
        for (String z : List.of(MEAN, LOG_VARIANCE)) {
            Parameter weights =
                    Parameter.weights(z + "W", encoded, layer.getNOut()).after(lastOfEncoder, inner);
            parameters.add(z.equals(MEAN) ? weights.makingOutput() : weights);
            parameters.add(Parameter.constant(z + "b", 0));
        }
        for (int i = 0; i < decoder.length; i++) {
            Parameter weights = Parameter.weights("d" + i + "W", i == 0 ? layer.getNOut() : decoder[i - 1], decoder[i]);
            parameters.add(i == 0 ? weights.ofLatent() : weights.after("d" + (i - 1) + "W", inner));
            parameters.add(Parameter.bias("d" + i + "b", 0));
        }
        int outputs = layer.getOutputDistribution().distributionInputSize((int) layer.getNIn());
        parameters.add(Parameter.weights("pXZW", decoder[decoder.length - 1], outputs)
                .after("d" + (decoder.length - 1) + "W", inner));
        parameters.add(Parameter.constant("pXZb", 0));
        return parameters;
    }

    /** The function of the mean of z, which the layer puts out. */
    @Override
    public IActivation function() {
        return layer.getPzxActivationFn();
    }

    /** z = μ + ε·e^(l/2) has mean square E[μ²] + E[e^l]; for l ~ N(0, v) the latter is e^(v/2). */
    @Override
    public double latentMeanSquare(Map<String, Double> variances, Propagation propagation) {
        double mean = variances.get(MEAN + "W");
        double logVariance = variances.get(LOG_VARIANCE + "W");
        return propagation
                        .theory(function())
                        .map(theory -> theory.secondMoment(mean))
                        .orElse(1.0)
                + Math.exp(logVariance / 2);
    }

    @Override
    public boolean hasCriticalPoint() {
        return false;
    }
}
