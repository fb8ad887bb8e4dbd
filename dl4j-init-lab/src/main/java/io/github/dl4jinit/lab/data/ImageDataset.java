// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A training and a test set of labelled images, in batches or as iterators for DL4J's {@code fit} and {@code evaluate}.
 * Pixels are standardised with the training set's own mean and standard deviation, because all the theory of
 * initialisation assumes inputs of mean 0 and variance 1. Immutable.
 */
public final class ImageDataset implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Any number that is nobody's seed. */
    private static final long HOLD_OUT_SEED = 0x68656C64L;

    /** What {@code SplittableRandom} adds to its seed for each number: 2⁶⁴ over the golden ratio, made odd. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private final LabelledImages train;
    private final LabelledImages test;
    private final int classes;
    private final float[] standardised;

    private ImageDataset(LabelledImages train, LabelledImages test, int classes) {
        this.train = train;
        this.test = test;
        this.classes = classes;
        this.standardised = standardisation(train.pixels());
    }

    /**
     * Reads the four files of a source.
     *
     * @param source where they are
     * @param trainLimit how many of the first training images to keep, 0 for all; more than there are means all
     * @throws IOException if a file is missing, unreadable, not IDX, or does not fit the others; the message names it
     */
    public static ImageDataset load(DataSource source, int trainLimit) throws IOException {
        Check.given("source", source);
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        try {
            return read(source, trainLimit);
        } catch (OutOfMemoryError e) { // a few kB of gzip can hold gigabytes
            throw new InvalidDataException(
                    source.description(),
                    "needs more memory than Java has, " + (Runtime.getRuntime().maxMemory() >> 20) + " MB",
                    e);
        }
    }

    private static ImageDataset read(DataSource source, int trainLimit) throws IOException {
        LabelledImages train = IdxReader.read(source, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
        LabelledImages test = IdxReader.read(source, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
        if (train.rows() != test.rows() || train.columns() != test.columns()) {
            throw new InvalidDataException(
                    source.description(),
                    "expected test images of " + train.rows() + "x" + train.columns()
                            + " pixels like the training images, found " + test.rows() + "x" + test.columns());
        }
        boolean limited = trainLimit > 0 && trainLimit < train.count();
        LabelledImages used = limited ? train.first(trainLimit) : train;
        return new ImageDataset(used, test, Math.max(used.largestLabel(), test.largestLabel()) + 1);
    }

    /**
     * The same data, in which some of the training images take the place of the test images, so that what is chosen by
     * them has not seen the test set. They are drawn at random, because files may be sorted by class, and are always
     * the same.
     *
     * @param count how many, fewer than there are
     */
    public ImageDataset holdOut(int count) {
        Check.inRange("held-out", count, 1, train.count() - 1);
        int[] order = trainOrder(HOLD_OUT_SEED, 0);
        int rest = order.length - count;
        return new ImageDataset(
                train.select(Arrays.copyOf(order, rest)),
                train.select(Arrays.copyOfRange(order, rest, order.length)),
                classes);
    }

    /** Number of training images. */
    public int trainCount() {
        return train.count();
    }

    /** Number of test images. */
    public int testCount() {
        return test.count();
    }

    /** Number of pixels of an image. */
    public int inputs() {
        return train.pixelsPerImage();
    }

    /** Number of classes: the largest label plus one. */
    public int classes() {
        return classes;
    }

    /**
     * The SHA-256 digest of the sizes, pixels and labels of the training and of the test images, in hexadecimal: it
     * tells whether two runs had the same data, wherever it lay and however it was compressed.
     */
    public String sha256() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        train.addTo(digest);
        test.addTo(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The share of the test set's commonest class, which is the accuracy of a network that always names it. */
    public double chance() {
        int[] counts = new int[classes];
        for (byte label : test.labels()) {
            counts[Byte.toUnsignedInt(label)]++;
        }
        return IntStream.of(counts).max().getAsInt() / (double) test.count();
    }

    /**
     * The training images for DL4J's {@code fit}, in the order of {@link #trainOrder}: another in each epoch, the same
     * epochs in each run. Batches have features of shape [images, pixels] and one-hot labels of shape [images,
     * classes].
     *
     * @param batchSize images in a batch; the last of an epoch has what is left
     * @throws IllegalArgumentException if the size is less than 1
     */
    public DataSetIterator trainIterator(int batchSize, long seed) {
        return new ExampleIterator(new TrainingImages(this, seed), batchSize);
    }

    /**
     * The test images for DL4J's {@code evaluate}, in the order of their file.
     *
     * @param batchSize images in a batch, which bounds the memory that testing takes
     * @throws IllegalArgumentException if the size is less than 1
     */
    public DataSetIterator testIterator(int batchSize) {
        return new ExampleIterator(new TestImages(this), batchSize);
    }

    /** The training images in an order that follows from the seed and the epoch (Fisher–Yates). */
    public int[] trainOrder(long seed, int epoch) {
        Check.inRange("epoch", epoch, 0, Integer.MAX_VALUE);
        // Splitting keeps the epochs of one seed apart from those of the next. Each split takes two numbers, so the
        // generator of an epoch is found without those of all before it.
        SplittableRandom ofEpoch = new SplittableRandom(seed + 2L * epoch * SEED_STEP).split();
        int[] order = IntStream.range(0, train.count()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = ofEpoch.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** The training images {@code order[from] … order[to − 1]}. */
    public Batch trainBatch(int[] order, int from, int to) {
        checkRange(from, to, Check.given("order", order).length);
        int[] indices = Arrays.copyOfRange(order, from, to);
        for (int index : indices) {
            Check.inRange("an index of order", index, 0, train.count() - 1);
        }
        return batch(train, indices);
    }

    /** The test images {@code from … to − 1}. */
    public Batch testBatch(int from, int to) {
        checkRange(from, to, test.count());
        return batch(test, IntStream.range(from, to).toArray());
    }

    /**
     * Some test images, evenly spread over all of them, which may be sorted by their classes.
     *
     * @param most how many at most
     */
    public Batch testSample(int most) {
        Check.inRange("most", most, 1, Integer.MAX_VALUE);
        int size = Math.min(most, testCount());
        return batch(
                test,
                IntStream.range(0, size)
                        .map(i -> (int) ((long) i * testCount() / size))
                        .toArray());
    }

    private static void checkRange(int from, int to, int count) {
        Check.inRange("from", from, 0, count - 1);
        Check.inRange("to", to, from + 1, count);
    }

    private Batch batch(LabelledImages images, int[] indices) {
        int size = inputs();
        float[] pixels = new float[indices.length * size];
        int[] labels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int source = indices[i] * size;
            int target = i * size;
            for (int p = 0; p < size; p++) {
                pixels[target + p] = standardised[Byte.toUnsignedInt(images.pixels()[source + p])];
            }
            labels[i] = Byte.toUnsignedInt(images.labels()[indices[i]]);
        }
        return new Batch(pixels, labels, classes);
    }

    /** The standardised value of each of the 256 grey levels. */
    private static float[] standardisation(byte[] pixels) {
        long[] histogram = new long[256];
        for (byte pixel : pixels) {
            histogram[Byte.toUnsignedInt(pixel)]++;
        }
        double sum = 0;
        double sumOfSquares = 0;
        for (int level = 0; level < histogram.length; level++) {
            sum += (double) histogram[level] * level;
            sumOfSquares += (double) histogram[level] * level * level;
        }
        double mean = sum / pixels.length;
        double variance = sumOfSquares / pixels.length - mean * mean;
        // Images of one grey level carry no information; they become zeros instead of NaN.
        double std = variance > 0 ? Math.sqrt(variance) : 1;
        float[] standardised = new float[histogram.length];
        for (int level = 0; level < histogram.length; level++) {
            standardised[level] = (float) ((level - mean) / std);
        }
        return standardised;
    }

    private record TrainingImages(ImageDataset images, long seed) implements ExampleSet {

        @Override
        public int inputs() {
            return images.inputs();
        }

        @Override
        public int classes() {
            return images.classes();
        }

        @Override
        public int[] order(int epoch) {
            return images.trainOrder(seed, epoch);
        }

        @Override
        public Batch batch(int[] order, int from, int to) {
            return images.trainBatch(order, from, to);
        }
    }

    private record TestImages(ImageDataset images) implements ExampleSet {

        @Override
        public int inputs() {
            return images.inputs();
        }

        @Override
        public int classes() {
            return images.classes();
        }

        @Override
        public int[] order(int epoch) {
            return IntStream.range(0, images.testCount()).toArray();
        }

        @Override
        public Batch batch(int[] order, int from, int to) {
            return images.testBatch(from, to);
        }
    }
}
