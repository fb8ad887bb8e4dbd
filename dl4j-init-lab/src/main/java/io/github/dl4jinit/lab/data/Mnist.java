// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * MNIST as DL4J trains and evaluates with it, without a download: {@code network.fit(Mnist.train(128, 42))}, then
 * {@code network.evaluate(Mnist.test(1000))}. The digits are standardised: over all pixels of the training set the mean
 * is 0 and the variance 1. A batch has features of shape [digits, 784] and one-hot labels of shape [digits, 10].
 *
 * <p>{@link ImageDataset#trainIterator} and {@link ImageDataset#testIterator} do the same for images of your own.
 */
public final class Mnist {

    private Mnist() {}

    /**
     * The 60 000 training digits.
     *
     * @param batchSize digits in a batch; the last of an epoch has what is left
     * @param seed what the order follows from: another in each epoch, the same epochs in each run
     * @throws IllegalArgumentException if the size is less than 1
     */
    public static DataSetIterator train(int batchSize, long seed) {
        return load(batchSize).trainIterator(batchSize, seed);
    }

    /**
     * The 10 000 test digits in the order of their file.
     *
     * @param batchSize digits in a batch, which bounds the memory that testing takes
     * @throws IllegalArgumentException if the size is less than 1
     */
    public static DataSetIterator test(int batchSize) {
        return load(batchSize).testIterator(batchSize);
    }

    /** Digits are not read in vain. */
    private static ImageDataset load(int batchSize) {
        ExampleIterator.checkBatchSize(batchSize);
        try {
            return ImageDataset.load(DataSource.of(null), 0);
        } catch (IOException e) { // a damaged jar, for which no program makes provision
            throw new UncheckedIOException("the bundled MNIST cannot be read: " + e.getMessage(), e);
        }
    }
}
