// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Labels, or a network's outputs, one row for each example, or for each step of each example.
 *
 * @param rows those that no mask hides
 */
record LabelRows(double[][] rows) {

    /** The rows of a batch's labels for an output. */
    static LabelRows of(MultiDataSet batch, int output) {
        return of(batch.getLabels(output), batch.getLabelsMaskArray(output));
    }

    /**
     * The rows of an array.
     *
     * @param array of shape [examples, outputs] or [examples, outputs, steps]
     * @param mask of shape [examples, 1] or [examples, steps]; {@code null} if all count
     */
    static LabelRows of(INDArray array, INDArray mask) {
        double[] numbers = Doubles.of(array);
        double[] counts = mask == null ? null : Doubles.of(mask);
        int outputs = Math.toIntExact(array.size(1));
        int steps = array.rank() == 3 ? Math.toIntExact(array.size(2)) : 1;
        int all = numbers.length / outputs;
        List<double[]> rows = new ArrayList<>(all);
        for (int row = 0; row < all; row++) {
            if (counts == null || counts[row] != 0) {
                rows.add(row(numbers, row / steps * outputs * steps + row % steps, outputs, steps));
            }
        }
        return new LabelRows(rows.toArray(double[][]::new));
    }

    private static double[] row(double[] numbers, int first, int outputs, int steps) {
        if (steps == 1) {
            return Arrays.copyOfRange(numbers, first, first + outputs);
        }
        double[] row = new double[outputs];
        for (int i = 0; i < outputs; i++) {
            row[i] = numbers[first + i * steps];
        }
        return row;
    }
}
