// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.diagnosis.Finding;
import io.github.dl4jinit.internal.measure.LossFacts;
import io.github.dl4jinit.signal.Problem.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells causes from their effects: one cause, one problem. */
final class Causes {

    /** What each kind of problem leads to, so that the other is no news beside it. */
    private static final Map<Kind, Set<Kind>> EFFECTS = new EnumMap<>(Map.ofEntries(
            // Inputs of thousands make logits of thousands; alike ones make everything alike.
            entry(Kind.INPUTS, Kind.LOSS, Kind.UPDATE, Kind.SATURATED, Kind.DEAD, Kind.OUTPUT, Kind.COLLAPSED),
            // Labels of a wrong scale make large errors; the loss of their own output is below.
            entry(Kind.LABELS, Kind.UPDATE),
            // Behind a NaN no figure means anything. A loss that is the first NaN is a problem of LOSS.
            entry(Kind.NOT_FINITE, Kind.LOSS, Kind.UPDATE, Kind.OUTPUT, Kind.BACKWARD),
            // The gradient of a loss that does not fit its output is as wrong as the loss.
            entry(Kind.LOSS, Kind.UPDATE, Kind.OUTPUT, Kind.BACKWARD),
            // Nine tenths and more of a signal taken at random: what is left is ten times as large, and mere noise.
            entry(
                    Kind.DROPOUT,
                    Kind.LOSS,
                    Kind.FORWARD,
                    Kind.BACKWARD,
                    Kind.OUTPUT,
                    Kind.UPDATE,
                    Kind.DEAD,
                    Kind.COLLAPSED),
            // A signal that explodes or dies ends in logits, errors and steps of that size.
            entry(Kind.FORWARD, Kind.LOSS, Kind.UPDATE, Kind.OUTPUT),
            // Gradients of a wrong size are steps of a wrong size. Where they die out on their way back, differences
            // between examples die out on their way forward, by the same slopes and weights.
            entry(Kind.BACKWARD, Kind.UPDATE, Kind.COLLAPSED),
            // What the output does not let through cannot arrive, nor change anything.
            entry(Kind.OUTPUT, Kind.BACKWARD, Kind.UPDATE),
            // Units that are off pass nothing on, forward or back.
            entry(Kind.DEAD, Kind.UPDATE, Kind.OUTPUT)));

    private static Map.Entry<Kind, Set<Kind>> entry(Kind cause, Kind firstEffect, Kind... effects) {
        return Map.entry(cause, EnumSet.of(firstEffect, effects));
    }

    /** What many layers have at once if all are made in the same way. */
    private static final Set<Kind> OF_MANY_LAYERS = EnumSet.of(Kind.DEAD, Kind.SATURATED);

    /** What the size of inputs looks like in a network that learns from them all the same. */
    private static final Set<Kind> SIGNS_OF_LARGE_INPUTS = EnumSet.of(Kind.INPUTS, Kind.LOSS, Kind.SATURATED);

    /** What does not depend on the data. */
    private static final Set<Kind> WHATEVER_COMES =
            EnumSet.of(Kind.INPUTS, Kind.LABELS, Kind.DROPOUT, Kind.SYMMETRIC, Kind.STATISTICS);

    /** What labels have no part in: the way to the output. */
    private static final Set<Kind> BEFORE_LABELS = EnumSet.of(
            Kind.INPUTS,
            Kind.LABELS,
            Kind.DROPOUT,
            Kind.FORWARD,
            Kind.DEAD,
            Kind.SATURATED,
            Kind.COLLAPSED,
            Kind.SYMMETRIC,
            Kind.STATISTICS);

    /** What each kind leads to in the same place. */
    private static final Map<Kind, Set<Kind>> EFFECTS_THERE = new EnumMap<>(Map.ofEntries(
            Map.entry(Kind.INPUTS, EnumSet.of(Kind.FORWARD, Kind.BACKWARD)),
            Map.entry(Kind.FORWARD, EnumSet.of(Kind.BACKWARD, Kind.COLLAPSED)),
            Map.entry(Kind.SATURATED, EnumSet.of(Kind.BACKWARD)),
            Map.entry(Kind.EXPLODES_IN_TIME, EnumSet.of(Kind.FORWARD, Kind.BACKWARD)),
            Map.entry(Kind.DEAD, EnumSet.of(Kind.FORWARD, Kind.BACKWARD)),
            Map.entry(
                    Kind.SYMMETRIC,
                    EnumSet.of(
                            Kind.LOSS,
                            Kind.FORWARD,
                            Kind.BACKWARD,
                            Kind.OUTPUT,
                            Kind.DEAD,
                            Kind.SATURATED,
                            Kind.COLLAPSED,
                            Kind.EXPLODES_IN_TIME))));

    private Causes() {}

    /**
     * The problems that no other one explains, in the same order.
     *
     * @param uselessInputs whether nothing can be learnt from the inputs, so that no figure behind them means anything
     */
    static List<Problem> of(List<Problem> found, Measurement measurement, boolean uselessInputs) {
        Set<Kind> explained = EnumSet.noneOf(Kind.class);
        found.forEach(problem -> explained.addAll(EFFECTS.getOrDefault(problem.kind(), Set.of())));
        List<Problem> causes = found.stream()
                .filter(problem -> problem.isOfConfiguration()
                        || !explained.contains(problem.kind())
                                && !isExplainedThere(problem, found, measurement)
                                && !isOfInputs(problem, found, measurement, uselessInputs)
                                && !isOfLabels(problem, found, measurement))
                .collect(Collectors.toList());
        return joined(causes, measurement);
    }

