// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.activations.IActivation;

/** Layers of matrices [n_in, n_out], and those that have none. */
final class FeedForwardRules {

    private FeedForwardRules() {}

    static List<ParameterRule> of(Layer layer, Set<String> parameters) {
        if (layer instanceof BatchNormalization) {
            return kept(parameters, "of a normalisation");
        }
        if (layer instanceof PReLULayer) {
            return kept(parameters, "slopes, which are no weights");
        }
        if (layer instanceof VariationalAutoencoder) {
            return variational((VariationalAutoencoder) layer);
        }
        if (!(layer instanceof FeedForwardLayer)) {
            return List.of();
        }
        FeedForwardLayer matrix = (FeedForwardLayer) layer;
        if (layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer) {
            // Of all its inputs one is 1 and the others are 0. (DL4J passes 1, too.)
            return of(
                    matrix,
                    parameters,
                    ParameterRule.weights("W", 1, matrix.getNOut()).ofOne());
        }
        if (layer instanceof ElementWiseMultiplicationLayer) {
            return of(matrix, parameters, ParameterRule.weights("W", 1, 1).dl4jFans(matrix.getNIn(), matrix.getNOut()));
        }
        if (layer instanceof DenseLayer || layer instanceof BaseOutputLayer || layer instanceof AutoEncoder) {
            return of(matrix, parameters, ParameterRule.weights("W", matrix.getNIn(), matrix.getNOut()));
        }
        return List.of();
    }

    private static List<ParameterRule> of(FeedForwardLayer layer, Set<String> parameters, ParameterRule weights) {
        List<ParameterRule> rules = new ArrayList<>(List.of(weights));
        if (parameters.contains("b")) {
            rules.add(ParameterRule.bias("b", layer.getBiasInit()));
        }
        if (parameters.contains("g")) {
            rules.add(ParameterRule.normalisation("g"));
        }
        if (layer instanceof AutoEncoder) {
            rules.add(ParameterRule.constant("vb", ((AutoEncoder) layer).getVisibleBiasInit())
                    .because("of the reconstruction"));
        }
        if (layer instanceof CenterLossOutputLayer) {
            rules.add(ParameterRule.kept("cL", "centres, which are no weights"));
        }
        return rules;
    }

    private static List<ParameterRule> kept(Set<String> parameters, String reason) {
        return parameters.stream().map(name -> ParameterRule.kept(name, reason)).collect(Collectors.toList());
    }

    /**
     * Encoder, mean and log-variance of z given x, decoder, and the parameters of x given z. The decoder sees samples
     * of z, whose mean square is that of its mean and of its deviation together ({@link Planner}).
     */
    private static List<ParameterRule> variational(VariationalAutoencoder layer) {
        List<ParameterRule> rules = new ArrayList<>();
        IActivation function = layer.getActivationFn();
        int[] encoder = layer.getEncoderLayerSizes();
        int[] decoder = layer.getDecoderLayerSizes();
        for (int i = 0; i < encoder.length; i++) {
            ParameterRule weights =
                    ParameterRule.weights("e" + i + "W", i == 0 ? layer.getNIn() : encoder[i - 1], encoder[i]);
            rules.add(i == 0 ? weights : weights.after("e" + (i - 1) + "W", function));
            rules.add(ParameterRule.bias("e" + i + "b", 0));
        }
        String lastOfEncoder = "e" + (encoder.length - 1) + "W";
        int encoded = encoder[encoder.length - 1];
        for (String z : List.of("pZXMean", "pZXLogStd2")) {
            ParameterRule weights =
                    ParameterRule.weights(z + "W", encoded, layer.getNOut()).after(lastOfEncoder, function);
            rules.add(z.equals("pZXMean") ? weights.makingOutput() : weights);
            rules.add(ParameterRule.constant(z + "b", 0));
        }
        for (int i = 0; i < decoder.length; i++) {
            ParameterRule weights =
                    ParameterRule.weights("d" + i + "W", i == 0 ? layer.getNOut() : decoder[i - 1], decoder[i]);
            rules.add(i == 0 ? weights.ofLatent() : weights.after("d" + (i - 1) + "W", function));
            rules.add(ParameterRule.bias("d" + i + "b", 0));
        }
        int outputs = layer.getOutputDistribution().distributionInputSize((int) layer.getNIn());
        rules.add(ParameterRule.weights("pXZW", decoder[decoder.length - 1], outputs)
                .after("d" + (decoder.length - 1) + "W", function));
        rules.add(ParameterRule.constant("pXZb", 0));
        return rules;
    }
}
