// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.saved;

import java.io.StreamCorruptedException;
import java.util.Arrays;

/**
 * The examples of a file for one input or output.
 *
 * @param array of shape [examples, …]
 * @param mask 1 at each step that is there, or counts; {@code null} if all do
 */
record MaskedArray(SavedArray array, SavedArray mask) {

    int examples() {
        return array.shape()[0];
    }

    /** Steps of a sequence; 1 of what is none. */
    int steps() {
        return array.shape().length == 3 ? array.shape()[2] : 1;
    }

    /** Checks the mask's shape. */
    void check(String what) throws StreamCorruptedException {
        if (mask != null) {
            SavedArray.require(
                    Arrays.equals(mask.shape(), new int[] {examples(), steps()}),
                    "must hold a mask of shape [" + examples() + ", " + steps() + "] for its " + what + ", found "
                            + Arrays.toString(mask.shape()));
        }
    }
}
