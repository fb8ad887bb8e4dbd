// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import java.util.Map;
import java.util.Objects;

/** What the initialisers that draw orthogonal matrices have in common: the gain is their only knob. */
abstract class IsometryInit implements GainInit {

    /** A gain of 1: an isometry. */
    static final double DEFAULT_GAIN = 1.0;

    private static final long serialVersionUID = 1L;

    private final double gain;

    IsometryInit(double gain) {
        this.gain = Check.positiveFinite("gain", gain);
    }

    /** Reads the one field of such an initialiser. */
    static double gainFromJson(String owner, Map<String, Object> fields) {
        return new JsonFields(owner, fields, "gain").number("gain");
    }

    /** The factor of the isometry. */
    @Override
    public final double gain() {
        return gain;
    }

    @Override
    public final boolean equals(Object other) {
        return other != null && getClass() == other.getClass() && gain == ((IsometryInit) other).gain;
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getClass().getName(), gain);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(gain=" + gain + ")";
    }
}
