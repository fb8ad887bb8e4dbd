// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

/** What an updater does to each parameter: ND4J's operations, in their order, in single precision as they are. */
interface UpdateRule {

    /** How many numbers it keeps for each parameter. */
    default int states() {
        return 0;
    }

    /** What those numbers are at first. */
    default float initialState() {
        return 0;
    }

    /** Called before each update, with its number from 0. */
    void begin(int iteration);

    /**
     * Updates some of the parameters.
     *
     * @param gradient the mean gradient for each of them
     * @param state the numbers that are kept, each for all of them
     */
    void update(float[] parameters, float[] gradient, float[][] state, int count);
}
