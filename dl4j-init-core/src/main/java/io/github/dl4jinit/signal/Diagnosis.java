// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.diagnosis.Culprit;
import io.github.dl4jinit.internal.diagnosis.DataChecks;
import io.github.dl4jinit.internal.diagnosis.DropoutCheck;
import io.github.dl4jinit.internal.diagnosis.Finding;
import io.github.dl4jinit.internal.diagnosis.GradientCheck;
import io.github.dl4jinit.internal.diagnosis.InputScaleCheck;
import io.github.dl4jinit.internal.diagnosis.LossCheck;
import io.github.dl4jinit.internal.diagnosis.OutputCheck;
import io.github.dl4jinit.internal.diagnosis.PenaltyCheck;
import io.github.dl4jinit.internal.diagnosis.StatisticsCheck;
import io.github.dl4jinit.internal.diagnosis.SymmetryCheck;
import io.github.dl4jinit.internal.diagnosis.UpdateCheck;
import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.LossFacts;
import io.github.dl4jinit.internal.measure.NodeFacts;
import io.github.dl4jinit.internal.update.UpdateFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with a network: the judgement of a {@link Measurement}. */
final class Diagnosis {

    private final Trend forward;
    private final Trend backward;
    private final List<Problem> problems;

    private Diagnosis(Trend forward, Trend backward, List<Problem> problems) {
        this.forward = forward;
        this.backward = backward;
        this.problems = List.copyOf(problems);
    }

    static Diagnosis of(Measurement measurement) {
        List<Stage> stages = Stage.of(measurement);
        Trend forward = forward(stages, measurement.batch());
        GradientCheck gradients = new GradientCheck(measurement.facts());
        Trend backward = backward(stages, measurement, gradients);
        List<Problem> found = found(measurement, stages, forward, backward);
        add(found, Problem.Kind.NO_GRADIENT, gradients.findings());
        DataChecks data = data(measurement);
        add(found, Problem.Kind.INPUTS, data.uselessInputs());
        add(found, Problem.Kind.INPUTS, data.rawInputs());
        add(found, Problem.Kind.LABELS, data.labels());
        found.sort(Comparator.comparing(Problem::kind));
        List<Problem> harmful = data.adamCopes() ? Causes.withoutHarmlessInputs(found) : found;
        return new Diagnosis(
                forward,
                backward,
                Causes.of(harmful, measurement, !data.uselessInputs().isEmpty()));
    }

    /** All that is wrong behind the data, causes and effects. */
    private static List<Problem> found(Measurement measurement, List<Stage> stages, Trend forward, Trend backward) {
        List<Problem> problems = new ArrayList<>(new ProblemFinder(measurement, stages, forward, backward).problems());
        boolean untrained = measurement.iteration() == 0;
        List<LossFacts> losses = measurement.losses();
        List<UpdateFacts> updates = measurement.updates();
        List<Finding> ofLosses = LossCheck.findings(losses, untrained);
        if (!ofLosses.isEmpty() && measurement.finiteForward()) {
            problems.removeIf(problem -> problem.kind() == Problem.Kind.NOT_FINITE); // gradients of that loss
        }
        add(problems, Problem.Kind.LOSS, ofLosses);
        add(problems, Problem.Kind.OUTPUT, OutputCheck.findings(losses, !UpdateCheck.scalesWithGradient(updates)));
        List<Finding> penalty = PenaltyCheck.findings(measurement.penalties());
        add(problems, Problem.Kind.UPDATE, penalty);
        if (penalty.isEmpty()) { // else the step is too large, or too small, for that reason
            add(
                    problems,
                    Problem.Kind.UPDATE,
                    UpdateCheck.findings(updates, losses, measurement.lossAfterStep(), untrained));
        }
        add(problems, Problem.Kind.DROPOUT, DropoutCheck.findings(measurement.facts()));
        add(problems, Problem.Kind.SYMMETRIC, SymmetryCheck.findings(measurement.facts()));
        add(problems, Problem.Kind.STATISTICS, StatisticsCheck.findings(measurement.facts()));
        return problems;
    }

    private static DataChecks data(Measurement measurement) {
        List<String> ofOneExample = measurement.nodes().stream()
                .filter(node -> node.samples() == 1 && node.layer().type().equals("BatchNormalization"))
                .map(NodeSignal::name)
                .collect(Collectors.toList());
        return new DataChecks(
                measurement.batch(),
                measurement.losses(),
                ofOneExample,
                measurement.finite(),
                measurement.updates(),
                measurement.iteration() == 0);
    }

    private static void add(List<Problem> problems, Problem.Kind kind, List<Finding> findings) {
        findings.forEach(finding -> problems.add(Problem.of(kind, finding)));
    }

    /**
     * The trend of what the main line hands on at each depth before the loss. It starts from the inputs, unless these
     * are raw: then the first layer is not to blame for the difference.
     */
    private static Trend forward(List<Stage> stages, BatchFacts batch) {
        boolean raw = batch.inputs().stream().anyMatch(InputScaleCheck::isRaw);
        TrendFit fit = new TrendFit();
        for (Stage stage : stages) {
            Optional<NodeFacts> culprit = Culprit.forward(stage.nodes());
            String place = culprit.map(NodeFacts::name).orElse(stage.place());
            boolean isScaled = culprit.isPresent() && TrendFit.isFarFromOne(stage.amplitude());
            if (stage.depth() == 0 && stage.amplitude() > 0 && !isScaled) {
                fit.startFrom(raw ? Double.NaN : stage.amplitude());
            } else if (stage.makesOutput()) {
                fit.addOutput(place, stage.depth(), stage.amplitude());
            } else if (stage.normalises() || stage.depth() == 0) {
                fit.addNormalised(place, stage.depth(), stage.amplitude());
            } else {
                fit.add(place, stage.depth(), stage.amplitude());
            }
        }
        return fit.fit();
    }

    /** The trend of the gradient at the same places, each named by the layer that it has just come through. */
    private static Trend backward(List<Stage> stages, Measurement measurement, GradientCheck gradients) {
        Optional<String> loss = measurement.layers().stream()
                .filter(LayerSignal::output)
                .map(LayerSignal::name)
                .findFirst();
        // Gradients that are not finite and reach no parameter do no harm, see ProblemFinder.
        boolean harmless = measurement.nodes().stream().allMatch(NodeSignal::finiteGradients);
        TrendFit fit = new TrendFit();
        for (int i = stages.size() - 1; i >= 0 && stages.get(i).depth() > 0; i--) {
            Stage stage = stages.get(i);
            if (stage.makesOutput()) {
                continue; // the gradient's way begins behind the last weights, as it does with an output layer
            }
            String through = i + 1 < stages.size()
                    ? Culprit.backward(stages.get(i + 1).nodes(), measurement.facts())
                            .map(NodeFacts::name)
                            .orElse(stages.get(i + 1).place())
                    : loss.orElse(stage.place());
            double norm = stage.gradientNorm().orElse(Double.NaN);
            boolean reaches = stage.gradientNorm().isPresent() && !(harmless && !Double.isFinite(norm));
            if (reaches && !gradients.explainsSilenceAt(stage.last().facts())) {
                fit.add(through, stage.depth(), norm);
            }
        }
        return fit.fit();
    }

    /** What becomes of the activations. */
    Trend forward() {
        return forward;
    }

    /** What becomes of the gradients on their way back. */
    Trend backward() {
        return backward;
    }

    /** All that is wrong, the worst kind first. */
    List<Problem> problems() {
        return problems;
    }
}
