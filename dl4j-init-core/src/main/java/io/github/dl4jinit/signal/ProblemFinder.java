// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.advice.InitialiserChoice;
import io.github.dl4jinit.internal.diagnosis.Finding;
import io.github.dl4jinit.internal.diagnosis.UpdateCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides what counts as a problem. Each check is a method of its own; the worst kinds come first. */
final class ProblemFinder {

    /**
     * A layer of which nine tenths are dead or saturated passes on next to nothing. Healthy ReLU layers of deep
     * networks have about half of their units off for a whole batch, because its examples have become alike.
     */
    private static final double LOST_SHARE = 0.9;

    /** A healthy ReLU is off for so many examples by chance once in 65 536 times. */
    private static final long FEWEST_SAMPLES = 16;

    /**
     * The smallest share of the mean square that may tell examples apart: they differ by √10⁻⁹ of their activations,
     * and of the seven digits of a float between two and three are left to see it by. Sigmoid networks of 4 to 16
     * layers (Adam 0.01 and 0.001, 600 steps) learn at shares from 6·10⁻⁸ up, hardly at 10⁻¹⁰, and not at all below
     * 4·10⁻¹².
     */
    private static final double ALL_ALIKE = 1e-9;

    /**
     * By how much at least the mean cosine of two examples must be below 1 for plain gradient descent to tell them
     * apart, where weights of one sign have made them alike but for their length. In 300 steps of SGD at 0.1 two layers
     * of 100 sigmoids, ReLUs or softplus learn nothing with weights from U(0, 0.05) or U(0, 1) at 6·10⁻⁵ and below;
     * with Xavier's they learn at 7·10⁻⁴. Adam learns at both.
     */
    private static final double HARDLY_APART = 1e-4;

    /** By how much the common part of a layer's pre-activations, n · mean, exceeds the rest, √n · deviation. */
    private static final double ONE_SIDED = 3;

    private final Measurement measurement;
    private final List<LayerSignal> layers;
    private final List<Stage> stages;
    private final Trend forward;
    private final Trend backward;

    ProblemFinder(Measurement measurement, List<Stage> stages, Trend forward, Trend backward) {
        this.measurement = measurement;
        this.layers = measurement.layers();
        this.stages = stages;
        this.forward = forward;
        this.backward = backward;
    }

    /** All that is wrong, the worst kind first. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        notFinite().ifPresent(problems::add);
        boolean finite = problems.isEmpty();
        if (finite || isOfItsOwn(forward)) {
            trend(Problem.Kind.FORWARD, forward, "the signal").ifPresent(problems::add);
        }
        boolean silent = Double.isInfinite(forward.ordersOfMagnitude()); // then gradients have nothing to go by
        if (!silent && (finite || isOfItsOwn(backward))) {
            trend(Problem.Kind.BACKWARD, backward, "the gradient").ifPresent(problems::add);
        }
        outputThatBlowsUp().ifPresent(problems::add);
        problems.addAll(dead());
        problems.addAll(saturated());
        collapsed().ifPresent(problems::add);
        problems.addAll(explodingInTime());
        return problems;
    }

    /** Whether a trend is no mere effect of values that are not finite: it was on its way there, or never got there. */
    private boolean isOfItsOwn(Trend trend) {
        return trend.isEven(measurement.depth()) || !Double.isNaN(trend.ordersOfMagnitude());
    }

    private Optional<Problem> notFinite() {
        Stream<NodeSignal> weights = measurement.nodes().stream().filter(node -> !node.finiteParameters());
        Stream<NodeSignal> signal = measurement.nodes().stream().filter(node -> !node.finiteForward());
        boolean ofData = measurement.batch().inputs().stream().anyMatch(input -> input.notFinite() > 0);
        // Where data are not finite, only weights that are not either are a problem of the network.
        Optional<NodeSignal> first = (ofData ? Stream.concat(weights, signal) : signal).findFirst();
        return first.or(this::firstWithoutFiniteGradient)
                .map(node ->
                        new Problem(Problem.Kind.NOT_FINITE, node.name(), "from here on values are NaN or infinite"));
    }

    /**
     * The first node that a gradient meets where it is not finite, if it spoils the update of a parameter: what pooling
     * hands to a function that is off, for one, does not.
     */
    private Optional<NodeSignal> firstWithoutFiniteGradient() {
        if (measurement.nodes().stream().allMatch(NodeSignal::finiteGradients)) {
            return Optional.empty();
        }
        return measurement.nodes().stream()
                .filter(node -> !node.finiteGradients()
                        || !Double.isFinite(node.layer().gradientNorm().orElse(0)))
                .reduce((before, after) -> after);
    }

    private Optional<Problem> trend(Problem.Kind kind, Trend trend, String what) {
        if (trend.healthy()) {
            return Optional.empty();
        }
        String sentence = trend.verdict() == Verdict.HEALTHY
                ? what + " jumps here by more than ten times what is usual in this network"
                : what + (trend.verdict() == Verdict.VANISHING ? " vanishes" : " explodes") + rate(trend);
        return trend.firstSuspicious().map(layer -> new Problem(kind, layer, sentence + because(kind, layer)));
    }

