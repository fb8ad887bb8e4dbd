// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import java.io.Serializable;

/** The shift and scale that give each column mean 0 and variance 1 over some rows. Immutable. */
final class Standardisation implements Serializable {

    private static final long serialVersionUID = 1L;

    private final double[] means;
    private final double[] deviations;

    private Standardisation(double[] means, double[] deviations) {
        this.means = means;
        this.deviations = deviations;
    }

    /** That of the mean and the standard deviation (of the population) over these rows. */
    static Standardisation of(Table.Columns columns, int[] rows) {
        double[] means = new double[columns.columns()];
        double[] deviations = new double[columns.columns()];
        for (int column = 0; column < means.length; column++) {
            // About a number of the column, whose rounding does not count then: a column of one number has exactly 0.
            double about = columns.get(rows[0], column);
            double sum = 0;
            double squares = 0;
            for (int row : rows) {
                double from = columns.get(row, column) - about;
                sum += from;
                squares += from * from;
            }
            double mean = sum / rows.length;
            means[column] = about + mean;
            deviations[column] = Math.sqrt(Math.max(0, squares / rows.length - mean * mean));
        }
        return new Standardisation(means, deviations);
    }

    /** These rows, standardised, row by row. A column that was the same in all rows tells nothing and becomes zeros. */
    float[] apply(Table.Columns columns, int[] rows) {
        int width = columns.columns();
        float[] standardised = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < width; column++) {
                standardised[i * width + column] = deviations[column] == 0
                        ? 0
                        : (float) ((columns.get(rows[i], column) - means[column]) / deviations[column]);
            }
        }
        return standardised;
    }
}
