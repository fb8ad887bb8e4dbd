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

    /** Checks the mask's shape, and that all numbers are finite. */
    void check(String what) throws StreamCorruptedException {
        int[] shape = array.shape();
        int steps = shape.length == 3 ? shape[2] : 1;
        if (mask != null) {
            SavedArray.require(
                    Arrays.equals(mask.shape(), new int[] {examples(), steps}),
                    "must hold a mask of shape [" + examples() + ", " + steps + "] for its " + what + ", found "
                            + Arrays.toString(mask.shape()));
            checkFinite(mask);
        }
        checkFinite(array);
    }

    private static void checkFinite(SavedArray array) throws StreamCorruptedException {
        int perExample = array.values().length / array.shape()[0];
        for (int i = 0; i < array.values().length; i++) {
            SavedArray.require(
                    Float.isFinite(array.values()[i]),
                    "must hold finite numbers, found " + array.values()[i] + " in example " + i / perExample);
        }
    }
}
