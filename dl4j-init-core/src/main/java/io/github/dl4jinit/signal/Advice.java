// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.advice.DeepPlainChoice;
import io.github.dl4jinit.internal.advice.InitialiserChoice;
import io.github.dl4jinit.internal.geometry.Geometry;
import io.github.dl4jinit.internal.geometry.PlainNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/** What a user should do about the problems of a network. */
final class Advice {

    /**
     * The rate that finite width explains, as its ln: a He-initialised ReLU network of width n loses 5/(4n) a layer in
     * the mean of ln amplitude (half the variance 5/n of ln mean square), 0.02 at n = 64.
     */
    private static final double FINITE_WIDTH = 0.02;

    private final Measurement measurement;
    private final Trend forward;
    private final Trend backward;
    private final List<Problem> problems;

    Advice(Measurement measurement, Diagnosis diagnosis) {
        this.measurement = measurement;
        this.forward = diagnosis.forward();
        this.backward = diagnosis.backward();
        this.problems = diagnosis.problems();
    }

    /**
     * A line for each thing to do; empty if nothing is wrong and no other start is known to train better. What supplies
     * it keeps no array; of a healthy network it asks the theory, which takes longer than a probe.
     */
    Supplier<String> text() {
        if (problems.isEmpty()) {
            return forHealthy();
        }
        String text = lines().stream().distinct().collect(Collectors.joining("\n")); // one normaliser may do for two
        return () -> text;
    }

    private Supplier<String> forHealthy() {
        Optional<PlainNetwork> plain = measurement.plain();
        Optional<Geometry> geometry = measurement.geometry();
        return plain.isEmpty() || geometry.isEmpty() || measurement.iteration() > 0
                ? () -> ""
                : () -> DeepPlainChoice.note(plain.get(), geometry.get()).orElse("");
    }

    private Optional<DeepPlainChoice> deepPlain() {
        return measurement.plain().flatMap(DeepPlainChoice::of);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(forTrends());
        if (measurement.iteration() > 0 && !lines.isEmpty()) {
            lines.add(
                    "The network has been trained: what it began with may have been right, and the learning rate too high.");
        }
        for (Problem problem : firstOfEachKind()) {
            problem.advice().ifPresent(lines::add);
            switch (problem.kind()) {
                case NOT_FINITE:
                    lines.add(notFinite(problem.layer()));
                    break;
                case DEAD:
                    lines.add("Look at the biases and weights of " + problem.layer()
                            + ": its units can come back only with other ones (lower learning rate, biases of 0).");
                    break;
                case SATURATED:
                    lines.add("Give " + problem.layer() + " smaller weights or inputs of mean 0 and variance 1.");
                    break;
                case COLLAPSED:
                    if (problem.advice().isEmpty()) {
                        lines.add(collapsed(problem));
                    }
                    break;
                case EXPLODES_IN_TIME:
                    lines.add("Give " + problem.layer() + " orthogonal recurrent weights: .weightInitRecurrent(new "
                            + (isLstm(problem.layer()) ? "GateOrthogonalInit" : "OrthogonalInit") + "()).");
                    break;
                default: // the trends, above, and those with advice of their own
            }
        }
        return lines;
    }

    private String notFinite(String place) {
        NodeSignal node = measurement.node(place).get();
        if (!node.layer().parameters().isEmpty()
                || !Double.isFinite(node.facts().handed())) {
            return "Start again from weights that are finite, with a lower learning rate if training made them so; look"
                    + " at " + place + " first.";
        }
        return Double.isFinite(node.layer().activation().rms())
                ? "Look at the derivative of what is behind " + place + ": the gradient that comes back is not finite."
                : "Look at " + place + ": finite numbers go in, and what comes out is not finite, as of a division by 0"
                        + " or the logarithm of 0.";
    }

    private String collapsed(Problem problem) {
        if (measurement.nodes().get(0).name().equals(problem.layer())) {
            return "The inputs themselves are all alike: shuffle the data, and standardise each feature.";
        }
        return "Skip connections or batch normalisation keep examples apart over this depth."
                + deepPlain().map(choice -> "\n" + choice.line()).orElse("");
    }

    /** Whether the layer's recurrent weights are those of four gates. */
    private boolean isLstm(String layer) {
        return measurement.node(layer).get().facts().hasGates();
    }

    private List<Problem> firstOfEachKind() {
        Map<Problem.Kind, Problem> first = new LinkedHashMap<>();
        problems.forEach(problem -> first.putIfAbsent(problem.kind(), problem));
        return new ArrayList<>(first.values());
    }

