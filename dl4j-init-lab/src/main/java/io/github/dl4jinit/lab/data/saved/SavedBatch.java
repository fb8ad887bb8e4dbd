// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.saved;

import io.github.dl4jinit.internal.Check;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.StreamCorruptedException;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a file holds that {@code DataSet.save} or {@code MultiDataSet.save} has written: a byte that says what there is,
 * or four counts, and then the arrays, whose numbers are not in memory. What stands behind them, names and descriptions
 * as Java objects, is never read: reading objects runs code of whoever wrote them.
 */
public final class SavedBatch {

    /** More than any network has inputs or outputs. */
    private static final int MOST_ARRAYS = 100;

    private static final int FEATURES = 1;
    private static final int LABELS = 2;
    private static final int LABELS_ARE_FEATURES = 4;
    private static final int FEATURES_MASK = 8;
    private static final int LABELS_MASK = 16;

    /** The first bytes of such a file up to the end of the first array's allocation. */
    private static final int SNIFFED = 64;

    private final List<MaskedArray> features;
    private final List<MaskedArray> labels;

    private SavedBatch(List<MaskedArray> features, List<MaskedArray> labels) {
        this.features = features;
        this.labels = labels;
    }

    /** An array for each input. */
    List<MaskedArray> features() {
        return features;
    }

    /** An array for each output. */
    List<MaskedArray> labels() {
        return labels;
    }

    /** Whether a file begins as one that DL4J has saved. */
    public static boolean isOne(Path file) throws IOException {
        Check.given("file", file);
        byte[] start = new byte[SNIFFED];
        int read;
        try (InputStream in = Files.newInputStream(file)) {
            read = in.readNBytes(start, 0, SNIFFED);
        }
        int array = read > 0 && start[0] == 0 ? 4 * Integer.BYTES : 1;
        return read > array + 2
                && start[array] == 0
                && (startsWith(start, array + 2, "LONG_SHAPE") || startsWith(start, array + 2, "MIXED_DATA_TYPES"));
    }

    private static boolean startsWith(byte[] bytes, int from, String text) {
        return from + text.length() <= bytes.length
                && Arrays.equals(
                        Arrays.copyOfRange(bytes, from, from + text.length()),
                        text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a file's headers.
     *
     * @throws StreamCorruptedException if it holds no examples with features and labels
     * @throws IOException if it cannot be read
     */
    public static SavedBatch read(Path file) throws IOException {
        try (RandomAccessFile in =
                new RandomAccessFile(Check.given("file", file).toFile(), "r")) {
            int first = in.readUnsignedByte();
            SavedBatch batch = first == 0 ? multiple(file, in) : single(file, in, first);
            batch.check();
            return batch;
        } catch (EOFException e) {
            throw corrupted("ends within an array (truncated?)", e);
        } catch (UTFDataFormatException e) {
            throw corrupted("is nothing that DataSet.save or MultiDataSet.save has written", e);
        }
    }

    private static IOException corrupted(String problem, IOException cause) {
        IOException corrupted = new StreamCorruptedException(problem);
        corrupted.initCause(cause);
        return corrupted;
    }

    private static SavedBatch single(Path file, RandomAccessFile in, int given) throws IOException {
        boolean same = (given & LABELS_ARE_FEATURES) != 0;
        SavedArray.require(
                (given & FEATURES) != 0 && ((given & LABELS) != 0 || same),
                "holds no features with labels, as DataSet.save writes them");
        SavedArray features = SavedArray.read(file, in);
        SavedArray labels = same ? features : SavedArray.read(file, in);
        SavedArray featuresMask = (given & FEATURES_MASK) != 0 ? SavedArray.read(file, in) : null;
        SavedArray labelsMask = (given & LABELS_MASK) != 0 ? SavedArray.read(file, in) : null;
        return new SavedBatch(
                List.of(new MaskedArray(features, featuresMask)), List.of(new MaskedArray(labels, labelsMask)));
    }

    private static SavedBatch multiple(Path file, RandomAccessFile in) throws IOException {
        // The first byte of the first count has been read.
        int inputs = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int outputs = in.readInt();
        SavedArray.require(
                inputs >= 1 && outputs >= 1 && inputs <= MOST_ARRAYS && outputs <= MOST_ARRAYS,
                "must hold 1 to " + MOST_ARRAYS + " arrays of features and as many of labels, found " + inputs + " and "
                        + outputs);
        int featureMasks = in.readInt();
        int labelMasks = in.readInt();
        SavedArray.require(
                (featureMasks == 0 || featureMasks == inputs) && (labelMasks == 0 || labelMasks == outputs),
                "must hold a mask for each array or none, found " + featureMasks + " for " + inputs + " and "
                        + labelMasks + " for " + outputs);
        List<SavedArray> features = arrays(file, in, inputs);
        List<SavedArray> labels = arrays(file, in, outputs);
        List<SavedArray> ofFeatures = arrays(file, in, featureMasks);
        List<SavedArray> ofLabels = arrays(file, in, labelMasks);
        return new SavedBatch(masked(features, ofFeatures), masked(labels, ofLabels));
    }

    private static List<SavedArray> arrays(Path file, RandomAccessFile in, int count) throws IOException {
        List<SavedArray> arrays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrays.add(SavedArray.read(file, in));
        }
        return arrays;
    }

    private static List<MaskedArray> masked(List<SavedArray> arrays, List<SavedArray> masks) throws IOException {
        List<MaskedArray> masked = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            boolean absent = masks.isEmpty() || masks.get(i).isAbsent();
            masked.add(new MaskedArray(arrays.get(i), absent ? null : masks.get(i)));
        }
        return masked;
    }

    /** Number of examples. */
    public int examples() {
        return features.get(0).examples();
    }

    private void check() throws IOException {
        for (MaskedArray input : features) {
            int[] shape = input.array().shape();
            SavedArray.require(
                    shape.length >= 2 && input.examples() == examples(),
                    "must hold features of shape [" + (input == features.get(0) ? "examples" : examples())
                            + ", …], found " + Arrays.toString(shape));
            input.check("features");
        }
        for (MaskedArray output : labels) {
            int[] shape = output.array().shape();
            SavedArray.require(
                    (shape.length == 2 || shape.length == 3) && output.examples() == examples(),
                    "must hold labels of shape [" + examples() + ", outputs] or [" + examples()
                            + ", outputs, steps], found " + Arrays.toString(shape));
            output.check("labels");
        }
    }
}
