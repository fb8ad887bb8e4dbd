// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Some images as a network takes them. Every call makes a new array, which the caller may close.
 *
 * @param pixels standardised, image by image
 * @param labels the class of each image
 * @param classes number of classes
 */
public record Batch(float[] pixels, int[] labels, int classes) {

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** The pixels as an array of shape [images, pixels of an image]. */
    public INDArray features() {
        return Nd4j.create(pixels, new long[] {size(), pixels.length / size()}, 'c');
    }

    /** The labels as an array of shape [images, classes]: 1 at the image's class, 0 elsewhere. */
    public INDArray oneHotLabels() {
        float[] oneHot = new float[size() * classes];
        for (int i = 0; i < size(); i++) {
            oneHot[i * classes + labels[i]] = 1;
        }
        return Nd4j.create(oneHot, new long[] {size(), classes}, 'c');
    }
}
