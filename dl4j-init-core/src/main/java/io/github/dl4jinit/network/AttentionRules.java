// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention: projections [heads, size, n_in] of queries, keys and values, and one [heads · size, n_out] of what the
 * heads put out. Their shapes say all, in layers and in vertices. DL4J's vertices count one head's outputs; its layers
 * give the projections the fans of the output's, and that one theirs.
 *
 * <p>Attention is an average, so that its output is smaller the more steps it attends to evenly; these scales are for
 * heads that attend to one.
 */
final class AttentionRules {

    private AttentionRules() {}

    /** @param layer {@code null} for a vertex */
    static List<ParameterRule> of(Map<String, INDArray> parameters, Layer layer) {
        List<ParameterRule> rules = new ArrayList<>();
        parameters.forEach((name, values) -> {
            ParameterRule rule = rule(name, values.shape(), layer);
            boolean projected = layer != null && parameters.containsKey("Wo");
            rules.add(projected ? withFansOfLayers(rule, parameters) : rule);
        });
        // What others see comes first.
        rules.sort((a, b) -> Boolean.compare(a.after != null, b.after != null));
        return rules;
    }

    private static ParameterRule rule(String name, long[] shape, Layer layer) {
        switch (name) {
            case "Wq":
                ParameterRule queries = projection(name, shape);
                if (layer instanceof RecurrentAttentionLayer) { // they are what the layer put out before
                    return queries.after(
                            "W",
                            ((RecurrentAttentionLayer) layer).getActivation().getActivationFunction());
                }
                return layer instanceof LearnedSelfAttentionLayer
                        ? queries.after("Q", new ActivationIdentity())
                        : queries;
            case "Wk":
                return layer == null ? projection(name, shape).ofInput(1) : projection(name, shape);
            case "Wv":
                return layer == null ? projection(name, shape).ofInput(2) : projection(name, shape);
            case "Wo":
                ParameterRule output = ParameterRule.weights(name, shape[0], shape[1])
                        .matrix(shape[0], shape[1])
                        .after("Wv", new ActivationIdentity());
                return layer instanceof RecurrentAttentionLayer ? output : output.makingOutput();
            case "Q": // [1, n_in, queries]: learned inputs, of variance 1 as others are
                return ParameterRule.weights(name, 1, 1)
                        .dl4jFans(shape[1], shape[2])
                        .ofOne();
            case "W": // of recurrent attention: [n_in, n_out], and [n_out, n_out] of what attention put out
                return ParameterRule.weights(name, shape[0], shape[1]).matrix(shape[0], shape[1]);
            case "RW":
                return ParameterRule.recurrentWeights(name, shape[0], shape[1]).matrix(shape[0], shape[1]);
            case "b":
                return ParameterRule.bias(name, 0);
            default:
                return ParameterRule.kept(name, "unknown: no rule is about it");
        }
    }

    /** DL4J's layers have them the wrong way round. */
    private static ParameterRule withFansOfLayers(ParameterRule rule, Map<String, INDArray> parameters) {
        long[] keys = parameters.get("Wk").shape();
        long[] output = parameters.get("Wo").shape();
        switch (rule.parameter) {
            case "Wq":
            case "Wk":
            case "Wv":
                return rule.dl4jFans(output[0], output[1]);
            case "Wo":
                return rule.dl4jFans(keys[2], keys[1]);
            default:
                return rule;
        }
    }

    /** [heads, size, n_in] */
    private static ParameterRule projection(String name, long[] shape) {
        long in = shape[2];
        long out = shape[0] * shape[1];
        return ParameterRule.weights(name, in, out).dl4jFans(in, shape[1]).matrix(out, in);
    }
}
