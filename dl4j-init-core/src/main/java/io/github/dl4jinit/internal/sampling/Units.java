// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * How the units at one end of a layer's weights stand to each other: each by itself, or in pairs that see z and −z. Of
 * a width of 2p + r, unit i of the first p and unit p + i are a pair, and the last r units are without partner. What
 * flattens images may put several such rows of units one behind the other.
 */
public final class Units {

    private final int rows;
    private final int pairs;

    /** Units without partner in a row: outside pairs if there are any, otherwise all. */
    private final int singles;

    private Units(int rows, int pairs, int singles) {
        this.rows = rows;
        this.pairs = pairs;
        this.singles = singles;
    }

    /** Units that stand by themselves. */
    public static Units single(int width) {
        return new Units(1, 0, width);
    }

    /** Pairs in two halves of the width; the last unit of an odd width has no partner. */
    public static Units paired(int width) {
        return new Units(1, width / 2, width % 2);
    }

    /** These units, each of which has become so many neighbours: the pixels of a channel. */
    public Units spread(int neighbours) {
        return new Units(rows, pairs * neighbours, singles * neighbours);
    }

    /** So many rows like these, one behind the other: the channels of each pixel. */
    public Units repeated(int times) {
        return new Units(rows * times, pairs, singles);
    }

    /** Whether there are pairs. */
    public boolean inPairs() {
        return pairs > 0;
    }

    /** The number of units. */
    public int size() {
        return rows * (2 * pairs + singles);
    }

    /** The number of values that the units carry: one for each pair, or for each unit that stands by itself. */
    public int values() {
        return rows * (inPairs() ? pairs : singles);
    }

    /** The number of units beside the pairs; 0 if all stand by themselves. */
    public int partnerless() {
        return inPairs() ? rows * singles : 0;
    }

    /** The unit that carries a value. */
    int positive(int value) {
        return inPairs() ? value / pairs * (2 * pairs + singles) + value % pairs : value;
    }

    /** The unit that carries the negative of a value, if the units are in pairs. */
    int negative(int value) {
        return positive(value) + pairs;
    }

    /** The unit that is number so much among those beside the pairs. */
    int partnerless(int number) {
        return number / singles * (2 * pairs + singles) + 2 * pairs + number % singles;
    }
}
