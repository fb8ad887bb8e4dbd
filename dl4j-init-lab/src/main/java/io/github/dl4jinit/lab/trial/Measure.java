// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Target;
import java.util.Locale;

/** How well a network does on examples that it has not seen, as a number of which 1 is perfect and more is better. */
public enum Measure {

    /** The share of examples whose class is told rightly, from 0 to 1. */
    ACCURACY("accuracy", "the commonest class alone", 0, 0),

    /**
     * The share of the values' variance that the network explains: 1 − Σ(y − ŷ)² / Σ(y − ȳ)², the mean over the values
     * if there are several. 0 is what naming the mean reaches; worse is below. −1, what a network that is of no use
     * counts as, is what naming values at random does that are distributed like the true ones: Σ(y − ŷ)² is twice Σ(y −
     * ȳ)².
     */
    R2("R²", "the mean alone", Double.NEGATIVE_INFINITY, -1);

    private final String text;
    private final String guess;
    private final double least;
    private final double useless;

    Measure(String text, String guess, double least, double useless) {
        this.text = text;
        this.guess = guess;
        this.least = least;
        this.useless = useless;
    }

    /** The measure that fits what networks shall tell: accuracy of classes, R² of values. */
    public static Measure of(Target target) {
        return switch (Check.given("target", target).kind()) {
            case CLASSES -> ACCURACY;
            case VALUES -> R2;
        };
    }

    /** Its name, for people to read. */
    public String text() {
        return text;
    }

    /** What a network that has learnt nothing names, for people to read. */
    public String guess() {
        return guess;
    }

    /** What a score counts as where scores are compared: not less than that of a network which is of no use. */
    public double counted(Double score) {
        return score == null ? useless : Math.max(score, useless);
    }

    /** Its name, fit for a file name. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Checks that a number can be one of this measure.
     *
     * @throws IllegalArgumentException if it is missing, not finite, or out of range
     */
    void require(String name, Double score) {
        Check.require(
                score != null && Double.isFinite(score) && score >= least && score <= 1,
                name,
                least == 0 ? "from 0 to 1" : "finite and at most 1",
                score);
    }
}
