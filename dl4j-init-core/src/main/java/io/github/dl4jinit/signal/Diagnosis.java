// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where it is decided what is wrong with a network, from what was measured in its nodes. */
final class Diagnosis {

    /**
     * A layer of which nine tenths are dead or saturated passes on next to nothing. Healthy ReLU layers of deep
     * networks have about half of their units off for a whole batch, because its examples have become alike.
     */
    static final double LOST_SHARE = 0.9;

    /** A healthy ReLU is off for so many examples by chance once in 65 536 times. */
    private static final long FEWEST_SAMPLES = 16;

    /** What an output layer may multiply by: trained ones are sure of themselves, with logits of 10 and more. */
    private static final double LARGEST_OUTPUT_FACTOR = 100;

    /**
     * Share of the mean square that tells examples apart: they then differ by √10⁻⁶, a thousandth of their activations,
     * and of the seven digits of a float four are left to see it by. Deep ReLU networks come near it in the end, as
     * their examples' directions grow alike (150 layers of width 256: cosine 0.9999).
     */
    static final double ALL_ALIKE = 1e-6;

    private final List<Node> nodes;
    private final List<LayerSignal> layers;
    private final List<Stage> stages;

    Diagnosis(List<Node> nodes) {
        this.nodes = nodes;
        this.layers = nodes.stream().map(node -> node.signal.build()).collect(Collectors.toList());
        this.stages = stages();
    }

    SignalReport report(int iteration) {
        Trend forward = forward();
        Trend backward = backward();
        List<Problem> problems = problems(forward, backward);
        String recommendation =
                problems.isEmpty() ? "" : new Advice(nodes, forward, backward, problems).text(iteration);
        return new SignalReport(iteration, forward, backward, problems, recommendation, layers);
    }

    /** Of each depth before the loss, what the main line hands on from there. */
    private Trend forward() {
        TrendFit fit = new TrendFit();
        for (Stage stage : stages) {
            double amplitude = stage.last.activation().rms() / stage.poolingForward;
            if (stage.depth == 0) {
                fit.startFrom(amplitude);
            } else {
                fit.add(stage.first.name(), stage.depth, amplitude);
            }
        }
        return fit.fit();
    }

    /** Of the same places, the gradient; named by the layer that it has just come through. */
    private Trend backward() {
        TrendFit fit = new TrendFit();
        for (int i = stages.size() - 1; i >= 0 && stages.get(i).depth > 0; i--) {
            Stage stage = stages.get(i);
            String through = i + 1 < stages.size() ? stages.get(i + 1).first.name() : loss().orElse(stage.first.name());
            stage.last.gradientNorm().ifPresent(norm -> fit.add(through, stage.depth, norm * stage.poolingBackward));
        }
        return fit.fit();
    }

    private Optional<String> loss() {
        return first(LayerSignal::output);
    }

    /**
     * The main line before the loss, cut where a layer with weights begins. What pooling has done to the signal up to
     * the end of a stage is kept beside it: a change of scale, but none that a layer could be blamed for. Indices are
     * no signal, so a line starts behind an embedding.
     */
    private List<Stage> stages() {
        Set<Integer> indices = nodes.stream()
                .filter(node -> node.signal.type.startsWith("Embedding"))
                .flatMapToInt(node -> Arrays.stream(node.inputs))
                .boxed()
                .collect(Collectors.toSet());
        Map<Integer, Stage> found = new LinkedHashMap<>();
        double poolingForward = 1;
        double poolingBackward = 1;
        for (int i = 0; i < nodes.size(); i++) {
            LayerSignal layer = layers.get(i);
            if (!layer.mainLine() || layer.output() || indices.contains(i)) {
                continue;
            }
            if (nodes.get(i).pools()) {
                LayerSignal before = layers.get(nodes.get(i).inputs[0]);
                poolingForward *=
                        factor(layer.activation().rms(), before.activation().rms());
                poolingBackward *= factor(
                        before.gradientNorm().orElse(Double.NaN),
                        layer.gradientNorm().orElse(Double.NaN));
            }
            Stage stage = found.computeIfAbsent(layer.depth(), depth -> new Stage(depth, layer));
            stage.last = layer;
            stage.spread = nodes.get(i).spread();
            stage.poolingForward = poolingForward;
            stage.poolingBackward = poolingBackward;
        }
        return new ArrayList<>(found.values());
    }

    /** 1 where one of the two is no amplitude. */
    private static double factor(double after, double before) {
        double factor = after / before;
        return factor > 0 && factor < Double.POSITIVE_INFINITY ? factor : 1;
    }

