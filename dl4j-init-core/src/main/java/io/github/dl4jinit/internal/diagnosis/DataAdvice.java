// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;

/** What to do about inputs and labels, as lines to paste. */
final class DataAdvice {

    private DataAdvice() {}

    /** Standardises inputs, and maybe labels too. */
    static String standardise(BatchFacts batch, boolean labelsToo) {
        boolean several = batch.inputs().size() > 1 || batch.labels().size() > 1;
        String type = several ? "MultiNormalizerStandardize" : "NormalizerStandardize";
        return type + " normalizer = new " + type + "(); " + (labelsToo ? "normalizer.fitLabel(true); " : "")
                + "normalizer.fit(train); train.setPreProcessor(normalizer);";
    }

    static String pixels() {
        return "train.setPreProcessor(new ImagePreProcessingScaler(0, 1));";
    }

    /** Says where the rows come from that are not numbers. */
    static String fillGaps(String array, boolean nan) {
        return "Leave such rows out, or fill the gaps: BooleanIndexing.replaceWhere(batch." + array
                + "(), 0, Conditions." + (nan ? "isNan" : "isInfinite") + "());";
    }
}
