// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One column of a table: what its values are, and the numbers that they become. */
final class TableColumn {

    /** More different texts than this are names, or free text, of which a network could learn nothing but the rows. */
    static final int MOST_CATEGORIES = 1000;

    /**
     * What {@code Double.parseDouble} takes, without Java's own {@code 1f}, {@code 0x1p3}, {@code NaN}. It gives no
     * digit back: else time would grow with the square of their number.
     */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++\\.?\\d*+|\\.\\d++)([eE][+-]?\\d{1,5})?");

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d++,\\d++");

    private static final Pattern INFINITE = Pattern.compile("(?i)[+-]?(inf|infinity|∞)");

    /** Year, month and day in the orders that are written, with a time or without. */
    private static final Pattern DATE =
            Pattern.compile("(\\d{4}([-/.])\\d{1,2}\\2\\d{1,2}|\\d{1,2}([-/.])\\d{1,2}\\3\\d{2,4})([T ].*)?");

    /** A file is read twice. */
    private static final String CHANGED = "the same when it is read again";

    private final String name;
    private final int index;
    private final TreeSet<String> texts = new TreeSet<>();
    private final TreeSet<Double> numbers = new TreeSet<>();
    private boolean numeric = true;
    private boolean whole = true;
    private boolean onlyDecimalCommas = true;
    private boolean onlyDates = true;
    private String firstText;
    private String firstInfinite;
    private String firstFraction;
    private Map<?, Integer> places;

    TableColumn(String name, int index) {
        this.name = name;
        this.index = index;
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    /**
     * Takes note of a value.
     *
     * @return whether it is one that can be used: not a number beyond all that {@code double} holds
     */
    boolean look(String value) {
        addBounded(texts, value);
        onlyDates = onlyDates && DATE.matcher(value).matches();
        if (!NUMBER.matcher(value).matches()) {
            firstText = numeric ? value : firstText;
            firstInfinite = firstInfinite == null && INFINITE.matcher(value).matches() ? value : firstInfinite;
            onlyDecimalCommas =
                    onlyDecimalCommas && DECIMAL_COMMA.matcher(value).matches();
            numeric = false;
            return true;
        }
        double number = Double.parseDouble(value) + 0.0; // -0 becomes 0
        if (Double.compare(number, Math.rint(number)) != 0) {
            firstFraction = whole ? value : firstFraction;
            whole = false;
        }
        addBounded(numbers, number);
        return Double.isFinite(number);
    }

    private static <T> void addBounded(TreeSet<T> set, T value) {
        if (set.size() <= MOST_CATEGORIES) {
            set.add(value);
        }
    }

    /** What is wrong with a column of text that was hardly meant as such; empty if nothing is. */
    Optional<String> fault() {
        if (numeric) {
            return Optional.empty();
        }
        if (onlyDates) {
            return Optional.of("expected numbers or categories, found dates, such as '" + firstText
                    + "'; drop the column, or write numbers, such as the day of the year");
        }
        if (onlyDecimalCommas) {
            return Optional.of("expected numbers with decimal points, found '" + firstText + "'");
        }
        if (firstInfinite != null && !numbers.isEmpty()) {
            return Optional.of("expected finite numbers, found '" + firstInfinite + "'");
        }
        // Codes may be of either kind, but they are whole numbers.
        return firstFraction == null
                ? Optional.empty()
                : Optional.of("expected numbers in all rows, or texts in all, found both, such as '" + firstFraction
                        + "' and '" + firstText + "'");
    }

    /** Whether all values were numbers. */
    boolean numeric() {
        return numeric;
    }

    /** The first value that was no number. */
    String firstText() {
        return firstText;
    }

    /** Whether all values were whole numbers, and no more than so many different ones. */
    boolean fewWhole(int most) {
        return numeric && whole && numbers.size() <= most;
    }

    /** How many different values there were; of more than {@value #MOST_CATEGORIES} that number and one. */
    int categories() {
        return numeric ? numbers.size() : texts.size();
    }

    /** Numbers that a value becomes as an input. */
    int width() {
        return numeric ? 1 : texts.size();
    }

    /** Writes what a value is as an input: the number, or 1 at the place of its category. */
    void writeInput(String value, double[] target, int start) {
        if (numeric) {
            target[start] = number(value);
        } else {
            target[start + place(value)] = 1;
        }
    }

    /**
     * The number that a value is.
     *
     * @throws IllegalArgumentException if it is none, which it was when it was looked at
     */
    double number(String value) {
        Check.require(NUMBER.matcher(value).matches(), "column " + name, CHANGED, value);
        return Double.parseDouble(value) + 0.0;
    }

    /**
     * The number of a value's category; they are counted in their order, as numbers or as texts.
     *
     * @throws IllegalArgumentException if it was not among those that were looked at
     */
    int place(String value) {
        if (places == null) {
            places = numeric ? counted(numbers) : counted(texts);
        }
        Integer place = numeric ? places.get(number(value)) : places.get(value);
        Check.require(place != null, "column " + name, CHANGED, value);
        return place;
    }

    private static <T> Map<T, Integer> counted(TreeSet<T> values) {
        Map<T, Integer> counted = new HashMap<>();
        List<T> ascending = new ArrayList<>(values);
        for (int i = 0; i < ascending.size(); i++) {
            counted.put(ascending.get(i), i);
        }
        return counted;
    }
}
