// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

/**
 * What training at a learning rate does to the loss within a short run; losses are infinite where they are not finite.
 */
public final class RatePoint {

    private final double rate;
    private final double afterOneStep;
    private final double afterFiveSteps;
    private final double end;

    RatePoint(double rate, ShortRun run) {
        this.rate = rate;
        this.afterOneStep = run.afterOneStep();
        this.afterFiveSteps = run.afterFiveSteps();
        this.end = run.end();
    }

    /** The learning rate. */
    public double rate() {
        return rate;
    }

    /** The loss of the second batch after a step on the first. */
    public double lossAfterOneStep() {
        return afterOneStep;
    }

    /** The loss of the sixth batch after steps on five. */
    double lossAfterFiveSteps() {
        return afterFiveSteps;
    }

    /** The mean loss of the batches of the run's last quarter, each before the step on it. */
    public double finalLoss() {
        return end;
    }
}
