// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.LossFacts;
import io.github.dl4jinit.internal.update.UpdateFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is wrong with the inputs and labels of a batch. What says nothing, or does not fit, is told whenever it is
 * seen; numbers of an unusual scale only as long as the network has not learnt in spite of it.
 */
public final class DataChecks {

    private final List<Finding> useless;
    private final List<Finding> raw = new ArrayList<>();
    private final boolean adamCopes;
    private final List<Finding> labels = new ArrayList<>();

    /**
     * Runs the checks.
     *
     * @param normalisesOneExample the names of the normalisations that see only one number for each unit
     * @param finite whether all activations and gradients are numbers
     * @param untrained whether the network has had no update yet
     */
    public DataChecks(
            BatchFacts batch,
            List<LossFacts> losses,
            List<String> normalisesOneExample,
            boolean finite,
            List<UpdateFacts> updates,
            boolean untrained) {
        useless = new InputContentCheck(batch, normalisesOneExample, finite).findings();
        adamCopes = useless.isEmpty() && InputScaleCheck.adamCopes(batch, losses, updates);
        labels.addAll(new LabelCheck(batch, losses).findings());
        if (untrained || !LossCheck.betterThanGuessing(losses)) {
            if (labels.isEmpty()) {
                labels.addAll(new LabelScaleCheck(batch, losses).findings());
            }
            if (useless.isEmpty()) {
                DataAdvice normaliser = labels.stream()
                        .map(Finding::dataAdvice)
                        .filter(DataAdvice::isNormaliser)
                        .findFirst() // it does for the inputs, too
                        .orElse(DataAdvice.standardise(batch, false));
                raw.addAll(new InputScaleCheck(batch, normaliser).findings());
            }
        }
    }

    /** Inputs from which nothing can be learnt, so that no figure behind them means anything. */
    public List<Finding> uselessInputs() {
        return useless;
    }

    /** Inputs that are not standardised. */
    public List<Finding> rawInputs() {
        return raw;
    }

    /** Whether Adam learns from the inputs as they are, if nothing but their size is unusual in the network. */
    public boolean adamCopes() {
        return adamCopes;
    }

    /** Labels that are not numbers, do not fit, or are not scaled. */
    public List<Finding> labels() {
        return labels;
    }
}
