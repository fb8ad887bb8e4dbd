// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.Trend;
import io.github.dl4jinit.signal.Verdict;
import java.util.OptionalDouble;

/**
 * What a probe of a trial's network said.
 *
 * @param forward what becomes of activations
 * @param backward what becomes of gradients
 */
public record TrialSignal(Direction forward, Direction backward) {

    /**
     * What becomes of the signal in one direction.
     *
     * @param verdict whether the signal arrives
     * @param ratePerLayer factor of the amplitude a layer; {@code null} if there are too few layers to say
     * @param ordersOfMagnitude log₁₀ of its end over its start; {@code null} if it ends at zero or is not finite
     */
    public record Direction(Verdict verdict, Double ratePerLayer, Double ordersOfMagnitude) {

        static Direction of(Trend trend) {
            OptionalDouble rate = trend.ratePerLayer();
            double orders = trend.ordersOfMagnitude();
            return new Direction(
                    trend.verdict(),
                    rate.isPresent() ? rate.getAsDouble() : null,
                    Double.isFinite(orders) ? orders : null);
        }

        /** Whether the signal arrives. */
        public boolean arrives() {
            return verdict == Verdict.HEALTHY;
        }
    }

    /** What a report says of both directions. */
    public static TrialSignal of(SignalReport report) {
        return new TrialSignal(Direction.of(report.forward()), Direction.of(report.backward()));
    }
}
