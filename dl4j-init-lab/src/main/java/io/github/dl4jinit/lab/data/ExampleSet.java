// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import java.io.Serializable;

/** Examples of classes, and the order in which each epoch goes through them. Immutable. */
interface ExampleSet extends Serializable {

    /** Numbers that an example consists of. */
    int inputs();

    /** Number of classes. */
    int classes();

    /** The indices of all examples in the order of this epoch, which is 0 for the first. */
    int[] order(int epoch);

    /** The examples {@code order[from] … order[to − 1]}. */
    Batch batch(int[] order, int from, int to);
}
