// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.theory.Preserve;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;

/** What the user of {@link NetworkInit} asks for; an immutable value that {@link NetworkInit.Builder} makes. */
final class Settings {

    final Preserve preserve;
    final WeightDistribution distribution;
    final boolean orthogonal;
    final boolean recurrentOrthogonal;
    final boolean mirrored;
    final PreActivationVariance preActivationVariance;

    /** The factor of the standard deviation of all weights but recurrent ones. */
    private final double gain;

    /** Further factors for single layers. */
    private final Map<String, Double> gains;

    private final Map<String, IWeightInit> initialisers;

    /** The variance of biases at the critical point; {@code null} if no critical point is wanted. */
    final Double sigmaB2;

    final ResidualRule residual;
    final Map<Class<? extends Layer>, Function<Layer, List<Parameter>>> rules;

    /** {@code null} for the seed of the network's configuration. */
    final Long seed;

    final boolean keepUpdaterState;
    private final Set<String> keptNames;
    private final List<Predicate<String>> keptConditions;

    Settings(
            Preserve preserve,
            WeightDistribution distribution,
            boolean orthogonal,
            boolean recurrentOrthogonal,
            boolean mirrored,
            PreActivationVariance preActivationVariance,
            double gain,
            Map<String, Double> gains,
            Map<String, IWeightInit> initialisers,
            Double sigmaB2,
            ResidualRule residual,
            Map<Class<? extends Layer>, Function<Layer, List<Parameter>>> rules,
            Long seed,
            boolean keepUpdaterState,
            Set<String> keptNames,
            List<Predicate<String>> keptConditions) {
        this.preserve = preserve;
        this.distribution = distribution;
        this.orthogonal = orthogonal;
        this.recurrentOrthogonal = recurrentOrthogonal;
        this.mirrored = mirrored;
        this.preActivationVariance = preActivationVariance;
        this.gain = gain;
        this.gains = Map.copyOf(gains);
        this.initialisers = Map.copyOf(initialisers);
        this.sigmaB2 = sigmaB2;
        this.residual = residual;
        this.rules = Map.copyOf(rules);
        this.seed = seed;
        this.keepUpdaterState = keepUpdaterState;
        this.keptNames = Set.copyOf(keptNames);
        this.keptConditions = List.copyOf(keptConditions);
    }

    /** Whether the user wants a layer of that name left as it is. */
    boolean keeps(String layer) {
        return keptNames.contains(layer) || keptConditions.stream().anyMatch(condition -> condition.test(layer));
    }

    /** The factor that the user wants for the weights of a layer, beside the scale that is computed. */
    double gainOf(String layer) {
        return gain * gains.getOrDefault(layer, 1.0);
    }

    /** The initialiser that the user wants for the weights of a layer. */
    Optional<IWeightInit> initialiserOf(String layer) {
        return Optional.ofNullable(initialisers.get(layer));
    }

    /**
     * Checks that every layer that a setting names is one of these.
     *
     * @throws IllegalArgumentException if one is not
     */
    void requireNamesAmong(Collection<String> known) {
        Set<String> asked = new HashSet<>(keptNames);
        asked.addAll(gains.keySet());
        asked.addAll(initialisers.keySet());
        asked.forEach(name -> Check.require(
                known.contains(name),
                "layer",
                "one of " + known.stream().sorted().collect(Collectors.toList()),
                name));
    }
}
