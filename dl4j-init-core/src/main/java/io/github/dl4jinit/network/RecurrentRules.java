// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/**
 * Recurrent layers. An LSTM's weights hold its four gates side by side, each a matrix of its own; its biases are 0 but
 * for those of the forget gates, which are what the configuration says.
 */
@SuppressWarnings("deprecation") // Graves's LSTMs are still what saved models contain
final class RecurrentRules {

    private static final int GATES = 4;

    private RecurrentRules() {}

    static List<ParameterRule> of(Layer layer) {
        if (layer instanceof GravesBidirectionalLSTM) {
            GravesBidirectionalLSTM both = (GravesBidirectionalLSTM) layer;
            List<ParameterRule> rules = new ArrayList<>();
            for (String direction : List.of("F", "B")) {
                lstm(both, direction, true, both.getForgetGateBiasInit())
                        .forEach(rule -> rules.add(rule.feedingTwice()));
            }
            return rules;
        }
        if (layer instanceof AbstractLSTM) {
            AbstractLSTM lstm = (AbstractLSTM) layer;
            return lstm(lstm, "", layer instanceof GravesLSTM, lstm.getForgetGateBiasInit());
        }
        return layer instanceof SimpleRnn ? simple((SimpleRnn) layer) : List.of();
    }

    private static List<ParameterRule> lstm(
            FeedForwardLayer layer, String direction, boolean peepholes, double forgetBias) {
        long in = layer.getNIn();
        long n = layer.getNOut();
        String recurrent = "RW" + direction;
        List<ParameterRule> rules = new ArrayList<>();
        rules.add(ParameterRule.weights("W" + direction, in, n)
                .dl4jFans(n, in + n)
                .matrices(GATES, in, n, gates(in, n)));
        rules.add(ParameterRule.recurrentWeights(recurrent, n, n)
                .dl4jFans(n, in + n)
                .matrices(GATES, n, n, gates(n, n))
                .columns(0, GATES * n));
        if (peepholes) {
            rules.add(ParameterRule.constant(recurrent, 0)
                    .columns(GATES * n, GATES * n + 3)
                    .because("peepholes, which see one cell each"));
        }
        // Columns in DL4J's order: input, forget, output, input modulation.
        rules.add(ParameterRule.constant("b" + direction, 0).columns(0, n));
        rules.add(ParameterRule.constant("b" + direction, forgetBias)
                .columns(n, 2 * n)
                .because("forget gates"));
        rules.add(ParameterRule.constant("b" + direction, 0).columns(2 * n, GATES * n));
        return rules;
    }

    /** [rows, gates · n], stored column by column. */
    private static OrthogonalFill.Place gates(long rows, long n) {
        return (gate, row, column) -> (int) ((gate * n + column) * rows + row);
    }

    private static List<ParameterRule> simple(SimpleRnn layer) {
        long n = layer.getNOut();
        List<ParameterRule> rules = new ArrayList<>();
        rules.add(ParameterRule.weights("W", layer.getNIn(), n));
        rules.add(ParameterRule.recurrentWeights("RW", n, n));
        rules.add(ParameterRule.bias("b", layer.getBiasInit()));
        if (layer.hasLayerNorm()) {
            rules.add(ParameterRule.normalisation("g"));
        }
        return rules;
    }
}
