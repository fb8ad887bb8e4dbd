// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.util.OptionalDouble;

/** Figures that may be missing: {@code null} in fields, as JSON leaves them out, and empty for users. */
public final class Optionals {

    private Optionals() {}

    /** The figure, if there is one. */
    public static OptionalDouble of(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The figure, or {@code null} if there is none. */
    public static Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
