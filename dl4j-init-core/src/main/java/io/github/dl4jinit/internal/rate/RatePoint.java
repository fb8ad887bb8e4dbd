// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

/**
 * What a learning rate does within its first steps; losses are medians over the batches, infinite where they are not
 * finite.
 */
public final class RatePoint {

    private final double rate;
    private final double afterOne;
    private final double afterFive;
    private final double afterTen;
    private final double elsewhere;

    RatePoint(double rate, double afterOne, double afterFive, double afterTen, double elsewhere) {
        this.rate = rate;
        this.afterOne = afterOne;
        this.afterFive = afterFive;
        this.afterTen = afterTen;
        this.elsewhere = elsewhere;
    }

    /** The learning rate. */
    public double rate() {
        return rate;
    }

    /** The loss of a batch after one step on it. */
    public double lossAfterOneStep() {
        return afterOne;
    }

    /** The loss of a batch after five steps on it. */
    public double lossAfterFiveSteps() {
        return afterFive;
    }

    /** The loss of a batch after ten steps on it. */
    public double lossAfterTenSteps() {
        return afterTen;
    }

    /**
     * The loss of another batch after the ten steps over what it was before: below 1 if something general is learnt.
     */
    double ratioElsewhere() {
        return elsewhere;
    }
}
