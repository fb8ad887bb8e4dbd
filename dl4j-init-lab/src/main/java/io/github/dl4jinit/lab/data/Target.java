// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;

/**
 * What a network shall tell of an example: which of some classes it is, or some values.
 *
 * @param kind classes or values
 * @param count how many there are, which is the number of a network's outputs
 */
public record Target(Kind kind, int count) {

    /** Whether an example has a class or values. */
    public enum Kind {
        /** One of several classes. Labels are one-hot, of shape [examples, classes]. */
        CLASSES("class", "classes"),
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
    }

    /** One of so many classes. */
    public static Target classes(int count) {
        return new Target(Kind.CLASSES, count);
    }

    /** So many real numbers. */
    public static Target values(int count) {
        return new Target(Kind.VALUES, count);
    }

    /**
     * The training loss of a network that tells nothing: of classes, with cross-entropy, the logarithm of their number;
     * of values, standardised and with the mean squared error, their variance, 1.
     */
    public double lossOfGuessing() {
        return kind == Kind.CLASSES ? Math.log(count) : 1;
    }

    /** The kind and the number, for people to read. */
    public String text() {
        return count + " " + (count == 1 ? kind.one : kind.several);
    }
}