    private List<Problem> problems(Trend forward, Trend backward) {
        List<Problem> problems = new ArrayList<>();
        add(problems, Problem.Kind.NOT_FINITE, firstNotFinite(), "from here on values are NaN or infinite");
        add(problems, Problem.Kind.FORWARD, forward, "the signal");
        add(problems, Problem.Kind.BACKWARD, backward, "the gradient");
        outputThatBlowsUp(forward).ifPresent(problems::add);
        for (int i = 0; i < layers.size(); i++) {
            if (dead(i) && !(isEven(forward, depth()) && Double.isInfinite(forward.ordersOfMagnitude()))) {
                add(
                        problems,
                        Problem.Kind.DEAD,
                        Optional.of(layers.get(i).name()),
                        percent(layers.get(i).deadShare()) + " of its units are zero for the whole batch");
            }
        }
        nodes.stream()
                .filter(Node::saturates) // a ReLU is flat on one side by design
                .map(node -> node.signal.build())
                .filter(layer -> !layer.output()
                        && layer.saturatedShare().orElse(0) >= LOST_SHARE
                        && layer.deadShare() < LOST_SHARE)
                .forEach(layer -> add(
                        problems,
                        Problem.Kind.SATURATED,
                        Optional.of(layer.name()),
                        percent(layer.saturatedShare().getAsDouble()) + " of its units are where "
                                + layer.function().orElse("its function") + " is flat"));
        stages.stream()
                .filter(stage -> stage.spread < ALL_ALIKE)
                .findFirst()
                .ifPresent(stage -> add(
                        problems,
                        Problem.Kind.COLLAPSED,
                        Optional.of(stage.last.name()),
                        "from here on the examples of the batch all look the same"));
        layers.stream()
                .filter(Diagnosis::explodesInTime)
                .forEach(layer -> add(
                        problems,
                        Problem.Kind.EXPLODES_IN_TIME,
                        Optional.of(layer.name()),
                        String.format(
                                Locale.ROOT,
                                "the gradient grows by %.3g a step on its way back through %d time steps",
                                layer.gradientRatePerStep().getAsDouble(),
                                layer.timeSteps())));
        return problems;
    }

    /** The trend ends before the loss; what the loss is given is held against its end. */
    private Optional<Problem> outputThatBlowsUp(Trend forward) {
        Optional<LayerSignal> loss = layers.stream()
                .filter(layer -> layer.output() && layer.preActivation().isPresent())
                .findFirst();
        if (!forward.healthy() || stages.isEmpty() || loss.isEmpty()) {
            return Optional.empty();
        }
        double factor = loss.get().preActivation().get().rms()
                / stages.get(stages.size() - 1).last.activation().rms();
        return factor > LARGEST_OUTPUT_FACTOR
                ? Optional.of(new Problem(
                        Problem.Kind.FORWARD,
                        loss.get().name(),
                        String.format(Locale.ROOT, "the output layer multiplies the signal by %.3g", factor)))
                : Optional.empty();
    }

    /** An activation function that is zero for nearly all units, though what comes in is not. */
    private boolean dead(int index) {
        LayerSignal layer = layers.get(index);
        return !layer.output()
                && layer.function().isPresent()
                && layer.deadShare() >= LOST_SHARE
                && nodes.get(index).samples() >= FEWEST_SAMPLES
                && !switchedOff(layer)
                && Arrays.stream(nodes.get(index).inputs)
                        .anyMatch(input -> layers.get(input).activation().rms() > 0);
    }

    private int depth() {
        return layers.stream().mapToInt(LayerSignal::depth).max().orElse(0);
    }

    /** Whether the layers in general are to blame for a trend, rather than one of them. */
    static boolean isEven(Trend trend, int depth) {
        double orders = depth * Math.log10(trend.ratePerLayer().orElse(1));
        return trend.verdict() != Verdict.HEALTHY && Math.abs(orders) > Trend.UNHEALTHY_ORDERS / 2;
    }

    /** Weights set to zero at the end of a branch, past which the signal flows, are a way to start training. */
    private static boolean switchedOff(LayerSignal layer) {
        return !layer.mainLine()
                && layer.parameters().stream()
                        .allMatch(parameter -> parameter.values().rms() == 0);
    }

    private static boolean explodesInTime(LayerSignal layer) {
        double rate = layer.gradientRatePerStep().orElse(0);
        return layer.timeSteps() * Math.log10(rate) > Trend.UNHEALTHY_ORDERS;
    }

    private Optional<String> firstNotFinite() {
        Optional<String> forward = first(layer -> !layer.finiteForward());
        return forward.isPresent()
                ? forward
                : layers.stream()
                        .filter(layer -> !layer.finiteBackward())
                        .reduce((before, after) -> after) // the first that the gradient meets
                        .map(LayerSignal::name);
    }

    private Optional<String> first(Predicate<LayerSignal> condition) {
        return layers.stream().filter(condition).map(LayerSignal::name).findFirst();
    }

    private static void add(List<Problem> problems, Problem.Kind kind, Trend trend, String what) {
        if (trend.healthy()) {
            return;
        }
        String sentence = trend.verdict() == Verdict.HEALTHY
                ? what + " jumps here by more than ten times what is usual in this network"
                : what + (trend.verdict() == Verdict.VANISHING ? " vanishes" : " explodes") + rate(trend);
        problems.add(new Problem(kind, trend.firstSuspicious().orElse(null), sentence));
    }

    private static String rate(Trend trend) {
        if (Double.isNaN(trend.ordersOfMagnitude())) {
            return ", beyond what numbers can hold, from here on";
        }
        if (Double.isInfinite(trend.ordersOfMagnitude())) {
            return ", to exactly zero, from here on";
        }
        return String.format(
                Locale.ROOT,
                " by %.1f orders of magnitude, %.3g a layer, and is ten times off here",
                Math.abs(trend.ordersOfMagnitude()),
                trend.ratePerLayer().orElse(Double.NaN));
    }

    private static void add(List<Problem> problems, Problem.Kind kind, Optional<String> layer, String sentence) {
        layer.ifPresent(name -> problems.add(new Problem(kind, name, sentence)));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** The part of the main line from one layer with weights up to the next. */
    private static final class Stage {

        private final int depth;
        private final LayerSignal first;
        private LayerSignal last;
        private double spread;
        private double poolingForward;
        private double poolingBackward;

        Stage(int depth, LayerSignal first) {
            this.depth = depth;
            this.first = first;
        }
    }
}
