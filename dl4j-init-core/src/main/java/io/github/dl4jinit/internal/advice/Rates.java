// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.advice;

import java.math.BigDecimal;
import java.math.MathContext;

/** Learning rates as people write them, which Java reads, too. */
public final class Rates {

    private static final MathContext DIGITS = new MathContext(3);

    private Rates() {}

    /** Three digits at most: 0.0005, 0.064 and 2, but 6.25e-5. */
    public static String text(double rate) {
        return Double.isFinite(rate) ? text(new BigDecimal(rate).round(DIGITS)) : String.valueOf(rate);
    }

    /** The rate rounded to one digit, for one that is known to its order of magnitude only. */
    public static double oneDigit(double rate) {
        return new BigDecimal(rate).round(new MathContext(1)).doubleValue();
    }

    /** How many times: whole numbers from 10 on, one digit more below; three digits at most. */
    public static String times(double ratio) {
        return text(new BigDecimal(ratio).round(new MathContext(ratio < 10 ? 2 : 3)));
    }

    /** All digits: 0.999 and 1e-8. */
    static String exact(double value) {
        return text(new BigDecimal(Double.toString(value)));
    }

    private static String text(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        return shortest.signum() == 0 || exponent >= -4 && exponent < 6
                ? shortest.toPlainString()
                : shortest.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
}