    /** One problem for layers that have the same fault, one behind the other: they have been made in the same way. */
    private static List<Problem> joined(List<Problem> problems, Measurement measurement) {
        Map<Problem, List<String>> others = new LinkedHashMap<>();
        for (Problem problem : problems) {
            Optional<Problem> first = others.keySet().stream()
                    .filter(before -> OF_MANY_LAYERS.contains(problem.kind())
                            && before.kind() == problem.kind()
                            && leads(before.layer(), problem.layer(), measurement))
                    .findFirst();
            first.ifPresentOrElse(
                    before -> others.get(before).add(problem.layer()), () -> others.put(problem, new ArrayList<>()));
        }
        return others.entrySet().stream()
                .map(entry -> entry.getKey().likewiseIn(entry.getValue()))
                .collect(Collectors.toList());
    }

    /** Whether what a node puts out gets to another one. */
    private static boolean leads(String from, String to, Measurement measurement) {
        Set<Integer> reached = new HashSet<>();
        for (NodeSignal node : measurement.nodes()) { // those before a node come before it
            if (node.name().equals(from) || node.inputs().stream().anyMatch(reached::contains)) {
                reached.add(node.index());
            }
            if (node.name().equals(to)) {
                return reached.contains(node.index());
            }
        }
        return false;
    }

    /**
     * The problems without inputs of a size that Adam copes with, and without what that size looks like. If anything
     * else depends on the data, the inputs may be its cause and are left.
     */
    static List<Problem> withoutHarmlessInputs(List<Problem> found) {
        boolean harmless = found.stream()
                .allMatch(problem -> SIGNS_OF_LARGE_INPUTS.contains(problem.kind())
                        || WHATEVER_COMES.contains(problem.kind())
                        || problem.isOfConfiguration());
        return !harmless || !has(Kind.INPUTS, found)
                ? found
                : found.stream()
                        .filter(problem ->
                                problem.isOfConfiguration() || !SIGNS_OF_LARGE_INPUTS.contains(problem.kind()))
                        .collect(Collectors.toList());
    }

    /**
     * Whether a figure says something of the inputs rather than of the network: all of them, if the inputs say nothing,
     * or are so large that the first layer cannot hold them. Weights that are not numbers are a problem of their own.
     */
    private static boolean isOfInputs(
            Problem problem, List<Problem> found, Measurement measurement, boolean uselessInputs) {
        boolean tooLarge = has(Kind.INPUTS, found)
                && found.stream().anyMatch(other -> other.kind() == Kind.NOT_FINITE && isFirst(other, measurement));
        return (uselessInputs || tooLarge)
                && !WHATEVER_COMES.contains(problem.kind())
                && !(problem.kind() == Kind.NOT_FINITE && !measurement.finiteParameters());
    }

    private static boolean isFirst(Problem problem, Measurement measurement) {
        return measurement
                .node(problem.layer())
                .filter(node -> node.layer().depth() <= 1)
                .isPresent();
    }

    /**
     * Whether a figure says something of the labels: the loss of their output, and all that has to do with gradients,
     * if only these are no numbers, or if the labels ask for nothing, so that there is no error to send back.
     */
    private static boolean isOfLabels(Problem problem, List<Problem> found, Measurement measurement) {
        if (!has(Kind.LABELS, found)) {
            return false;
        }
        boolean spoilt = measurement.finiteForward() && !measurement.finite();
        boolean askForNothing =
                !measurement.losses().isEmpty() && measurement.losses().stream().allMatch(Causes::sendsNothingBack);
        return (spoilt || askForNothing) && !BEFORE_LABELS.contains(problem.kind())
                || problem.kind() == Kind.LOSS
                        && found.stream()
                                .anyMatch(labels -> labels.kind() == Kind.LABELS && isOf(problem.layer(), labels));
    }

    /** Whether there is no error, as with labels of 0 under a hinge loss, which multiplies its error by them. */
    private static boolean sendsNothingBack(LossFacts loss) {
        return loss.loss() == 0
                || loss.function() != null
                        && Double.isFinite(loss.loss())
                        && loss.errorPassed().isEmpty();
    }

    private static boolean isOf(String output, Problem labels) {
        return labels.layer().equals(Finding.labelsOf(output, true))
                || labels.layer().equals(Finding.labelsOf(output, false));
    }

    private static boolean has(Kind kind, List<Problem> found) {
        return found.stream().anyMatch(problem -> problem.kind() == kind);
    }

    /** Whether a layer behind a symmetric one has been made in the same way, as an output layer may have been. */
    private static boolean hasConstantWeights(String layer, Measurement measurement) {
        return measurement
                .node(layer)
                .filter(node -> node.facts().constantWeights().isPresent())
                .isPresent();
    }

    private static boolean isExplainedThere(Problem problem, List<Problem> found, Measurement measurement) {
        return found.stream()
                .filter(other -> other.layer().equals(problem.layer())
                        || other.kind() == Kind.SYMMETRIC && hasConstantWeights(problem.layer(), measurement))
                .anyMatch(other ->
                        EFFECTS_THERE.getOrDefault(other.kind(), Set.of()).contains(problem.kind()));
    }
}
