// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.random.HaltonSequenceGenerator;

/**
 * The values that a search tries: of one knob, evenly spaced on a logarithmic scale; of two, points of a Halton
 * sequence, which covers a plane more evenly than a grid or chance (Bergstra and Bengio 2012, section 5, for such
 * sequences in place of chance). The start is among them, and first.
 */
final class Candidates {

    private Candidates() {}

    static List<Setting> of(TuningSpec spec, int count) {
        List<Setting> candidates = new ArrayList<>();
        candidates.add(setting(spec, new double[spec.knobs().size()]));
        HaltonSequenceGenerator halton = new HaltonSequenceGenerator(2);
        halton.nextVector(); // the corner
        for (int i = 0; candidates.size() < count; i++) {
            double[] point = spec.knobs().size() == 1 ? new double[] {onLine(i, count)} : onPlane(halton.nextVector());
            Setting candidate = setting(spec, point);
            if (!candidates.contains(candidate)) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    /** The i-th place but 0 of those from −1 to 1 in even steps, one of which is at 0. */
    private static double onLine(int i, int count) {
        int below = (count - 1) / 2;
        int step = i < below ? i - below : i - below + 1;
        int steps = Math.max(below, count - 1 - below);
        return (double) step / steps;
    }

    private static double[] onPlane(double[] unit) {
        return new double[] {2 * unit[0] - 1, 2 * unit[1] - 1};
    }

    /** The setting at a point. The default goes by no other name: it is no rival of itself. */
    private static Setting setting(TuningSpec spec, double[] point) {
        double[] values = values(spec, point);
        boolean isDefault = IntStream.range(0, values.length)
                .allMatch(i -> values[i] == spec.defaults().get(i));
        Setting rounded = Setting.rounded(spec.knobs(), values);
        boolean roundsToIt = IntStream.range(0, values.length)
                .allMatch(i -> spec.value(rounded, i) == spec.defaults().get(i));
        return isDefault || roundsToIt ? Setting.DEFAULT : rounded;
    }

    /**
     * The values at a point.
     *
     * @param point from −1 to 1 in each knob, 0 the start
     */
    private static double[] values(TuningSpec spec, double[] point) {
        double[] values = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            values[i] = spec.start().get(i) * Math.pow(reach(spec.knobs().get(i)), point[i]);
        }
        return values;
    }

    /** By what factor values go up and down from the start. */
    static double reach(Knob knob) {
        return switch (knob) {
            case LR -> 10; // learning rates are guessed by their order of magnitude
            case NUMERATOR -> 4; // the square of the gain
            default -> 2; // more is 2⁵⁰ after fifty layers
        };
    }
}
