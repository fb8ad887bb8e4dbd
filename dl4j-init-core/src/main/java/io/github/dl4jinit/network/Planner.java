// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Incoming;
import io.github.dl4jinit.internal.layer.LayerFacts;
import io.github.dl4jinit.internal.layer.Propagation;
import io.github.dl4jinit.internal.layer.ResidualRole;
import io.github.dl4jinit.internal.sampling.Seeds;
import io.github.dl4jinit.theory.Preserve;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.activations.IActivation;

/** Follows the signal through a network, in the order of the forward pass, and plans each node by what comes in. */
final class Planner {

    private Planner() {}

    /**
     * Decides for each parameter what it is to become.
     *
     * @throws IllegalArgumentException if a mean square is zero or not finite where a scale depends on it, if a branch
     *     does not fit the residual rule, or if an activation function does not fit mirrored weights
     */
    static Plan plan(KnownNetwork network, Settings settings, long seed) {
        Mirroring mirroring = Mirroring.of(network, settings);
        ResidualBranches residual = ResidualBranches.of(network, settings);
        Propagation propagation = new Propagation();
        Seeds seeds = new Seeds(seed);
        List<Drawing> drawings = new ArrayList<>();
        Map<String, String> assumptions = new LinkedHashMap<>();
        double[] differences = new double[network.size()];
        Incoming[] outputs = new Incoming[network.size()];
        Widths widths = Widths.of(network);
        for (int i = 0; i < network.size(); i++) {
            List<Incoming> inputs = new ArrayList<>();
            for (int input : network.node(i).inputs()) {
                inputs.add(outputs[input]);
            }
            if (inputs.isEmpty()) {
                outputs[i] = Incoming.normal(1, "data");
                continue;
            }
            Arrival arrival = new Arrival(
                    inputs,
                    widths.inputs(i),
                    differences[network.node(i).inputs().get(0)]);
            NodePlanner planner =
                    new NodePlanner(network, i, arrival, residual.factor(i), mirroring, settings, propagation);
            drawings.addAll(planner.drawings(seeds));
            outputs[i] = network.node(i).firstUse().isEmpty() ? null : planner.output(); // nothing depends on it
            differences[i] = mirroring.pairs(i).isPresent() ? planner.difference(outputs[i]) : 0;
            planner.assumption().ifPresent(assumption -> assumptions.put(planner.name(), assumption));
            for (int input : network.node(i).inputs()) {
                if (network.node(input).isLastUsedBy(i)) {
                    outputs[input] = null; // samples are large
                }
            }
        }
        warnOfFading(network, settings, propagation, assumptions);
        return new Plan(drawings, residual.branches(), assumptions);
    }

    /** Says at the first layer of a function that fades what cures it; a normalisation keeps examples apart. */
    private static void warnOfFading(
            KnownNetwork network, Settings settings, Propagation propagation, Map<String, String> assumptions) {
        boolean normalised = IntStream.range(0, network.size())
                .anyMatch(i -> network.facts(i).role() == ResidualRole.NORMALISATION);
        if (settings.sigmaB2 != null || settings.preserve != Preserve.FORWARD || normalised) {
            return;
        }
        for (int i = 0; i < network.size(); i++) {
            LayerFacts facts = network.facts(i);
            IActivation function = facts.function();
            double variance = settings.preActivationVariance.of(function, network.depth(), propagation);
            if (facts.hasCriticalPoint()
                    && propagation
                            .theory(function)
                            .filter(theory -> PreActivationVariance.fades(theory, variance, network.depth()))
                            .isPresent()) {
                assumptions.merge(
                        network.node(i).name(),
                        network.depth() + " layers of " + function + " make all examples look the same, and gradients"
                                + " vanish: NetworkInit.builder().critical(0) keeps them apart",
                        (one, other) -> one + "; " + other);
                return;
            }
        }
    }
}
