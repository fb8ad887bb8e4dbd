// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Values of some knobs; the others stay as they are.
 *
 * @param values by knob, in the order in which they are set; as Java writes numbers, and trials names
 */
public record Setting(
        @JsonSerialize(contentUsing = Setting.NumberOrText.class)
        Map<Knob, String> values) {

    /** Everything as it is. */
    public static final Setting DEFAULT = new Setting(Map.of());

    /** Enough to reproduce a training run, few enough to be typed. */
    private static final MathContext DIGITS = new MathContext(4);

    /**
     * Checks the values, and writes each in one way only.
     *
     * @throws IllegalArgumentException if one is no scheme, activation function or update rule, no finite number, or no
     *     whole one, as its knob has them
     */
    public Setting {
        Map<Knob, String> inOrder = new EnumMap<>(Knob.class);
        Check.given("values", values)
                .forEach((knob, value) -> inOrder.put(Check.given("knob", knob), written(knob, value)));
        values = Collections.unmodifiableMap(inOrder);
    }

    /** One value of one knob. */
    public static Setting of(Knob knob, double value) {
        return new Setting(Map.of(Check.given("knob", knob), String.valueOf(value)));
    }

    private static String written(Knob knob, String value) {
        Check.given(knob.flag(), value);
        return switch (knob) {
            case SCHEME -> Scheme.unfinished(value).text();
            case ACTIVATION -> ActivationSpec.parse(value).text();
            case OPTIMIZER -> Optimiser.of(value).name();
            default -> number(knob, value.trim(), knob.whole());
        };
    }

    private static String number(Knob knob, String value, boolean whole) {
        try {
            BigDecimal number = new BigDecimal(value);
            Check.require(Double.isFinite(number.doubleValue()), knob.flag(), "finite", value);
            return whole ? number.toBigIntegerExact().toString() : String.valueOf(number.doubleValue());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    Check.message(knob.flag(), whole ? "a whole number" : "a finite number", value), e);
        }
    }

    /** The same setting with its numbers rounded to four digits. */
    public Setting rounded() {
        Map<Knob, String> rounded = new EnumMap<>(Knob.class);
        values.forEach((knob, value) -> rounded.put(
                knob,
                knob.numeric() && !knob.whole()
                        ? new BigDecimal(value).round(DIGITS).toString()
                        : value));
        return new Setting(rounded);
    }

    /**
     * A trial with these values, in place of those that its scheme may have.
     *
     * @throws IllegalArgumentException if a value is none of its knob's, or the trial has no such knob
     */
    public TrialSpec of(TrialSpec trial) {
        TrialSpec set = Check.given("trial", trial);
        for (Map.Entry<Knob, String> entry : values.entrySet()) {
            Knob knob = entry.getKey();
            String value = knob.numeric() ? KnobValues.plain(new BigDecimal(entry.getValue())) : entry.getValue();
            set = knob.ofScheme() ? set.withScheme(knob.replacing(set.scheme(), value)) : knob.set(set, value);
        }
        return set;
    }

    /**
     * The number that a value of a knob is.
     *
     * @throws IllegalArgumentException if it is no finite number
     */
    public static double number(Knob knob, String value) {
        try {
            double number =
                    Double.parseDouble(Check.given(Check.given("knob", knob).flag(), value));
            Check.require(Double.isFinite(number), knob.flag(), "finite", value);
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Check.message(knob.flag(), "a number", value), e);
        }
    }

    /** The value of a knob as a number; empty if it is not set, or is none. */
    public OptionalDouble number(Knob knob) {
        String value = values.get(Check.given("knob", knob));
        return value == null || !knob.numeric() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
    }

    /** The values, for people to read. */
    public String text() {
        return values.isEmpty()
                ? "the default"
                : values.entrySet().stream()
                        .map(entry -> entry.getKey().flag() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Numbers are numbers in JSON, too. No value of another knob looks like one. */
    private static final class NumberOrText extends JsonSerializer<String> {
        @Override
        public void serialize(String value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (Character.isLetter(value.charAt(0))) {
                json.writeString(value);
            } else {
                json.writeNumber(value);
            }
        }
    }
}