    private List<String> forTrends() {
        if (problems.get(0).kind() == Problem.Kind.NOT_FINITE && blamed().isEmpty()) {
            return List.of(); // it has its own advice, and no figure means anything behind it
        }
        int depth = measurement.depth();
        List<String> lines = new ArrayList<>();
        Set<String> singled = new TreeSet<>();
        boolean drifts = false;
        boolean scales = false;
        for (Trend trend : blamed()) {
            boolean even = trend.isEven(depth);
            boolean slowly = even && Math.abs(Math.log(trend.ratePerLayer().getAsDouble())) < FINITE_WIDTH;
            drifts |= slowly;
            scales |= even && !slowly;
            if (!even && !trend.healthy()) {
                singled.add(trend.firstSuspicious().get());
            }
        }
        Optional<DeepPlainChoice> deepPlain = deepPlain();
        if (scales) { // what single layers do on top can be seen when this is cured
            lines.addAll(initialisers(depth));
            deepPlain.map(DeepPlainChoice::line).ifPresent(lines::add);
            return lines;
        }
        if (forward.healthy()) { // then it is the loss that is given too much
            problems.stream()
                    .filter(problem -> problem.kind() == Problem.Kind.FORWARD)
                    .forEach(problem -> singled.add(problem.layer()));
        }
        problems.forEach(problem -> singled.removeIf(layer -> isCause(problem, layer)));
        singled.forEach(layer -> lines.add(single(layer)));
        if (drifts) {
            lines.add(
                    deepPlain
                            .map(DeepPlainChoice::line)
                            .orElse(
                                    "No initialiser changes so small a drift a layer: wider layers, skip connections or normalisation do."));
        }
        return lines;
    }

    /** The trends that are problems themselves rather than what another one leads to. */
    private List<Trend> blamed() {
        Set<Problem.Kind> kinds = problems.stream().map(Problem::kind).collect(Collectors.toSet());
        List<Trend> trends = new ArrayList<>();
        if (kinds.contains(Problem.Kind.FORWARD)) {
            trends.add(forward);
        }
        if (kinds.contains(Problem.Kind.BACKWARD)) {
            trends.add(backward);
        }
        return trends;
    }

    /** Whether the layer has had its own advice. */
    private static boolean isCause(Problem problem, String layer) {
        return problem.kind() != Problem.Kind.FORWARD
                && problem.kind() != Problem.Kind.BACKWARD
                && problem.layer().equals(layer);
    }

    private String single(String layer) {
        return measurement.node(layer).get().stepCause().advice();
    }

    /** A line for each function, the commonest first. */
    private List<String> initialisers(int depth) {
        Map<String, List<NodeSignal>> users = new LinkedHashMap<>();
        for (NodeSignal node : measurement.nodes()) {
            if (!node.layer().output()) {
                function(node).ifPresent(function -> users.computeIfAbsent(
                                function.getClass().getName() + function, key -> new ArrayList<>())
                        .add(node));
            }
        }
        List<String> lines = new ArrayList<>();
        users.values().stream().sorted((a, b) -> b.size() - a.size()).forEach(using -> InitialiserChoice.of(
                        function(using.get(0)).get(), depth, Trend.UNHEALTHY_ORDERS)
                .ifPresent(choice -> lines.add(line(choice, using, lines.isEmpty()))));
        if (lines.isEmpty()) {
            lines.add(
                    "No initialiser is known to hold for these activation functions over this depth; normalisation layers do.");
        }
        return lines;
    }

    /**
     * The function that what a node's weights make goes through: a PReLU is a leaky ReLU of its mean slope, and a layer
     * before one, or before an activation layer, has none of its own.
     */
    private Optional<IActivation> function(NodeSignal node) {
        if (node.facts().hasSlopes()) {
            return Optional.of(
                    new ActivationLReLU(node.layer().weights().get().values().mean()));
        }
        List<Integer> consumers = node.facts().consumers();
        boolean goesOn = consumers.size() == 1
                && consumers.stream()
                        .map(measurement.nodes()::get)
                        .anyMatch(next -> next.facts().hasSlopes()
                                || next.function().isPresent() && !next.facts().multipliesByWeights());
        return node.function().filter(function -> !(goesOn && function instanceof ActivationIdentity));
    }

    private static boolean isAlreadyThere(InitialiserChoice choice, NodeSignal node) {
        Optional<ParameterSignal> weights = node.layer().weights();
        OptionalDouble fanIn = node.facts().fanIn();
        if (weights.isEmpty() || fanIn.isEmpty()) {
            return false;
        }
        double biases = node.layer().parameters().stream()
                .filter(parameter -> parameter.name().equals("b"))
                .mapToDouble(parameter -> parameter.values().rms())
                .findFirst()
                .orElse(0);
        double rms = weights.get().values().rms();
        return choice.isAlreadyThere(rms * rms * fanIn.getAsDouble(), biases * biases);
    }

    private static String line(InitialiserChoice choice, List<NodeSignal> using, boolean first) {
        if (using.stream().filter(node -> isAlreadyThere(choice, node)).count() * 2 > using.size()) {
            return "The weights of " + using.get(0).name() + " and the like already have the scale that their function"
                    + " asks for. What helps is another activation function, such as .activation(Activation.RELU) with"
                    + " .weightInit(new HeInit()), or a BatchNormalization layer behind each; where branches are added,"
                    + " also a smaller factor on what is added (ScaleVertex).";
        }
        String where = first ? "" : "   on " + using.get(0).name() + (using.size() > 1 ? " and the like" : "");
        return choice.java() + "   // " + choice.why() + where;
    }
}
