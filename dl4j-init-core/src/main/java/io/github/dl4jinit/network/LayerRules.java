// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Functions;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the parameters of a layer are: the rules of DL4J's own layers and those that a user has registered. */
final class LayerRules {

    private final Map<Class<? extends Layer>, Function<Layer, List<ParameterRule>>> registered;

    LayerRules(Map<Class<? extends Layer>, Function<Layer, List<ParameterRule>>> registered) {
        this.registered = registered;
    }

    /**
     * A rule for each parameter of the node; those that no rule is about are kept.
     *
     * @throws IllegalArgumentException if a user's rule names a parameter that the layer does not have
     */
    List<ParameterRule> of(NetworkNode node) {
        Map<String, INDArray> parameters = node.parameters();
        if (parameters.isEmpty()) {
            return List.of();
        }
        List<ParameterRule> rules =
                node.layer() == null ? ofVertex(node, parameters) : ofLayer(node.innerConfiguration(), parameters);
        Map<String, ParameterRule> missing = new LinkedHashMap<>();
        parameters
                .keySet()
                .forEach(name -> missing.put(name, ParameterRule.kept(name, "unknown: no rule is about it")));
        rules.forEach(rule -> missing.remove(rule.parameter));
        List<ParameterRule> all = new ArrayList<>(rules);
        all.addAll(missing.values());
        return all;
    }

    /** The weights that make what the layer puts out; empty if it has no weights. */
    static Optional<ParameterRule> main(List<ParameterRule> rules) {
        Optional<ParameterRule> output =
                rules.stream().filter(rule -> rule.makesOutput).findFirst();
        return output.isPresent()
                ? output
                : rules.stream()
                        .filter(rule -> rule.kind == ParameterRule.Kind.WEIGHTS)
                        .findFirst();
    }

    private List<ParameterRule> ofLayer(Layer layer, Map<String, INDArray> parameters) {
        Function<Layer, List<ParameterRule>> own = registered.get(layer.getClass());
        if (own != null) {
            List<ParameterRule> rules =
                    Check.given("the rule for " + layer.getClass().getSimpleName(), own.apply(layer));
            rules.forEach(rule -> Check.require(
                    parameters.containsKey(rule.parameter),
                    "parameter of a rule for " + layer.getClass().getSimpleName(),
                    "one of " + parameters.keySet(),
                    rule.parameter));
            return rules;
        }
        if (layer instanceof Bidirectional) {
            List<ParameterRule> both = new ArrayList<>();
            List<ParameterRule> oneWay =
                    ofLayer(Functions.unwrapped(((Bidirectional) layer).getFwd()), withoutPrefix(parameters));
            oneWay.forEach(rule -> both.add(rule.feedingTwice().withPrefix("f")));
            oneWay.forEach(rule -> both.add(rule.feedingTwice().withPrefix("b")));
            return both;
        }
        return known(layer, parameters);
    }

    private static Map<String, INDArray> withoutPrefix(Map<String, INDArray> parameters) {
        Map<String, INDArray> forward = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (name.startsWith("f")) {
                forward.put(name.substring(1), values);
            }
        });
        return forward;
    }

    private static List<ParameterRule> ofVertex(NetworkNode node, Map<String, INDArray> parameters) {
        return node.vertexConfiguration() instanceof AttentionVertex ? AttentionRules.of(parameters, null) : List.of();
    }

    /** Empty if there is none. A user's subclass of one of DL4J's layers may mean anything by its parameters. */
    private static List<ParameterRule> known(Layer layer, Map<String, INDArray> parameters) {
        if (!layer.getClass().getName().startsWith("org.deeplearning4j.")) {
            return List.of();
        }
        if (layer instanceof SelfAttentionLayer
                || layer instanceof LearnedSelfAttentionLayer
                || layer instanceof RecurrentAttentionLayer) {
            return AttentionRules.of(parameters, layer);
        }
        if (layer instanceof CapsuleLayer) {
            return ConvolutionRules.capsules((CapsuleLayer) layer);
        }
        List<ParameterRule> rules = RecurrentRules.of(layer);
        rules = rules.isEmpty() ? ConvolutionRules.of(layer) : rules;
        rules = rules.isEmpty() ? FeedForwardRules.of(layer, parameters.keySet()) : rules;
        // One-class output layers are output layers by their class only: their parameters are others.
        return rules.stream().allMatch(rule -> parameters.containsKey(rule.parameter)) ? rules : List.of();
    }
}
