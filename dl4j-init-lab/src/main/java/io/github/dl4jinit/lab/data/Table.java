// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Sha256;
import io.github.dl4jinit.lab.data.file.PackedArray;
import io.github.dl4jinit.lab.data.split.Split;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The rows of a table as numbers. Immutable.
 *
 * @param rows of each first the inputs, a number for each column of numbers, and one for each category of a column of
 *     text, 1 if it is this; then the labels, the number of the class or the values
 * @param labels how many numbers of a row are labels
 * @param target what the labels are
 */
record Table(PackedArray rows, int labels, Target target) implements Serializable {

    /** How many numbers of a row are inputs. */
    int inputs() {
        return rows.size() - labels;
    }

    boolean hasClasses() {
        return target.kind() == Target.Kind.CLASSES;
    }

    /** The class of a row whose label is one. */
    int label(int row) {
        return (int) rows.get((long) row * rows.size() + inputs());
    }

    /** Draws a share of the rows for testing, at least one, and keeps the first of the others for training. */
    TableDataset split(double testShare, long seed, int trainLimit) {
        return new TableDataset(this, Split.drawn(rows.count(), testShare, seed, trainLimit));
    }

    /** The digest of sizes, inputs and labels of these rows. */
    String sha256(Split split) {
        MessageDigest digest = Sha256.start();
        PackedArray.Reader reader = rows.reader();
        for (int[] part : new int[][] {split.train(), split.test()}) {
            digest.update(bytes(part.length, inputs(), labels, target.count()));
            for (int row : part) {
                digest.update(reader.bytes(row));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }
}
