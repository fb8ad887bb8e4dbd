// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a batch gives to one input of a network, or to one output as labels, column by column. */
public final class DataFacts {

    private final String node;
    private final InputUse use;
    private final boolean lastWeightsTrained;
    private final String columnWord;
    private final int examples;
    private final List<ColumnFacts> columns;
    private final long notFinite;
    private final Place firstNotFinite;
    private final int hiddenExamples;
    private final OptionalInt firstHidden;
    private final long rows;
    private final long unevenRows;
    private final Place firstUneven;
    private final long zeroRows;
    private final long mixedRows;

    DataFacts(String node, InputUse use, boolean lastWeightsTrained, DataScan scan) {
        this.node = node;
        this.use = use;
        this.lastWeightsTrained = lastWeightsTrained;
        this.columnWord = scan.columnWord;
        this.examples = scan.examples;
        this.columns = Collections.unmodifiableList(scan.columns);
        this.notFinite = scan.notFinite;
        this.firstNotFinite = scan.firstNotFinite;
        this.hiddenExamples = scan.hiddenExamples;
        this.firstHidden = scan.firstHidden < 0 ? OptionalInt.empty() : OptionalInt.of(scan.firstHidden);
        this.rows = scan.rows;
        this.unevenRows = scan.unevenRows;
        this.firstUneven = scan.firstUneven;
        this.zeroRows = scan.zeroRows;
        this.mixedRows = scan.mixedRows;
    }

    /** The name of the input, or of the output that the labels are for. */
    public String node() {
        return node;
    }

    /** What the network does with it; empty for labels. */
    public Optional<InputUse> use() {
        return Optional.ofNullable(use);
    }

    /** Whether the last weights before the loss are trained on these labels; false for an input. */
    public boolean lastWeightsTrained() {
        return lastWeightsTrained;
    }

    public int examples() {
        return examples;
    }

    /** The columns of a matrix, or channels of images and series; unmodifiable. */
    public List<ColumnFacts> columns() {
        return columns;
    }

    /** How to call a column: "column 3" of a matrix, "channel 3" of images and series. */
    public String columnName(int index) {
        return columnWord + " " + index;
    }

    /** How many numbers are NaN or infinite, whether a mask hides them or not. */
    public long notFinite() {
        return notFinite;
    }

    /** The first number that is NaN or infinite. */
    public Optional<Place> firstNotFinite() {
        return Optional.ofNullable(firstNotFinite);
    }

    /** How many examples a mask hides altogether. */
    public int hiddenExamples() {
        return hiddenExamples;
    }

    /** The first example that a mask hides altogether. */
    public OptionalInt firstHidden() {
        return firstHidden;
    }

    /** How many rows are not hidden: the numbers of all columns for one example, at one pixel or step of it. */
    public long rows() {
        return rows;
    }

    /** How many rows do not sum to 1. */
    public long unevenRows() {
        return unevenRows;
    }

    /** The first row that does not sum to 1, with its sum. */
    public Optional<Place> firstUneven() {
        return Optional.ofNullable(firstUneven);
    }

    /** How many rows hold nothing but zeros. */
    public long zeroRows() {
        return zeroRows;
    }

    /** How many rows hold more than one number that is not zero; none of one-hot labels, nor of scaled ones. */
    public long mixedRows() {
        return mixedRows;
    }

    /** Whether every number is whole. */
    public boolean isWhole() {
        return columns.stream().allMatch(ColumnFacts::isWhole);
    }

    /** Whether every number is zero. */
    public boolean isZero() {
        return isConstant() && columns.stream().allMatch(column -> column.largest() == 0);
    }

    /** Whether all rows are the same; false if there are none. */
    public boolean isConstant() {
        return rows > 0 && columns.stream().allMatch(ColumnFacts::isConstant);
    }

    /** The smallest number; NaN if there is none. */
    public double smallest() {
        return columns.stream()
                .mapToDouble(ColumnFacts::smallest)
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
    }

    /** The largest number; NaN if there is none. */
    public double largest() {
        return columns.stream()
                .mapToDouble(ColumnFacts::largest)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    /** The mean of all numbers. */
    public double mean() {
        double sum = 0;
        long count = 0;
        for (ColumnFacts column : columns) {
            if (column.count() > 0) {
                sum += column.mean() * column.count();
                count += column.count();
            }
        }
        return sum / count;
    }

    /** The standard deviation of all numbers from the mean of all. */
    public double stdDev() {
        double mean = mean();
        double squares = 0;
        long count = 0;
        for (ColumnFacts column : columns) {
            if (column.count() > 0) {
                double off = column.mean() - mean;
                squares += column.count() * (column.stdDev() * column.stdDev() + off * off);
                count += column.count();
            }
        }
        return Math.sqrt(squares / count);
    }

    /** Where a number stands, and which it is. */
    public static final class Place {

        private final int example;
        private final int column;
        private final double value;
        private final boolean hidden;

        Place(int example, int column, double value, boolean hidden) {
            this.example = example;
            this.column = column;
            this.value = value;
            this.hidden = hidden;
        }

        /** The number of the example, from 0. */
        public int example() {
            return example;
        }

        /** The number of the column, from 0; −1 for a sum over all. */
        public int column() {
            return column;
        }

        public double value() {
            return value;
        }

        /** Whether a mask hides it. */
        public boolean hidden() {
            return hidden;
        }
    }
}
