// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Where a value lies on an axis whose ticks stand at equal distances whatever their values: tick i at i. */
final class TickPositions {

    /** The values of the ticks, rising; those of a descending axis are negated. */
    private final double[] centres;

    private final boolean descending;

    private TickPositions(double[] centres, boolean descending) {
        this.centres = centres;
        this.descending = descending;
    }

    /** The positions on an axis; empty unless all ticks are finite numbers which rise or fall from each to the next. */
    static Optional<TickPositions> of(List<String> ticks) {
        double[] centres = new double[ticks.size()];
        for (int i = 0; i < centres.length; i++) {
            try {
                centres[i] = new BigDecimal(ticks.get(i).strip()).doubleValue();
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
            if (Double.isInfinite(centres[i])) {
                return Optional.empty();
            }
        }
        boolean descending = centres.length > 1 && centres[1] < centres[0];
        for (int i = 0; descending && i < centres.length; i++) {
            centres[i] = -centres[i];
        }
        for (int i = 1; i < centres.length; i++) {
            if (!(centres[i - 1] < centres[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(new TickPositions(centres, descending));
    }

    /**
     * The position of a value. It is linear between two ticks, and outside of them as between the nearest two. One tick
     * alone has no scale: its value lies at 0 and all others nowhere.
     *
     * @return NaN if {@code value} is not finite or lies nowhere
     */
    double of(double value) {
        double wanted = descending ? -value : value;
        if (centres.length == 1) {
            return wanted == centres[0] ? 0 : Double.NaN;
        }
        int below = 0;
        while (below < centres.length - 2 && centres[below + 1] < wanted) {
            below++;
        }
        double place = below + (wanted - centres[below]) / (centres[below + 1] - centres[below]);
        return Double.isFinite(place) ? place : Double.NaN;
    }
}
