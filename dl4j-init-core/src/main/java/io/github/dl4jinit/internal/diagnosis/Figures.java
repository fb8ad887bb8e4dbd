// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import java.util.Locale;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Numbers and names in sentences. */
final class Figures {

    private static final double MOST_WHOLE = 1e6;

    private static final double NOTHING = 1e-6;

    private Figures() {}

    /** A whole number as it is, any other with three digits. */
    static String of(double x) {
        return x == Math.rint(x) && Math.abs(x) < MOST_WHOLE
                ? String.valueOf((long) x)
                : String.format(Locale.ROOT, "%.3g", x);
    }

    /** The name of a loss function, as its class has it. */
    static String name(ILossFunction loss) {
        return loss.getClass().getSimpleName();
    }

    /** An end of the numbers that a function gives, which they may only come next to. */
    static String end(double x) {
        return of(Math.round(100 * x) / 100.0);
    }

    /** A range; an end that is nothing beside the other is 0. */
    static String range(double from, double to) {
        double nothing = NOTHING * (to - from);
        return "from " + of(Math.abs(from) < nothing ? 0 : from) + " to " + of(Math.abs(to) < nothing ? 0 : to);
    }
}
