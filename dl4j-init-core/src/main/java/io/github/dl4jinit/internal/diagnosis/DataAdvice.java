// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;

/** What to do about inputs and labels, as lines to paste. */
final class DataAdvice {

    private static final String NORMALISER = " normalizer = new ";

    private DataAdvice() {}

    /** Standardises inputs, and maybe labels too. */
    static String standardise(BatchFacts batch, boolean labelsToo) {
        return normaliser(batch, "NormalizerStandardize", "", labelsToo);
    }

    /** Brings inputs and labels into a range. */
    static String rescale(BatchFacts batch, double from, double to) {
        String range = Math.round(from) + ", " + Math.round(to);
        return normaliser(batch, "NormalizerMinMaxScaler", range, true);
    }

    private static String normaliser(BatchFacts batch, String name, String arguments, boolean labelsToo) {
        String type = (batch.inputs().size() > 1 || batch.labels().size() > 1 ? "Multi" : "") + name;
        return type + NORMALISER + type + "(" + arguments + "); " + (labelsToo ? "normalizer.fitLabel(true); " : "")
                + "normalizer.fit(train); train.setPreProcessor(normalizer);";
    }

    /** Whether an advice is a normaliser, of whichever kind. */
    static boolean isNormaliser(String advice) {
        return advice.contains(NORMALISER);
    }

    /** Divides pixels by 255. */
    static String pixels() {
        return "train.setPreProcessor(new ImagePreProcessingScaler(0, 1));";
    }

    /** Says where the rows come from that are not numbers. */
    static String fillGaps(String array, boolean nan) {
        return "Leave such rows out, or fill the gaps: BooleanIndexing.replaceWhere(batch." + array
                + "(), 0, Conditions." + (nan ? "isNan" : "isInfinite") + "());";
    }
}
