// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * The inverse Φ⁻¹ of the standard normal distribution function: it makes a normal sample of a uniform one. It consists
 * of operations that IEEE 754 defines to the bit, in a fixed order, and of {@link StrictMath}, so that its bits are the
 * same on every machine.
 */
final class NormalQuantile {

    /** The floats that {@link #middle(float[], float)} is made for are smaller in magnitude: 1 − 2⁻⁷, or 2.66 σ. */
    static final double MIDDLE = 1 - 0x1p-7;

    /** AS 241's coefficients of the middle, |p − ½| ≤ 0.425, in ascending powers of 0.425² − (p − ½)². */
    private static final double[] A = {
        3.3871328727963666080,
        133.14166789178437745,
        1971.5909503065514427,
        13731.693765509461125,
        45921.953931549871457,
        67265.770927008700853,
        33430.575583588128105,
        2509.0809287301226727
    };

    private static final double[] B = {
        1,
        42.313330701600911252,
        687.18700749205790830,
        5394.1960214247510770,
        21213.794301586595867,
        39307.895800092710610,
        28729.085735721942674,
        5226.4952788528545610
    };

    /** The coefficients of the tails where √(−ln p) ≤ 5, in ascending powers of √(−ln p) − 1.6. */
    private static final double[] C = {
        1.42343711074968357734,
        4.63033784615654529590,
        5.76949722146069140550,
        3.64784832476320460504,
        1.27045825245236838258,
        0.241780725177450611770,
        0.0227238449892691845833,
        7.74545014278341407640e-4
    };

    private static final double[] D = {
        1,
        2.05319162663775882187,
        1.67638483018380384940,
        0.689767334985100004550,
        0.148103976427480074590,
        0.0151986665636164571966,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9
    };

    /** The coefficients of the tails beyond, in ascending powers of √(−ln p) − 5. */
    private static final double[] E = {
        6.65790464350110377720,
        5.46378491116411436990,
        1.78482653991729133580,
        0.296560571828504891230,
        0.0265321895265761230930,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7
    };

    private static final double[] F = {
        1,
        0.599832206555887937690,
        0.136929880922735805310,
        0.0148753612908506148525,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15
    };

    private NormalQuantile() {}

    /**
     * Φ⁻¹(½ + {@code fromMiddle}) to one part in 10¹⁵, by Wichura's algorithm AS 241 (PPND16).
     *
     * @param fromMiddle from 0 to ½
     * @param tail ½ − {@code fromMiddle}, positive, to more digits than the difference would have
     * @see <a href="https://doi.org/10.2307/2347330">Wichura: Algorithm AS 241: the percentage points of the normal
     *     distribution, Applied Statistics 37, 1988</a>
     */
    static double of(double fromMiddle, double tail) {
        if (fromMiddle <= 0.425) {
            double r = 0.180625 - fromMiddle * fromMiddle;
            return fromMiddle * polynomial(A, r) / polynomial(B, r);
        }
        double r = Math.sqrt(-StrictMath.log(tail));
        return r <= 5 ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6) : polynomial(E, r - 5) / polynomial(F, r - 5);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = coefficients[coefficients.length - 1];
        for (int i = coefficients.length - 2; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }

    /**
     * Replaces each x by {@code factor} · Φ⁻¹((1 + x) / 2), where |x| is less than {@link #MIDDLE}; elsewhere what
     * comes out is finite, and wrong.
     *
     * <p>Φ⁻¹((1 + x) / 2) = x · P(s) / Q(s), s = 1 − x². P and Q, of degrees 5 and 6, are the minimax approximation for
     * s from 1 − (1 − 2⁻⁷)² to 1, by Remez's algorithm, of relative error 7.1·10⁻⁸: half a unit in the last place of a
     * float. In powers of s all coefficients are positive, so that nothing cancels. Rounded to floats and with the
     * rounding of each step the error is at most 5.5·10⁻⁷, its root mean square 1.2·10⁻⁷, and the variance of a normal
     * sample is off by −5·10⁻⁸. As a loop over an array without branches it becomes vector instructions.
     */
    static void middle(float[] x, float factor) {
        for (int i = 0; i < x.length; i++) {
            float s = (1 - x[i]) * (1 + x[i]);
            float p = ((((0.21331547f * s + 0.6626117f) * s + 0.33753404f) * s + 0.038859468f) * s + 0.0009895792f) * s
                    + 3.7397542e-06f;
            float q =
                    (((((0.0144350575f * s + 0.28632894f) * s + 0.49959955f) * s + 0.18272103f) * s + 0.016569728f) * s
                                            + 0.00034466208f)
                                    * s
                            + 1.0433811e-06f;
            x[i] = x[i] * factor * p / q;
        }
    }
}