    /** Names what is no layer with weights. */
    private String because(Problem.Kind kind, String place) {
        return measurement
                .node(place)
                .flatMap(node -> kind == Problem.Kind.BACKWARD
                        ? node.stepCause().whatBackward(measurement.facts())
                        : node.stepCause().what())
                .map(what -> ": " + what)
                .orElse("");
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

    /** Compares what the loss is given with the end of the trend, which stops before the loss. */
    private Optional<Problem> outputThatBlowsUp() {
        Optional<LayerSignal> loss = layers.stream()
                .filter(layer -> layer.output() && layer.preActivation().isPresent())
                .findFirst();
        if (!forward.healthy() || stages.isEmpty() || loss.isEmpty()) {
            return Optional.empty();
        }
        LayerSignal end = stages.get(stages.size() - 1).last().layer();
        double factor =
                loss.get().preActivation().get().rms() / end.activation().rms();
        return factor > TrendFit.LARGEST_OUTPUT_FACTOR
                ? Optional.of(new Problem(
                        Problem.Kind.FORWARD,
                        loss.get().name(),
                        String.format(Locale.ROOT, "the output layer multiplies the signal by %.3g", factor)))
                : Optional.empty();
    }

    private List<Problem> dead() {
        if (forward.isEven(measurement.depth()) && Double.isInfinite(forward.ordersOfMagnitude())) {
            return List.of(); // everything is zero, and no layer to blame
        }
        return measurement.nodes().stream()
                .filter(this::isDead)
                .map(node -> new Problem(
                        Problem.Kind.DEAD,
                        node.name(),
                        percent(node.layer().deadShare()) + " of its units are zero for the whole batch"))
                .collect(Collectors.toList());
    }

    /** Whether an activation function is zero for nearly all units, though what comes in is not. */
    private boolean isDead(NodeSignal node) {
        LayerSignal layer = node.layer();
        return !layer.output()
                && layer.function().isPresent()
                && layer.deadShare() >= LOST_SHARE
                && node.samples() >= FEWEST_SAMPLES
                && !isSwitchedOff(layer)
                && node.inputs().stream()
                        .anyMatch(input -> layers.get(input).activation().rms() > 0);
    }

    /** Weights set to zero at the end of a branch, past which the signal flows, are a way to start training. */
    private static boolean isSwitchedOff(LayerSignal layer) {
        return !layer.mainLine()
                && layer.parameters().stream()
                        .allMatch(parameter -> parameter.values().rms() == 0);
    }

    private List<Problem> saturated() {
        return measurement.nodes().stream()
                .filter(NodeSignal::saturates) // a ReLU is flat on one side by design
                .filter(node -> node.facts().outputFunction().isEmpty()) // a sure answer
                .map(NodeSignal::layer)
                .filter(layer -> !layer.output()
                        && layer.saturatedShare().orElse(0) >= LOST_SHARE
                        && layer.deadShare() < LOST_SHARE)
                .map(layer -> new Problem(
                        Problem.Kind.SATURATED,
                        layer.name(),
                        percent(layer.saturatedShare().getAsDouble()) + " of its units are where "
                                + layer.function().orElse("its function") + " is flat"))
                .collect(Collectors.toList());
    }

    private Optional<Problem> collapsed() {
        boolean plainDescent = UpdateCheck.scalesWithGradient(measurement.updates());
        return stages.stream()
                .filter(stage -> !stage.makesOutput())
                .map(Stage::last)
                .filter(node -> node.spread() < ALL_ALIKE
                        || plainDescent
                                && isOneSided(node)
                                && 1 - node.layer().meanCosine().orElse(0) < HARDLY_APART)
                .findFirst()
                .map(this::collapsed);
    }

    private Problem collapsed(NodeSignal node) {
        String sentence = "from here on the examples of the batch all look the same";
        return isOneSided(node)
                ? Problem.of(
                        Problem.Kind.COLLAPSED,
                        new Finding(
                                node.name(),
                                sentence + ": its weights lie around "
                                        + (float) weights(node).get().mean() + " instead of 0",
                                "Give " + node.name() + ", and all layers made like it, weights of mean 0: "
                                        + InitialiserChoice.java(node.facts().function(), measurement.depth()) + "."))
                : new Problem(Problem.Kind.COLLAPSED, node.name(), sentence);
    }

    /** Whether every unit sums mostly the same: all inputs, times the mean of its weights. */
    private static boolean isOneSided(NodeSignal node) {
        double root = Math.sqrt(node.facts().fanIn().orElse(0));
        return weights(node)
                .filter(moments -> Math.abs(moments.mean()) * root > ONE_SIDED * moments.std())
                .isPresent();
    }

    private static Optional<Moments> weights(NodeSignal node) {
        return node.layer().parameters().stream()
                .filter(parameter -> parameter.name().equals("W"))
                .map(ParameterSignal::values)
                .findFirst();
    }

    private List<Problem> explodingInTime() {
        Stream<LayerSignal> exploding = layers.stream().filter(layer -> {
            double rate = layer.gradientRatePerStep().orElse(0);
            return layer.timeSteps() * Math.log10(rate) > Trend.UNHEALTHY_ORDERS;
        });
        return exploding
                .map(layer -> new Problem(
                        Problem.Kind.EXPLODES_IN_TIME,
                        layer.name(),
                        String.format(
                                Locale.ROOT,
                                "the gradient grows by %.3g a step on its way back through %d time steps",
                                layer.gradientRatePerStep().getAsDouble(),
                                layer.timeSteps())))
                .collect(Collectors.toList());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
