// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;

/** What to do about inputs and labels, as lines to paste. */
final class DataAdvice {

    private final String text;
    private final boolean normaliser;

    private DataAdvice(String text, boolean normaliser) {
        this.text = text;
        this.normaliser = normaliser;
    }

    /** An advice that is no normaliser of DL4J. */
    static DataAdvice of(String text) {
        return new DataAdvice(text, false);
    }

    /** Standardises inputs, and maybe labels too. */
    static DataAdvice standardise(BatchFacts batch, boolean labelsToo) {
        return normaliser(batch, "NormalizerStandardize", "", labelsToo);
    }

    /** Brings inputs and labels into a range. */
    static DataAdvice rescale(BatchFacts batch, double from, double to) {
        return normaliser(batch, "NormalizerMinMaxScaler", Figures.end(from) + ", " + Figures.end(to), true);
    }

    private static DataAdvice normaliser(BatchFacts batch, String name, String arguments, boolean labelsToo) {
        String type = (batch.inputs().size() > 1 || batch.labels().size() > 1 ? "Multi" : "") + name;
        return new DataAdvice(
                type + " normalizer = new " + type + "(" + arguments + "); "
                        + (labelsToo ? "normalizer.fitLabel(true); " : "")
                        + "normalizer.fit(train); train.setPreProcessor(normalizer);",
                true);
    }

    /** Divides pixels by 255. */
    static DataAdvice pixels() {
        return of("train.setPreProcessor(new ImagePreProcessingScaler(0, 1));");
    }

    /** Says where the rows come from that are not numbers. */
    static DataAdvice fillGaps(String array, boolean nan) {
        return of("Leave such rows out, or fill the gaps: BooleanIndexing.replaceWhere(batch." + array
                + "(), 0, Conditions." + (nan ? "isNan" : "isInfinite") + "());");
    }

    /** The sentences and lines. */
    String text() {
        return text;
    }

    /** Whether it is a normaliser of DL4J, which does for inputs and labels at once. */
    boolean isNormaliser() {
        return normaliser;
    }
}
