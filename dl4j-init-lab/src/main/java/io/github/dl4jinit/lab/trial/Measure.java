// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How well a network does on examples that it has not seen, as a number. All that depends on which number it is stands
 * here: whether more or less of it is better, what is perfect, and what a network that is of no use counts as.
 */
public enum Measure {

    /**
     * The share of examples whose class is told rightly, from 0 to 1. Of several labels the share of all labels of all
     * examples that are told rightly: given if their output is above 1/2, else not.
     */
    ACCURACY("accuracy", "the commonest class alone", Direction.MORE, 0, 1),

    /**
     * The harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN). Of two classes it is that of the second,
     * which counts as the positive one; of more, the mean over the classes (macro), each counted alike however rare it
     * is. A class that is never named has 0; one that is neither named nor among the test examples is left out. (DL4J's
     * {@code Evaluation.f1()} has the same two cases, but leaves out each class that is never named, so that a network
     * which names one class only is judged by this class.) Of several labels TP, FP and FN are those of all labels of
     * all examples together (micro).
     */
    F1("F1", "the commonest class alone", Direction.MORE, 0, 1),

    /**
     * The root of the mean squared error, √(Σ(y − ŷ)² / n), the mean over the values if there are several. It is in the
     * label's own units, also where labels are standardised for training.
     */
    RMSE("RMSE", "the mean alone", Direction.LESS, 0, Double.POSITIVE_INFINITY),

    /**
     * The share of the values' variance that the network explains: 1 − Σ(y − ŷ)² / Σ(y − ȳ)², the mean over the values
     * if there are several. 0 is what naming the mean reaches; worse is below. −1, what a network that is of no use
     * counts as, is what naming values at random does that are distributed like the true ones: Σ(y − ŷ)² is twice Σ(y −
     * ȳ)².
     */
    R2("R²", "the mean alone", Direction.MORE, Double.NEGATIVE_INFINITY, 1),

    /**
     * The network's own loss, the mean over the examples, without regularisation. Its best value counts as 0, which it
     * is of cross-entropy and of the mean squared error.
     */
    LOSS("loss", "the mean of the labels alone", Direction.LESS, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private enum Direction {
        MORE,
        LESS
    }

    /** Two standard errors: of forty networks that guess, one or two pass for more. */
    private static final double ERRORS = 2;

    private final String text;
    private final String guess;
    private final Direction better;
    private final double least;
    private final double most;

    Measure(String text, String guess, Direction better, double least, double most) {
        this.text = text;
        this.guess = guess;
        this.better = better;
        this.least = least;
        this.most = most;
    }

    /**
     * The measure that fits what networks shall tell: accuracy of classes, F1 of labels, R² of values; of several
     * outputs of one kind the mean over them, and the loss of outputs of different kinds.
     */
    public static Measure of(Targets targets) {
        return Check.given("targets", targets).kind().map(Measure::of).orElse(LOSS);
    }

    private static Measure of(Target.Kind kind) {
        return switch (kind) {
            case CLASSES -> ACCURACY;
            case LABELS -> F1;
            case VALUES -> R2;
        };
    }

    /**
     * The measure of a name, {@link #flag}, whatever its case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Measure of(String name) {
        return Arrays.stream(values())
                .filter(measure -> measure.flag().equalsIgnoreCase(Check.given("metric", name)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        Check.message("--metric", "one of " + flags(Arrays.asList(values())), name)));
    }

    /**
     * Checks that it can be taken of what networks shall tell.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public Measure checkFits(Targets targets) {
        Check.require(
                fits(Check.given("targets", targets)),
                "--metric",
                flags(Arrays.stream(values())
                                .filter(measure -> measure.fits(targets))
                                .toList())
                        + " for " + targets.text(),
                flag());
        return this;
    }

    private boolean fits(Targets targets) {
        Target.Kind kind = targets.kind().orElse(null);
        return switch (this) {
            case ACCURACY, F1 -> kind == Target.Kind.CLASSES || kind == Target.Kind.LABELS;
            case RMSE, R2 -> kind == Target.Kind.VALUES;
            case LOSS -> true;
        };
    }

    private static String flags(List<Measure> measures) {
        return measures.stream().map(Measure::flag).collect(Collectors.joining(", "));
    }

    /** Its name, for people to read. */
    public String text() {
        return text;
    }

    /** Its name, and which way is better where that is not what readers expect. */
    public String axis() {
        return moreIsBetter() ? text : text + " (less is better)";
    }

    /** Its name on the command line. */
    public String flag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of a picture of it; that of the training loss is {@code loss}. */
    public String fileName() {
        return this == LOSS ? "test-loss" : flag();
    }

    /** What a network that has learnt nothing names, for people to read. */
    public String guess() {
        return guess;
    }

    /** Whether more of it is better. */
    public boolean moreIsBetter() {
        return better == Direction.MORE;
    }

    /** The best there is: 1 if more is better, else 0. */
    public double perfect() {
        return moreIsBetter() ? 1 : 0;
    }

    /** A score as a number of which more is better: itself, or its opposite. */
    public double worth(double score) {
        return moreIsBetter() ? score : -score;
    }

    /** Whether a score has come further than this share of the way from guessing, 0, to perfect, 1. */
    public boolean isBeyond(double share, double score, double chance) {
        return worth(score) > worth(chance + share * (perfect() - chance));
    }

    /**
     * Whether a score is more than luck: better than guessing by more than two standard errors of it where these are
     * known, which they are of shares.
     *
     * @param examples how many it was measured with
     */
    public boolean isMoreThanLuck(double score, double chance, int examples) {
        boolean isShare = this == ACCURACY || this == F1;
        double error = isShare ? Math.sqrt(chance * (1 - chance) / examples) : 0;
        return worth(score) > worth(chance) + ERRORS * error;
    }

    /**
     * What a score counts as where scores are compared: not less than that of a network which is of no use.
     *
     * @param score {@code null} of a network that has none, which is of no use
     * @param chance what guessing reaches
     */
    public double counted(Double score, double chance) {
        double useless = useless(chance);
        return score == null || worth(score) < worth(useless) ? useless : score;
    }

    /** Where colours and axes end: worse scores say only that the network is of no use. */
    public double worstShown(double chance) {
        return moreIsBetter() ? 0 : chance;
    }

    /** The score of naming values at random: its squared error is twice that of naming the mean. */
    private double useless(double chance) {
        return switch (this) {
            case ACCURACY, F1 -> 0;
            case R2 -> -1;
            case RMSE -> Math.sqrt(2) * chance;
            case LOSS -> chance + Math.abs(chance);
        };
    }

    /**
     * Checks that a number can be one of this measure.
     *
     * @throws IllegalArgumentException if it is missing, not finite, or out of range
     */
    public void require(String name, Double score) {
        Check.require(score != null && Double.isFinite(score) && score >= least && score <= most, name, range(), score);
    }

    private String range() {
        if (Double.isInfinite(least) && Double.isInfinite(most)) {
            return "finite";
        }
        return Double.isInfinite(least)
                ? "finite and at most 1"
                : Double.isInfinite(most) ? "finite and 0 or more" : "from 0 to 1";
    }
}
