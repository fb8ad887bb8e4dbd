// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The values that a knob is swept over, as a command line writes them: {@code 10,25,50}, {@code he,xavier(gain=1.1)},
 * or a range from, to (which belongs to it) and step, as in {@code 0.6:1.6:0.1} or {@code 200:50:-50}; or several of
 * these. Decimal numbers stay exact: the third of that range is 0.8. Values are made when they are asked for.
 */
public final class KnobValues extends AbstractList<String> implements RandomAccess {

    /** More than anybody can train, few enough to be looked through for doubles. */
    static final int MAX_SIZE = 1_000_000;

    /** Below it, digits without an exponent are hard to read. */
    private static final BigDecimal SMALL = new BigDecimal("0.000001");

    private final List<Part> parts;
    private final int size;

    /** Which value is the first of each part: to look for it part by part would take a list of thousands minutes. */
    private final int[] starts;

    private record Part(String text, BigDecimal from, BigDecimal step, int size) {

        static Part of(String text) {
            return new Part(text, null, null, 1);
        }

        String value(int i) {
            return from == null ? text : plain(from.add(step.multiply(BigDecimal.valueOf(i))));
        }
    }

    private KnobValues(List<Part> parts, int size) {
        this.parts = List.copyOf(parts);
        this.size = size;
        this.starts = new int[parts.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + parts.get(i - 1).size();
        }
    }

    /**
     * Reads values.
     *
     * @throws IllegalArgumentException if there is none, one of a knob of numbers is no number, a range is empty or
     *     endless, a value comes twice, or there are more than a million
     */
    public static KnobValues parse(Knob knob, String written) {
        Check.given("knob", knob);
        Check.given(knob.flag(), written);
        List<Part> parts = new ArrayList<>();
        long size = 0;
        for (String text : Scheme.split(written)) {
            Part part = part(knob, text.trim());
            parts.add(part);
            size += part.size();
            checkSize(knob, BigDecimal.valueOf(size), written);
        }
        KnobValues values = new KnobValues(parts, (int) size);
        // Those of one range differ, and a million of them are not looked through for nothing.
        boolean different = parts.size() == 1 || new HashSet<>(values).size() == size;
        Check.require(different, knob.flag(), "values that differ from each other", written);
        return values;
    }

    private static Part part(Knob knob, String text) {
        Check.require(!text.isEmpty(), knob.flag(), "values separated by commas, or ranges FROM:TO:STEP", "nothing");
        if (!knob.numeric()) {
            return Part.of(knob == Knob.SCHEME ? Scheme.unfinished(text).text() : text);
        }
        String[] fields = text.split(":", -1);
        if (fields.length == 1) {
            return Part.of(plain(decimal(knob, text)));
        }
        Check.require(fields.length == 3, knob.flag(), "a number or a range FROM:TO:STEP", text);
        BigDecimal from = decimal(knob, fields[0]);
        BigDecimal span = decimal(knob, fields[1]).subtract(from);
        BigDecimal step = decimal(knob, fields[2]);
        Check.require(step.signum() != 0, knob.flag(), "a range whose step is not 0", text);
        Check.require(
                span.signum() * step.signum() >= 0,
                knob.flag(),
                "a range whose step leads from its start to its end",
                text);
        BigDecimal count = span.divide(step, 0, RoundingMode.DOWN).add(BigDecimal.ONE);
        checkSize(knob, count, text);
        return new Part(text, from, step, count.intValueExact());
    }

    private static void checkSize(Knob knob, BigDecimal size, String written) {
        Check.require(
                size.compareTo(BigDecimal.valueOf(MAX_SIZE)) <= 0, knob.flag(), "at most a million values", written);
    }

    private static BigDecimal decimal(Knob knob, String text) {
        try {
            BigDecimal decimal = new BigDecimal(text.trim());
            double number = decimal.doubleValue();
            if (Double.isFinite(number) && (number != 0 || decimal.signum() == 0)) {
                return decimal;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Check.message(knob.flag(), "a number", text), e);
        }
        throw new IllegalArgumentException(Check.message(knob.flag(), "a number of a double's range", text));
    }

    static String plain(BigDecimal decimal) {
        BigDecimal shortest = decimal.stripTrailingZeros();
        return shortest.signum() != 0 && shortest.abs().compareTo(SMALL) < 0
                ? shortest.toString()
                : shortest.toPlainString();
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, size);
        int found = Arrays.binarySearch(starts, index);
        int part = found >= 0 ? found : -found - 2;
        return parts.get(part).value(index - starts[part]);
    }

    @Override
    public int size() {
        return size;
    }
}
