// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention, in layers and in vertices: projections [heads, size, n_in] of queries, keys and values, and one [heads ·
 * size, n_out] of what the heads put out. Their shapes say all. DL4J's vertices count one head's outputs as fan-out;
 * its layers give the projections the fans of the output's, and that one theirs.
 *
 * <p>Attention is an average, so that its output is smaller the more steps it attends to evenly; these scales are for
 * heads that attend to one.
 */
final class Attention {

    private Attention() {}

    /** The facts of an attention layer. */
    static Family ofLayer(Layer layer, Map<String, INDArray> table) {
        return new OfLayer(layer, table);
    }

    /** The facts of an attention vertex. */
    static Family ofVertex(Map<String, INDArray> table) {
        return new OfVertex(table);
    }

    private static final class OfLayer extends AnyLayer {

        private final Layer layer;
        private final Map<String, INDArray> table;

        OfLayer(Layer layer, Map<String, INDArray> table) {
            super(layer);
            this.layer = layer;
            this.table = table;
        }

        @Override
        public List<Parameter> parameters() {
            return rules(table, layer);
        }

        @Override
        public IActivation function() {
            return layer instanceof RecurrentAttentionLayer
                    ? functionOf((RecurrentAttentionLayer) layer)
                    : super.function();
        }

        /** Self-attention without projections keeps what it sees, of one step. */
        @Override
        Passed weightless(Incoming input, Propagation propagation) {
            return layer instanceof SelfAttentionLayer ? Passed.of(input) : super.weightless(input, propagation);
        }
    }

    private static final class OfVertex extends AnyVertex {

        private final Map<String, INDArray> table;

        OfVertex(Map<String, INDArray> table) {
            super(true);
            this.table = table;
        }

        @Override
        public List<Parameter> parameters() {
            return rules(table, null);
        }

        @Override
        public Passed weighted(double variance, Propagation propagation) {
            return Passed.of(Incoming.normal(variance, "attention"));
        }
    }

    private static IActivation functionOf(RecurrentAttentionLayer layer) {
        return layer.getActivation().getActivationFunction();
    }

    /**
     * A rule for each parameter.
     *
     * @param layer {@code null} for a vertex
     */
    private static List<Parameter> rules(Map<String, INDArray> table, Layer layer) {
        List<Parameter> rules = new ArrayList<>();
        table.forEach((name, values) -> {
            Parameter rule = rule(name, values.shape(), layer);
            boolean projected = layer != null && table.containsKey("Wo");
            rules.add(projected ? withFansOfLayers(rule, table) : rule);
        });
        // A parameter comes before those that see what it makes.
        rules.sort((a, b) -> Boolean.compare(a.after != null, b.after != null));
        return rules;
    }

    private static Parameter rule(String name, long[] shape, Layer layer) {
        switch (name) {
            case "Wq":
                Parameter queries = projection(name, shape);
                if (layer instanceof RecurrentAttentionLayer) { // they are what the layer put out before
                    return queries.after("W", functionOf((RecurrentAttentionLayer) layer));
                }
                return layer instanceof LearnedSelfAttentionLayer
                        ? queries.after("Q", new ActivationIdentity())
                        : queries;
            case "Wk":
                return layer == null ? projection(name, shape).ofInput(1) : projection(name, shape);
            case "Wv":
                return layer == null ? projection(name, shape).ofInput(2) : projection(name, shape);
            case "Wo":
                Parameter output = Parameter.weights(name, shape[0], shape[1])
                        .matrix(shape[0], shape[1])
                        .after("Wv", new ActivationIdentity());
                return layer instanceof RecurrentAttentionLayer ? output : output.makingOutput();
            case "Q": // [1, n_in, queries]: learned inputs, of variance 1 as others are
                return Parameter.weights(name, 1, 1)
                        .dl4jFans(shape[1], shape[2])
                        .ofOne();
            case "W": // recurrent attention: [n_in, n_out], and [n_out, n_out] of what attention put out
                return Parameter.weights(name, shape[0], shape[1]).matrix(shape[0], shape[1]);
            case "RW":
                return Parameter.recurrentWeights(name, shape[0], shape[1]).matrix(shape[0], shape[1]);
            case "b":
                return Parameter.bias(name, 0);
            default:
                return Parameter.unknown(name);
        }
    }

    /** The fans that DL4J's layers pass: the wrong way round. */
    private static Parameter withFansOfLayers(Parameter rule, Map<String, INDArray> table) {
        long[] keys = table.get("Wk").shape();
        long[] output = table.get("Wo").shape();
        switch (rule.name) {
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

    /** A projection [heads, size, n_in]. */
    private static Parameter projection(String name, long[] shape) {
        long in = shape[2];
        long out = shape[0] * shape[1];
        return Parameter.weights(name, in, out).dl4jFans(in, shape[1]).matrix(out, in);
    }
}
