// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Flattening;
import io.github.dl4jinit.internal.sampling.Units;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;

/** Units in pairs on their way from one layer with weights to the next: z and −z, or φ(z) and φ(−z). */
final class Pairs {

    final Units units;

    /** Whether they have been through an activation function. */
    final boolean activated;

    /** c: the slope of φ(z) − φ(−z); 2 before a function. */
    final double slope;

    private Pairs(Units units, boolean activated, double slope) {
        this.units = units;
        this.activated = activated;
        this.slope = slope;
    }

    /** Pre-activations z and −z. */
    static Pairs of(Units units) {
        return new Pairs(units, false, 2);
    }

    /** These pre-activations behind a function. */
    Pairs through(double oddSlope) {
        return new Pairs(units, true, oddSlope);
    }

    /** These pairs as a layer sees them behind its preprocessor; empty if nothing is left of them. */
    Optional<Pairs> behind(InputPreProcessor preProcessor) {
        return Flattening.of(units, preProcessor).map(flat -> new Pairs(flat, activated, slope));
    }

    /**
     * The mean square of their difference over c, behind something that changes them independently, as dropout does.
     *
     * @param difference the mean square before
     * @param more what the mean square of the units themselves gains
     */
    double difference(double difference, double more) {
        return difference + 2 * more / (slope * slope);
    }

    /** Whether a layer of so many inputs can take their differences. */
    boolean canBeReadBy(int inputs) {
        return activated && units.size() == inputs;
    }
}
