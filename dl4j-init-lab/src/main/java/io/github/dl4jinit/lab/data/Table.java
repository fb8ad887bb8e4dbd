// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Sha256;
import io.github.dl4jinit.lab.data.split.Split;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The rows of a table as numbers. Immutable.
 *
 * @param inputs a number for each column of numbers, and one for each category of a column of text: 1 if it is this
 * @param labels the number of the class in a single column, or the values
 * @param target what the labels are
 */
record Table(Columns inputs, Columns labels, Target target) implements Serializable {

    /**
     * Numbers in rows and columns. Immutable.
     *
     * @param numbers row by row
     * @param columns how many
     */
    record Columns(double[] numbers, int columns) implements Serializable {

        int rows() {
            return numbers.length / columns;
        }

        double get(int row, int column) {
            return numbers[row * columns + column];
        }
    }

    /** Draws a share of the rows for testing, at least one, and keeps the first of the others for training. */
    TableDataset split(double testShare, long seed, int trainLimit) {
        return new TableDataset(this, Split.drawn(inputs.rows(), testShare, seed, trainLimit));
    }

    /** The digest of sizes, inputs and labels of these rows. */
    String sha256(Split split) {
        MessageDigest digest = Sha256.start();
        for (int[] part : new int[][] {split.train(), split.test()}) {
            digest.update(bytes(part.length, inputs.columns(), labels.columns(), target.count()));
            for (int row : part) {
                addTo(digest, inputs, row);
                addTo(digest, labels, row);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    private static void addTo(MessageDigest digest, Columns columns, int row) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * columns.columns());
        bytes.asDoubleBuffer().put(columns.numbers(), row * columns.columns(), columns.columns());
        digest.update(bytes.array());
    }
}
