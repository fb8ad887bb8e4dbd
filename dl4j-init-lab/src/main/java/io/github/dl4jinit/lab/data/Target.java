// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dl4jinit.internal.Check;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What a network shall tell of an example: which of some classes it is, which of some labels it has, or some values.
 *
 * @param kind classes, labels or values
 * @param count how many there are, which is the number of a network's outputs
 * @param steps of how many steps of a sequence it shall tell that, each by itself; 0 if it shall tell it once, of the
 *     whole example
 */
public record Target(
        Kind kind,
        int count,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int steps) implements Serializable {

    /** Whether an example has a class, labels or values. */
    public enum Kind {
        /** One of several classes. Labels are one-hot, of shape [examples, classes]. */
        CLASSES("class", "classes"),
        /** Any of several labels, none and all included. Each is 0 or 1; they are of shape [examples, labels]. */
        LABELS("label", "labels"),
        /** Real numbers. Labels are of shape [examples, values]. */
        VALUES("value", "values");

        private final String one;
        private final String several;

        Kind(String one, String several) {
            this.one = one;
            this.several = several;
        }
    }

    public Target {
        Check.given("kind", kind);
        Check.inRange(kind.several, count, 1, Integer.MAX_VALUE);
        Check.inRange("steps", steps, 0, Integer.MAX_VALUE);
    }

    /** A target that is told once, of the whole example. */
    public Target(Kind kind, int count) {
        this(kind, count, 0);
    }

    /** One of so many classes. */
    public static Target classes(int count) {
        return new Target(Kind.CLASSES, count);
    }

    /** Any of so many labels. */
    public static Target labels(int count) {
        return new Target(Kind.LABELS, count);
    }

    /** So many real numbers. */
    public static Target values(int count) {
        return new Target(Kind.VALUES, count);
    }

    /** The same, told at each of so many steps: labels have the shape [examples, count, steps]. */
    public Target atEachOf(int ofSteps) {
        return new Target(kind, count, ofSteps);
    }

    /**
     * The training loss of a network that tells nothing: of classes, with cross-entropy, the logarithm of their number;
     * of labels, with binary cross-entropy, that of 2 for each; of values, standardised and with the mean squared
     * error, their variance, 1. DL4J adds up the losses of the steps.
     */
    public double lossOfGuessing() {
        double ofStep =
                switch (kind) {
                    case CLASSES -> Math.log(count);
                    case LABELS -> count * Math.log(2);
                    case VALUES -> 1;
                };
        return ofStep * Math.max(1, steps);
    }

    /** The unit of each label where labels are in units of their own: 1. */
    public double[] ownUnits() {
        double[] units = new double[count];
        Arrays.fill(units, 1);
        return units;
    }

    /** The kind and the number, for people to read. */
    public String text() {
        return count + " " + (count == 1 ? kind.one : kind.several)
                + (steps == 0 ? "" : " at each of " + steps + " steps");
    }
}
