// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

/** Numbers as precise as a chart shows them: others would fill the page with digits that nobody sees. */
final class Digits {

    /** Losses of 2.303 and accuracies of 0.8883. */
    private static final int SIGNIFICANT = 4;

    private Digits() {}

    /** A number rounded to four significant digits. */
    static double of(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
        // A power of ten that is whole is exact, so that dividing by it gives the double that is written shortest.
        int shift = SIGNIFICANT - 1 - exponent;
        double power = Math.pow(10, Math.abs(shift));
        return Double.isInfinite(power)
                ? value
                : shift >= 0 ? Math.rint(value * power) / power : Math.rint(value / power) * power;
    }

    /**
     * The same of a number that may be missing; one that is not finite has no place in a chart, and is missing, too.
     */
    static Double of(Double value) {
        return value == null || !Double.isFinite(value) ? null : (Double) of(value.doubleValue());
    }
}
