// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.DataFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Inputs from which nothing can be learnt, so that no figure of what is behind them means anything. */
final class InputContentCheck {

    private final BatchFacts batch;
    private final List<String> normalisesOneExample;
    private final boolean finite;

    /**
     * Prepares the check.
     *
     * @param normalisesOneExample the names of the normalisations that see only one number for each unit
     * @param finite whether all activations and gradients are numbers
     */
    InputContentCheck(BatchFacts batch, List<String> normalisesOneExample, boolean finite) {
        this.batch = batch;
        this.normalisesOneExample = normalisesOneExample;
        this.finite = finite;
    }

    /** What is wrong, one finding an input. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (DataFacts input : batch.inputs()) {
            notFinite(input)
                    .or(() -> hidden(input))
                    .or(() -> same(input))
                    .or(() -> alone(input))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> notFinite(DataFacts input) {
        return input.firstNotFinite()
                .map(place -> new Finding(
                        input.node(),
                        NotFinite.sentence(input, place),
                        DataAdvice.fillGaps("getFeatures", Double.isNaN(place.value()))));
    }

    /** An example that is hidden altogether does harm where something divides by its length, or asks for its answer. */
    private Optional<Finding> hidden(DataFacts input) {
        boolean answered = batch.labels().stream().anyMatch(labels -> labels.hiddenExamples() < input.hiddenExamples());
        if (input.firstHidden().isEmpty() || finite && !answered) {
            return Optional.empty();
        }
        int others = input.hiddenExamples() - 1;
        return Optional.of(new Finding(
                input.node(),
                "the features mask hides all of example " + input.firstHidden().getAsInt()
                        + (others == 0 ? "" : " and of " + others + " more"),
                "Leave such examples out of the batch, or let the mask show at least one step of each."));
    }

    /** Inputs of nothing but zeros send no gradient to the weights behind; others that never change are like a bias. */
    private Optional<Finding> same(DataFacts input) {
        boolean zero = input.isZero();
        boolean nothingElse = batch.inputs().stream().allMatch(DataFacts::isConstant);
        if (input.examples() < 2 || !input.isConstant() || !zero && !nothingElse) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        input.node(),
                        zero ? "all values are zero" : "all examples of the batch are the same",
                        "Look at how the data are read, and shuffle them: nothing in this batch tells one example from another."));
    }

    private Optional<Finding> alone(DataFacts input) {
        if (input.examples() > 1 || normalisesOneExample.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                input.node(),
                "the batch is one example, and " + normalisesOneExample.get(0)
                        + " normalises over the batch: its output is the same whatever comes",
                "Train with batches of several examples."));
    }
}
