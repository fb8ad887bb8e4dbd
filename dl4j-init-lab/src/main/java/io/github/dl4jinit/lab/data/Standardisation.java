// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.file.PackedArray;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/** The shift and scale that give each column of a table mean 0 and variance 1 over some rows. Immutable. */
final class Standardisation implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Column[] columns;

    private Standardisation(Column[] columns) {
        this.columns = columns;
    }

    /**
     * Mean and standard deviation of a column's numbers over a power of two, which brings the largest of them to
     * between 1 and 2: the squares of numbers beyond 1e154 would be infinite.
     */
    record Column(int exponent, double mean, double deviation) implements Serializable {

        /** The number, standardised; 0 if all were the same, since then it tells nothing. */
        float apply(double number) {
            return deviation == 0 ? 0 : (float) ((Math.scalb(number, -exponent) - mean) / deviation);
        }
    }

    /** A column whose numbers are gone through twice, the same both times. */
    static final class Measured {

        private double largest;
        private int exponent;

        // Both go from number to number by their differences: a column of one number has exactly 0.
        private final Mean mean = Mean.create();
        private final StandardDeviation deviation = StandardDeviation.create().setBiased(true);

        /** Takes note of a number for the first time. */
        void first(double number) {
            largest = Math.max(largest, Math.abs(number));
            exponent = Math.getExponent(largest);
        }

        /** Takes note of a number for the second time, when all were seen once. */
        void second(double number) {
            double scaled = Math.scalb(number, -exponent);
            mean.accept(scaled);
            deviation.accept(scaled);
        }

        Column column() {
            return new Column(exponent, mean.getAsDouble(), deviation.getAsDouble());
        }
    }

    /** That of the mean and the standard deviation (of the population) of the first columns, over these rows. */
    static Standardisation of(PackedArray table, int columns, int[] rows) {
        Measured[] measured = Stream.generate(Measured::new).limit(columns).toArray(Measured[]::new);
        PackedArray.Reader reader = table.reader();
        double[] numbers = new double[table.size()];
        for (int row : rows) {
            reader.read(row, numbers);
            for (int column = 0; column < columns; column++) {
                measured[column].first(numbers[column]);
            }
        }
        for (int row : rows) {
            reader.read(row, numbers);
            for (int column = 0; column < columns; column++) {
                measured[column].second(numbers[column]);
            }
        }
        return new Standardisation(Arrays.stream(measured).map(Measured::column).toArray(Column[]::new));
    }

    /** The standard deviation of a column. */
    double deviation(int column) {
        return Math.scalb(columns[column].deviation(), columns[column].exponent());
    }

    /** @throws IllegalArgumentException if a number of these rows is so far out that {@code float} cannot hold it */
    void check(PackedArray table, int[] rows) {
        PackedArray.Reader reader = table.reader();
        double[] numbers = new double[table.size()];
        for (int row : rows) {
            reader.read(row, numbers);
            for (int column = 0; column < columns.length; column++) {
                Check.require(
                        Float.isFinite(apply(numbers, column)),
                        "a row for testing",
                        "of numbers within 3.4e38 standard deviations of the training rows' mean",
                        numbers[column]);
            }
        }
    }

    /** The number in a column of a row, standardised. */
    float apply(double[] row, int column) {
        return columns[column].apply(row[column]);
    }
}
