// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.ColumnFacts;
import io.github.dl4jinit.internal.measure.DataFacts;
import io.github.dl4jinit.internal.measure.InputUse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Inputs that are not standardised, where the network does not do it by itself. */
public final class InputScaleCheck {

    /** The largest root mean square of a column that training does not suffer from; docs/decisions.md has the table. */
    private static final double LARGEST = 15;

    /** The smallest one. */
    private static final double SMALLEST = 0.03;

    /** The smallest share of the mean square that may tell examples apart: a mean of seven standard deviations. */
    private static final double LEAST_VARIED = 0.02;

    /** How much smaller than most a column may be. */
    private static final double FAR_SMALLER = 5e-3;

    /** How many times larger than most a column is that stands out. */
    private static final double STANDS_OUT = 10;

    /** A column of which most numbers are the smallest one, as a pixel that is hardly ever lit, is as it should be. */
    private static final double VARIED = 0.5;

    /** The fewest numbers of a column that say how much it varies. */
    static final int FEWEST_ROWS = 10;

    private final BatchFacts batch;
    private final String normaliser;

    /**
     * Prepares the check.
     *
     * @param normaliser the line that gives the inputs a usual scale
     */
    InputScaleCheck(BatchFacts batch, String normaliser) {
        this.batch = batch;
        this.normaliser = normaliser;
    }

    /** What is wrong, one finding an input. */
    List<Finding> findings() {
        return batch.inputs().stream()
                .filter(input -> input.use().orElse(null) == InputUse.AS_THEY_ARE)
                .flatMap(input -> finding(input).stream())
                .collect(Collectors.toList());
    }

    /** Whether inputs are of a size that says nothing of what the first layer should hand on. */
    public static boolean isRaw(DataFacts input) {
        double largest = size(largest(input));
        return largest > LARGEST || largest < SMALLEST;
    }

    private Optional<Finding> finding(DataFacts input) {
        ColumnFacts largest = largest(input);
        if (size(largest) > LARGEST) {
            return Optional.of(tooLarge(input, largest));
        }
        if (size(largest) < SMALLEST && size(largest) > 0) {
            return Optional.of(standardise(input, "all values are tiny: " + all(input)));
        }
        if (input.rows() < FEWEST_ROWS) {
            return Optional.empty();
        }
        if (variedShare(input) < LEAST_VARIED) {
            return Optional.of(standardise(
                    input,
                    "the examples differ by little beside what they have in common: " + of(input, mostCommon(input))));
        }
        return tooSmall(input);
    }

    private Finding tooLarge(DataFacts input, ColumnFacts column) {
        if (isTimeStamp(column)) {
            return new Finding(
                    input.node(),
                    input.columnName(column.index()) + " looks like time stamps, "
                            + Figures.range(column.smallest(), column.largest()),
                    "Give the time since a start, or since the step before, instead; then " + normaliser);
        }
        boolean above = isFiller(column, true);
        if (above || isFiller(column, false)) {
            double filler = above ? column.largest() : column.smallest();
            return new Finding(
                    input.node(),
                    input.columnName(column.index()) + " holds " + Figures.of(filler)
                            + ", which looks like a mark for missing values",
                    "Leave such rows out, or fill the gaps with the column's mean; then " + normaliser);
        }
        if (isPixels(input)) {
            return new Finding(
                    input.node(),
                    "the values are pixels " + Figures.range(input.smallest(), input.largest()) + ", not scaled",
                    DataAdvice.pixels());
        }
        double usual = median(input);
        boolean standsOut = size(column) > STANDS_OUT * usual;
        return standardise(
                input,
                "the values are not standardised: " + (standsOut ? of(input, column) : all(input))
                        + (standsOut ? ", where most columns are about " + Figures.of(usual) : ""));
    }

    private Optional<Finding> tooSmall(DataFacts input) {
        double usual = input.columns().stream()
                .filter(column -> !column.isConstant())
                .mapToDouble(ColumnFacts::stdDev)
                .max()
                .orElse(0);
        return input.columns().stream()
                .filter(column ->
                        !column.isConstant() && column.variedShare() > VARIED && column.stdDev() < FAR_SMALLER * usual)
                .findFirst()
                .map(column -> standardise(
                        input,
                        "the columns are of very different scale: " + of(input, column)
                                + ", where the largest standard deviation is " + Figures.of(usual)));
    }

    private Finding standardise(DataFacts input, String sentence) {
        return new Finding(input.node(), sentence, normaliser);
    }

    private static String all(DataFacts input) {
        return "mean " + Figures.of(input.mean()) + ", standard deviation " + Figures.of(input.stdDev()) + ", "
                + Figures.range(input.smallest(), input.largest());
    }

    private static String of(DataFacts input, ColumnFacts column) {
        return input.columnName(column.index()) + " has a mean of " + Figures.of(column.mean())
                + " and a standard deviation of " + Figures.of(column.stdDev());
    }

    private static ColumnFacts largest(DataFacts input) {
        return input.columns().stream()
                .max(Comparator.comparingDouble(InputScaleCheck::size))
                .get();
    }

    private static double size(ColumnFacts column) {
        return column.rmsOfNonZero();
    }

    private static double median(DataFacts input) {
        double[] sizes = input.columns().stream()
                .mapToDouble(InputScaleCheck::size)
                .sorted()
                .toArray();
        return sizes[(sizes.length - 1) / 2];
    }

    /** The share of the mean square of all columns that change, which the changes make up. */
    private static double variedShare(DataFacts input) {
        double varied = 0;
        double all = 0;
        for (ColumnFacts column : input.columns()) {
            if (!column.isConstant()) {
                double variance = column.stdDev() * column.stdDev();
                varied += variance;
                all += variance + column.mean() * column.mean();
            }
        }
        return all > 0 ? varied / all : 1;
    }

    private static ColumnFacts mostCommon(DataFacts input) {
        return input.columns().stream()
                .filter(column -> !column.isConstant())
                .max(Comparator.comparingDouble(column -> Math.abs(column.mean())))
                .get();
    }

    /** Seconds or milliseconds since 1970, of the years 1985 to 2096. */
    private static boolean isTimeStamp(ColumnFacts column) {
        return column.smallest() > 5e8 && column.largest() < 4e9 || column.smallest() > 5e11 && column.largest() < 4e12;
    }

    /** Whether the largest number, or the smallest, consists of nines and lies far from all others. */
    private static boolean isFiller(ColumnFacts column, boolean largest) {
        double magnitude = Math.abs(largest ? column.largest() : column.smallest());
        return magnitude < 1e9
                && magnitude == Math.rint(magnitude)
                && String.valueOf((long) magnitude).matches("99+")
                && column.distance(largest) > STANDS_OUT;
    }

    private static boolean isPixels(DataFacts input) {
        return input.smallest() >= 0
                && input.largest() > 100
                && input.largest() <= 255
                && input.columns().stream().allMatch(ColumnFacts::isWhole);
    }
}
