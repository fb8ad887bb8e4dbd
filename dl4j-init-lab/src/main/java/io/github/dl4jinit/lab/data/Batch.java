// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Some images as a network takes them. Every call makes a new array, which the caller may close.
 *
 * @param pixels standardised, image by image
 * @param labels the class of each image
 * @param classes number of classes
 */
public record Batch(float[] pixels, int[] labels, int classes) {

    public Batch {
        int count = Check.given("labels", labels).length;
        Check.require(count > 0, "labels", "of one image or more", count);
        int numbers = Check.given("pixels", pixels).length;
        Check.require(numbers % count == 0, "pixels", "as many for each of " + count + " images", numbers);
        for (int label : labels) {
            Check.inRange("label", label, 0, classes - 1);
        }
    }

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

    MultiDataSet toMultiDataSet() {
        return new MultiDataSet(features(), oneHotLabels());
    }
}
