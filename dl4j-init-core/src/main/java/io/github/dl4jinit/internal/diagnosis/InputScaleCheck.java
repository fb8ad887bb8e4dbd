// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.ColumnFacts;
import io.github.dl4jinit.internal.measure.DataFacts;
import io.github.dl4jinit.internal.measure.InputUse;
import io.github.dl4jinit.internal.measure.LossFacts;
import io.github.dl4jinit.internal.update.UpdateFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;

/** Inputs that are not standardised, where the network does not do it by itself. */
public final class InputScaleCheck {

    /** The largest root mean square of a column that SGD at 0.1 learns from; docs/decisions.md has the table. */
    private static final double LARGEST = 15;

    /**
     * The largest root mean square of a column that Adam learns classes from as well as if it were scaled to 0 … 1:
     * that of degrees and percentages (up to 104), but not of pixels to 255 (147); docs/decisions.md has the table.
     */
    private static final double LARGEST_FOR_ADAM = 120;

    /** log₁₀ of update over weights from which Adam's rate is no usual one: a third of the weights in one step. */
    private static final double LARGE_STEP = -0.5;

    /** The smallest root mean square of the largest column: at 0.03 SGD learns nothing in 300 steps, Adam little. */
    private static final double SMALLEST = 0.03;

    /**
     * The smallest share of the mean square that may tell examples apart. It is 1 / (1 + 7²) where the mean is seven
     * standard deviations: there the loss after 100 steps of Adam is 16 times that of standardised inputs.
     */
    private static final double LEAST_VARIED = 0.02;

    /**
     * How many times smaller than the largest a column's standard deviation may be. A column of a hundredth is still
     * made use of (a loss of 0.29), one of 0.003 times the largest as good as not (0.51, where 0.53 is without it).
     */
    private static final double FAR_SMALLER = 5e-3;

    /** How many times larger than the median a column is that is named alone, as an income beside ages and shares. */
    private static final double STANDS_OUT = 10;

    /** A column of which most numbers are the smallest one, as a pixel that is hardly ever lit, is as it should be. */
    private static final double VARIED = 0.5;

    /**
     * The fewest numbers of a column that say how much it varies: the standard deviation of ten is off by a fourth
     * (1/√(2·9)) on average, which is nothing beside the factors above.
     */
    static final int FEWEST_ROWS = 10;

    /** What DL4J has of updaters that average the gradient and divide it by its size. */
    private static final List<Class<? extends IUpdater>> ADAM =
            List.of(Adam.class, AMSGrad.class, AdaMax.class, Nadam.class);

    private final BatchFacts batch;
    private final DataAdvice normaliser;

    /**
     * Prepares the check.
     *
     * @param normaliser the line that gives the inputs a usual scale
     */
    InputScaleCheck(BatchFacts batch, DataAdvice normaliser) {
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

    /**
     * Whether Adam learns from inputs of such a size as they are: classes, since numbers would have to be put out by a
     * network whose first answers are as large as the inputs.
     */
    static boolean adamCopes(BatchFacts batch, List<LossFacts> losses, List<UpdateFacts> updates) {
        return !updates.isEmpty()
                && updates.stream().allMatch(update -> isAdam(update.rule()) && update.log10Step() < LARGE_STEP)
                && losses.stream()
                        .allMatch(loss -> Double.isFinite(loss.loss())
                                && LossFamily.of(loss.function()).isCrossEntropy(loss.function()))
                && batch.inputs().stream()
                        .filter(input -> input.use().orElse(null) == InputUse.AS_THEY_ARE)
                        .allMatch(InputScaleCheck::adamCopes);
    }

    private static boolean isAdam(IUpdater rule) {
        return ADAM.stream().anyMatch(type -> type.isInstance(rule));
    }

    private static boolean adamCopes(DataFacts input) {
        double largest = size(largest(input));
        return largest >= SMALLEST
                && largest <= LARGEST_FOR_ADAM
                && variedShare(input) >= LEAST_VARIED
                && smallColumn(input).isEmpty()
                && !isPixels(input);
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
                    input, "all examples look nearly the same to the network: " + of(input, mostCommon(input))));
        }
        return tooSmall(input);
    }

    private Finding tooLarge(DataFacts input, ColumnFacts column) {
        if (isTimeStamp(column)) {
            return new Finding(
                    input.node(),
                    input.columnName(column.index()) + " looks like time stamps, "
                            + Figures.range(column.smallest(), column.largest()),
                    "Give the time since a start, or since the step before, instead; then " + normaliser.text());
        }
        boolean above = isFiller(column, true);
        if (above || isFiller(column, false)) {
            double filler = above ? column.largest() : column.smallest();
            return new Finding(
                    input.node(),
                    input.columnName(column.index()) + " holds " + Figures.of(filler)
                            + ", which looks like a mark for missing values",
                    "Leave such rows out, or fill the gaps with the column's mean; then " + normaliser.text());
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
        return smallColumn(input)
                .map(column -> standardise(
                        input,
                        "the columns are of very different scale: " + of(input, column)
                                + ", where the largest standard deviation is " + Figures.of(largestStdDev(input))));
    }

    private static Optional<ColumnFacts> smallColumn(DataFacts input) {
        double largest = largestStdDev(input);
        return input.columns().stream()
                .filter(column -> !column.isConstant()
                        && column.variedShare() > VARIED
                        && column.stdDev() < FAR_SMALLER * largest)
                .findFirst();
    }

    private static double largestStdDev(DataFacts input) {
        return input.columns().stream()
                .filter(column -> !column.isConstant())
                .mapToDouble(ColumnFacts::stdDev)
                .max()
                .orElse(0);
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
