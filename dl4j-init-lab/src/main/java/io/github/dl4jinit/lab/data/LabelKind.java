// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;

/**
 * What labels are that nobody has named, by their numbers: one-hot ones are classes, other zeros and ones labels, all
 * others values. A single column is never one-hot.
 */
public final class LabelKind {

    private final int count;
    private boolean oneHot;
    private boolean binary = true;

    /**
     * What no labels are so far.
     *
     * @param count numbers of a row, one or more
     */
    public LabelKind(int count) {
        this.count = Check.inRange("count", count, 1, Integer.MAX_VALUE);
        this.oneHot = count > 1;
    }

    /** Takes note of the labels of an example, or of a step of one. */
    public void add(double... row) {
        Check.given("row", row);
        double sum = 0;
        for (double label : row) {
            binary = binary && (label == 0 || label == 1);
            sum += label;
        }
        oneHot = oneHot && sum == 1;
    }

    /** What all rows together can be. */
    public Target target() {
        return binary ? oneHot ? Target.classes(count) : Target.labels(count) : Target.values(count);
    }
}
