// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.cli.report.SweepTheory;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.trial.Knob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the theory says of the maps that can be made of a sweep: of any two of its knobs, at any values of the others.
 */
final class SweepLines {

    /** Lines of a deep network take seconds, and a sweep of four knobs has hundreds of maps. */
    private static final int MOST_MAPS = 12;

    private SweepLines() {}

    /**
     * The lines of one map.
     *
     * @param columns the knob of the first coordinates
     * @param rows the knob of the second coordinates
     * @param at what the other knobs are, as far as it matters
     */
    record Json(String columns, String rows, Map<String, String> at, String name, List<double[]> points) {}

    /** The lines of the first maps: those of the first two knobs first. */
    static List<Json> of(Sweep sweep) {
        List<Json> lines = new ArrayList<>();
        List<Axis> swept = sweep.swept();
        int maps = 0;
        for (int i = 0; i < swept.size(); i++) {
            for (int j = i + 1; j < swept.size(); j++) {
                for (Map<Knob, String> at : settings(sweep, swept.get(i), swept.get(j))) {
                    if (maps++ < MOST_MAPS) {
                        lines.addAll(lines(sweep, swept.get(i), swept.get(j), at));
                    }
                }
            }
        }
        return lines;
    }

    /** All values of the other knobs that matter to the lines. */
    private static List<Map<Knob, String>> settings(Sweep sweep, Axis one, Axis other) {
        List<Map<Knob, String>> settings = List.of(Map.of());
        for (Axis axis : sweep.swept()) {
            if (!axis.equals(one) && !axis.equals(other) && SweepTheory.MATTER.contains(axis.knob())) {
                List<Map<Knob, String>> longer = new ArrayList<>();
                for (Map<Knob, String> setting : settings) {
                    for (String value : axis.values()) {
                        Map<Knob, String> with = new LinkedHashMap<>(setting);
                        with.put(axis.knob(), value);
                        longer.add(with);
                    }
                }
                settings = longer;
            }
        }
        return settings;
    }

    private static List<Json> lines(Sweep sweep, Axis one, Axis other, Map<Knob, String> at) {
        List<Axis> axes = sweep.axes().stream()
                .map(axis -> axis.equals(one) || axis.equals(other)
                        ? axis
                        : new Axis(
                                axis.knob(),
                                List.of(at.getOrDefault(
                                        axis.knob(), axis.values().get(0)))))
                .toList();
        Map<String, String> named = new LinkedHashMap<>();
        at.forEach((knob, value) -> named.put(knob.flag(), value));
        return SweepTheory.lines(Sweep.of(sweep.base(), axes)).stream()
                .map(line -> new Json(
                        line.columns().flag(),
                        line.rows().flag(),
                        named,
                        line.name(),
                        line.points().stream()
                                .map(point -> new double[] {Digits.of(point[0]), Digits.of(point[1])})
                                .toList()))
                .toList();
    }
}
