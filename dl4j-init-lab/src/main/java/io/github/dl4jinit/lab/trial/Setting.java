// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values of some knobs; the others stay as they are.
 *
 * @param values by knob, in the order in which they are set
 */
public record Setting(Map<Knob, Double> values) {

    /** Everything as it is. */
    public static final Setting DEFAULT = new Setting(Map.of());

    /** Enough to reproduce a training run, few enough to be typed. */
    private static final int DIGITS = 4;

    public Setting {
        Map<Knob, Double> inOrder = new EnumMap<>(Knob.class);
        Check.given("values", values).forEach((knob, value) -> {
            Check.given("knob", knob);
            inOrder.put(knob, finite(knob, value));
        });
        values = Collections.unmodifiableMap(inOrder);
    }

    /** The values, rounded to four digits. */
    public static Setting rounded(List<Knob> knobs, double[] values) {
        Check.givenEach("knobs", knobs);
        int count = Check.given("values", values).length;
        Check.require(count == knobs.size(), "values", "as many as knobs, " + knobs.size(), count);
        Map<Knob, Double> rounded = new EnumMap<>(Knob.class);
        for (int i = 0; i < values.length; i++) {
            rounded.put(
                    knobs.get(i),
                    new BigDecimal(finite(knobs.get(i), values[i]))
                            .round(new MathContext(DIGITS))
                            .doubleValue());
        }
        return new Setting(rounded);
    }

    private static double finite(Knob knob, Double value) {
        double given = Check.given(knob.flag(), value);
        Check.require(Double.isFinite(given), knob.flag(), "finite", given);
        return given;
    }

    /** A trial with these values. */
    public TrialSpec of(TrialSpec trial) {
        TrialSpec set = Check.given("trial", trial);
        for (Map.Entry<Knob, Double> entry : values.entrySet()) {
            set = entry.getKey().set(set, KnobValues.plain(BigDecimal.valueOf(entry.getValue())));
        }
        return set;
    }

    /** The values, for people to read. */
    public String text() {
        return values.isEmpty()
                ? "the default"
                : values.entrySet().stream()
                        .map(entry -> entry.getKey().flag() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
