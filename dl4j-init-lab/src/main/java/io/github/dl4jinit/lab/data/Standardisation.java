// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/** The shift and scale that give each column mean 0 and variance 1 over some rows. Immutable. */
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

        /** That of the numbers 0 … {@code count} − 1. */
        static Column of(int count, IntToDoubleFunction numbers) {
            double largest = 0;
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, Math.abs(numbers.applyAsDouble(i)));
            }
            int exponent = Math.getExponent(largest);
            // Both go from number to number by their differences: a column of one number has exactly 0.
            Mean mean = Mean.create();
            StandardDeviation deviation = StandardDeviation.create().setBiased(true);
            for (int i = 0; i < count; i++) {
                double scaled = Math.scalb(numbers.applyAsDouble(i), -exponent);
                mean.accept(scaled);
                deviation.accept(scaled);
            }
            return new Column(exponent, mean.getAsDouble(), deviation.getAsDouble());
        }

        /** The number, standardised; 0 if all were the same, since then it tells nothing. */
        float apply(double number) {
            return deviation == 0 ? 0 : (float) ((Math.scalb(number, -exponent) - mean) / deviation);
        }
    }

    /** That of the mean and the standard deviation (of the population) over these rows. */
    static Standardisation of(Table.Columns columns, int[] rows) {
        return new Standardisation(IntStream.range(0, columns.columns())
                .mapToObj(column -> Column.of(rows.length, i -> columns.get(rows[i], column)))
                .toArray(Column[]::new));
    }

    /** The standard deviation of each column. */
    double[] deviations() {
        return Arrays.stream(columns)
                .mapToDouble(column -> Math.scalb(column.deviation(), column.exponent()))
                .toArray();
    }

    /** @throws IllegalArgumentException if a number of these rows is so far out that {@code float} cannot hold it */
    void check(Table.Columns numbers, int[] rows) {
        for (int row : rows) {
            for (int column = 0; column < columns.length; column++) {
                double number = numbers.get(row, column);
                Check.require(
                        Float.isFinite(columns[column].apply(number)),
                        "a row for testing",
                        "of numbers within 3.4e38 standard deviations of the training rows' mean",
                        number);
            }
        }
    }

    /** These rows, standardised, row by row. */
    float[] apply(Table.Columns numbers, int[] rows) {
        float[] standardised = new float[Math.multiplyExact(rows.length, columns.length)];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < columns.length; column++) {
                standardised[i * columns.length + column] = columns[column].apply(numbers.get(rows[i], column));
            }
        }
        return standardised;
    }
}
