// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A training and a test set of labelled images. Pixels are standardised with the training set's own mean and standard
 * deviation, because all the theory of initialisation assumes inputs of mean 0 and variance 1. Immutable.
 */
public final class ImageDataset implements Dataset {

    private static final long serialVersionUID = 1L;

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
    public static ImageDataset load(IdxSource source, int trainLimit) throws IOException {
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

    private static ImageDataset read(IdxSource source, int trainLimit) throws IOException {
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

    @Override
    public ImageDataset holdOut(int count) {
        Check.inRange("held-out", count, 1, train.count() - 1);
        int[] order = EpochOrder.forHoldingOut(train.count());
        int rest = order.length - count;
        return new ImageDataset(
                train.select(Arrays.copyOf(order, rest)),
                train.select(Arrays.copyOfRange(order, rest, order.length)),
                classes);
    }

    @Override
    public int trainCount() {
        return train.count();
    }

    @Override
    public int testCount() {
        return test.count();
    }

    @Override
    public int inputs() {
        return train.pixelsPerImage();
    }

    @Override
    public InputType inputType() {
        return InputType.convolutionalFlat(train.rows(), train.columns(), 1);
    }

    @Override
    public Target target() {
        return Target.classes(classes);
    }

    @Override
    public String content() {
        return train.count() + " training and " + test.count() + " test images of " + inputs() + " pixels, " + classes
                + " classes";
    }

    /** Number of classes: the largest label plus one. */
    public int classes() {
        return classes;
    }

    @Override
    public String sha256() {
        MessageDigest digest = Sha256.start();
        train.addTo(digest);
        test.addTo(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public double chance() {
        int[] counts = new int[classes];
        for (byte label : test.labels()) {
            counts[Byte.toUnsignedInt(label)]++;
        }
        return IntStream.of(counts).max().getAsInt() / (double) test.count();
    }

    /** The training images {@code order[from] … order[to − 1]}. */
    public Batch trainBatch(int[] order, int from, int to) {
        EpochOrder.checkRange(from, to, Check.given("order", order).length);
        int[] indices = Arrays.copyOfRange(order, from, to);
        for (int index : indices) {
            Check.inRange("an index of order", index, 0, train.count() - 1);
        }
        return batch(train, indices);
    }

    /** The test images {@code from … to − 1}. */
    public Batch testBatch(int from, int to) {
        EpochOrder.checkRange(from, to, test.count());
        return batch(test, IntStream.range(from, to).toArray());
    }

    @Override
    public DataSet trainData(int[] order, int from, int to) {
        return trainBatch(order, from, to).toDataSet();
    }

    @Override
    public DataSet testData(int from, int to) {
        return testBatch(from, to).toDataSet();
    }

    @Override
    public DataSet someTestData(int most) {
        return batch(test, EpochOrder.spread(testCount(), most)).toDataSet();
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
}
