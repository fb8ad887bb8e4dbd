// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Grey images with a label each. The arrays are shared, not copied: nobody writes to them.
 *
 * @param pixels all pixels as unsigned bytes, image by image, row by row
 * @param labels one unsigned byte for each image
 * @param rows height of an image
 * @param columns width of an image
 */
record LabelledImages(byte[] pixels, byte[] labels, int rows, int columns) implements Serializable {

    int count() {
        return labels.length;
    }

    int pixelsPerImage() {
        return rows * columns;
    }

    /** Adds the sizes and all bytes to a digest. */
    void addTo(MessageDigest digest) {
        digest.update(ByteBuffer.allocate(3 * Integer.BYTES)
                .putInt(count())
                .putInt(rows)
                .putInt(columns)
                .flip());
        digest.update(pixels);
        digest.update(labels);
    }

    int largestLabel() {
        int largest = 0;
        for (byte label : labels) {
            largest = Math.max(largest, Byte.toUnsignedInt(label));
        }
        return largest;
    }

    LabelledImages first(int count) {
        return new LabelledImages(
                Arrays.copyOf(pixels, count * pixelsPerImage()), Arrays.copyOf(labels, count), rows, columns);
    }

    LabelledImages select(int[] indices) {
        int size = pixelsPerImage();
        byte[] selected = new byte[indices.length * size];
        byte[] selectedLabels = new byte[indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(pixels, indices[i] * size, selected, i * size, size);
            selectedLabels[i] = labels[indices[i]];
        }
        return new LabelledImages(selected, selectedLabels, rows, columns);
    }
}
