// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

/** Listens to the iterations of a trial while it runs. */
@FunctionalInterface
public interface Progress {

    /**
     * An iteration is done.
     *
     * @param iteration iterations done
     * @param iterations iterations in all
     * @param loss training loss of the last one
     */
    void iterationDone(int iteration, int iterations, double loss);
}
