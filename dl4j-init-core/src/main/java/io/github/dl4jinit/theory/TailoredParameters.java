// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Locale;
import java.util.Objects;

/** The four numbers of a tailored activation function, γ·(φ(a·x + b) + d); {@link MeanField#tailored} finds them. */
public final class TailoredParameters {

    private final double a;
    private final double b;
    private final double d;
    private final double gamma;

    TailoredParameters(double a, double b, double d, double gamma) {
        this.a = a;
        this.b = b;
        this.d = d;
        this.gamma = gamma;
    }

    /** a: the factor of the input. */
    public double a() {
        return a;
    }

    /** b: what is added to the scaled input. */
    public double b() {
        return b;
    }

    /** d: what is added to the function's value. */
    public double d() {
        return d;
    }

    /** γ: the factor of the result. */
    public double gamma() {
        return gamma;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TailoredParameters)) {
            return false;
        }
        TailoredParameters that = (TailoredParameters) other;
        return Double.compare(a, that.a) == 0
                && Double.compare(b, that.b) == 0
                && Double.compare(d, that.d) == 0
                && Double.compare(gamma, that.gamma) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(a, b, d, gamma);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "a=%.6g, b=%.6g, d=%.6g, gamma=%.6g", a, b, d, gamma);
    }
}
