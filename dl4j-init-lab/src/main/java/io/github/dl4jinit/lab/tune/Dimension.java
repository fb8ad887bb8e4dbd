// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.KnobValues;
import io.github.dl4jinit.lab.trial.Setting;
import java.util.List;
import java.util.Map;

/** A knob, and the values among which a search looks for its best. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(Dimension.Range.class), @JsonSubTypes.Type(Dimension.Choice.class)})
public sealed interface Dimension permits Dimension.Range, Dimension.Choice {

    /** What is searched. */
    Knob knob();

    /**
     * The value at a place; evenly spaced places give values that are spaced as the search wants them.
     *
     * @param place from 0 to 1
     */
    String at(double place);

    /**
     * The place of a value, inside of those that give it: an end for numbers beyond it, not a number for a choice that
     * is none.
     *
     * @throws IllegalArgumentException if it is no value of the knob
     */
    double place(String value);

    /** How many values there are to choose from; 0 of a range, whose neighbours are alike. */
    int choices();

    /** How many values there are; infinite of a range of real numbers. */
    double size();

    /** The values that stand for all: both ends of a range, or every choice. */
    List<String> bounds();

    /** The values, for people to read. */
    String text();

    /**
     * The values between two numbers, both included.
     *
     * @param logarithmic whether equal factors, not equal differences, are equal steps
     */
    record Range(Knob knob, double from, double to, boolean logarithmic) implements Dimension {

        /** The smallest middle of a range; the largest is its reciprocal. No knob has a use beyond them. */
        private static final double SMALLEST = 1e-9;

        public Range {
            Check.given("knob", knob);
            Check.require(knob.numeric(), knob.flag(), "values separated by commas, since it has no numbers", from);
            boolean ascending = from < to && Double.isFinite(to - from);
            Check.require(ascending, knob.flag(), "a range FROM:TO from a smaller to a larger number", from + ":" + to);
            Check.require(
                    !logarithmic || from > 0,
                    knob.flag(),
                    "a range from above 0, or written as FROM:TO:linear",
                    from + ":" + to);
            boolean whole = from == Math.rint(from) && to == Math.rint(to);
            Check.require(!knob.whole() || whole, knob.flag(), "a range of whole numbers", from + ":" + to);
        }

        /**
         * The range around a value that is nearly right: from a tenth of a learning rate to ten times of it, from a
         * quarter of a numerator to four times of it, and from half to twice of another.
         *
         * @throws IllegalArgumentException if the value is not from 1e-9 to 1e9
         */
        public static Range around(Knob knob, double middle) {
            double reach =
                    switch (Check.given("knob", knob)) {
                        case LR -> 10; // learning rates are guessed by their order of magnitude
                        case NUMERATOR -> 4; // the square of the gain
                        default -> 2; // more is 2⁵⁰ after fifty layers
                    };
            Check.require(middle >= SMALLEST && middle <= 1 / SMALLEST, "start", "from 1e-9 to 1e9", middle);
            return new Range(knob, middle / reach, middle * reach, true);
        }

        @Override
        public String at(double place) {
            checkPlace(place);
            double value = outOf(inScale(lowest()) + place * (inScale(highest()) - inScale(lowest())));
            return knob.whole()
                    ? String.valueOf(Math.round(Math.min(to, Math.max(from, value))))
                    : Setting.of(knob, value).rounded().values().get(knob);
        }

        @Override
        public double place(String value) {
            double place = (inScale(Setting.number(knob, value)) - inScale(lowest()))
                    / (inScale(highest()) - inScale(lowest()));
            return Math.min(1, Math.max(0, place));
        }

        /** Each whole number has half a step on both of its sides, also the first and the last. */
        private double lowest() {
            return knob.whole() ? from - 0.5 : from;
        }

        private double highest() {
            return knob.whole() ? to + 0.5 : to;
        }

        private double inScale(double value) {
            return logarithmic ? Math.log(value) : value;
        }

        private double outOf(double scaled) {
            return logarithmic ? Math.exp(scaled) : scaled;
        }

        @Override
        public int choices() {
            return 0;
        }

        @Override
        public double size() {
            return knob.whole() ? to - from + 1 : Double.POSITIVE_INFINITY;
        }

        @Override
        public List<String> bounds() {
            return List.of(at(0), at(1));
        }

        @Override
        public String text() {
            return at(0) + " to " + at(1) + (logarithmic ? "" : ", linear");
        }
    }

    /**
     * Some values, of which none is nearer to one than to another.
     *
     * @param values two or more, each once
     */
    record Choice(Knob knob, List<String> values) implements Dimension {

        /** More are a range. */
        private static final int MOST = 100;

        public Choice {
            Check.given("knob", knob);
            int size = Check.given(knob.flag(), values).size();
            Check.require(
                    size >= 2 && size <= MOST,
                    knob.flag(),
                    "2 to " + MOST + " values, or a range FROM:TO",
                    size == 1 ? values.get(0) : size + " values");
            values = Check.<String>givenEach(knob.flag(), values).stream()
                    .map(value -> new Setting(Map.of(knob, value)).values().get(knob))
                    .toList();
            boolean different = values.stream().distinct().count() == values.size();
            Check.require(different, knob.flag(), "values that differ from each other", values);
        }

        @Override
        public String at(double place) {
            checkPlace(place);
            return values.get(Math.min(values.size() - 1, (int) (place * values.size())));
        }

        @Override
        public double place(String value) {
            int index = values.indexOf(Check.given(knob.flag(), value));
            return index < 0 ? Double.NaN : (index + 0.5) / values.size();
        }

        @Override
        public int choices() {
            return values.size();
        }

        @Override
        public double size() {
            return values.size();
        }

        @Override
        public List<String> bounds() {
            return values;
        }

        @Override
        public String text() {
            return String.join(", ", values);
        }
    }

    /**
     * Reads the values of a knob: a range {@code 0.5:2}, whose steps are equal factors, {@code 0:0.1:linear}, whose
     * steps are equal differences, or a list as that of a sweep, {@code RELU,TANH} or {@code 10:50:10}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Dimension of(Knob knob, String written) {
        Check.given("knob", knob);
        String[] fields = Check.given(knob.flag(), written).split(":", -1);
        boolean linear = fields.length == 3 && fields[2].trim().equalsIgnoreCase("linear");
        if (!knob.numeric() || !(fields.length == 2 || linear)) {
            return new Choice(knob, KnobValues.parse(knob, written));
        }
        return new Range(knob, number(knob, fields[0]), number(knob, fields[1]), !linear);
    }

    private static void checkPlace(double place) {
        Check.require(place >= 0 && place <= 1, "place", "from 0 to 1", place);
    }

    private static double number(Knob knob, String written) {
        return Double.parseDouble(KnobValues.parse(knob, written).get(0));
    }
}
