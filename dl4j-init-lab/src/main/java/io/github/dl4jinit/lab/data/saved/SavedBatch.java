// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.saved;

import io.github.dl4jinit.internal.Check;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a file holds that {@code DataSet.save} or {@code MultiDataSet.save} has written: a byte that says what there is,
 * or four counts, and then the arrays. What stands behind them, names and descriptions as Java objects, is never read:
 * reading objects runs code of whoever wrote them.
 */
public final class SavedBatch {

    private static final int FEATURES = 1;
    private static final int LABELS = 2;
    private static final int LABELS_ARE_FEATURES = 4;
    private static final int FEATURES_MASK = 8;
    private static final int LABELS_MASK = 16;

    /** The first bytes of such a file up to the end of the first array's allocation. */
    private static final int SNIFFED = 64;

    private final SavedArray features;
    private final SavedArray labels;

    /** 1 at each step that is there; {@code null} if all are. */
    private final SavedArray featuresMask;

    /** 1 at each step that counts; {@code null} if all do. */
    private final SavedArray labelsMask;

    private SavedBatch(SavedArray features, SavedArray labels, SavedArray featuresMask, SavedArray labelsMask) {
        this.features = features;
        this.labels = labels;
        this.featuresMask = featuresMask;
        this.labelsMask = labelsMask;
    }

    SavedArray features() {
        return features;
    }

    SavedArray labels() {
        return labels;
    }

    SavedArray featuresMask() {
        return featuresMask;
    }

    SavedArray labelsMask() {
        return labelsMask;
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
     * Reads a file.
     *
     * @throws StreamCorruptedException if it holds no examples with one array of features and one of labels
     * @throws IOException if it cannot be read
     */
    public static SavedBatch read(Path file) throws IOException {
        long bytes = Files.size(Check.given("file", file));
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int first = in.readUnsignedByte();
            SavedBatch batch = first == 0 ? multiple(in, bytes) : single(in, bytes, first);
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

    private static SavedBatch single(DataInputStream in, long bytes, int given) throws IOException {
        boolean same = (given & LABELS_ARE_FEATURES) != 0;
        SavedArray.require(
                (given & FEATURES) != 0 && ((given & LABELS) != 0 || same),
                "holds no features with labels, as DataSet.save writes them");
        SavedArray features = SavedArray.read(in, bytes);
        SavedArray labels = same ? features : SavedArray.read(in, bytes);
        return new SavedBatch(
                features,
                labels,
                (given & FEATURES_MASK) != 0 ? SavedArray.read(in, bytes) : null,
                (given & LABELS_MASK) != 0 ? SavedArray.read(in, bytes) : null);
    }

    private static SavedBatch multiple(DataInputStream in, long bytes) throws IOException {
        // The first byte of the first count has been read.
        int features = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int labels = in.readInt();
        SavedArray.require(
                features == 1 && labels == 1,
                "must hold one array of features and one of labels, found " + features + " and " + labels);
        int featureMasks = in.readInt();
        int labelMasks = in.readInt();
        SavedArray.require(
                (featureMasks == 0 || featureMasks == 1) && (labelMasks == 0 || labelMasks == 1),
                "must hold a mask at most for each array, found " + featureMasks + " and " + labelMasks);
        return new SavedBatch(
                SavedArray.read(in, bytes),
                SavedArray.read(in, bytes),
                featureMasks == 0 ? null : orNone(SavedArray.read(in, bytes)),
                labelMasks == 0 ? null : orNone(SavedArray.read(in, bytes)));
    }

    /** DL4J writes a single −1 for a mask that is not there. */
    private static SavedArray orNone(SavedArray mask) {
        return mask.values().length == 1 && mask.values()[0] == -1 ? null : mask;
    }

    /** Number of examples. */
    public int examples() {
        return features.shape()[0];
    }

    private void check() throws IOException {
        int[] shape = labels.shape();
        SavedArray.require(
                features.shape().length >= 2,
                "must hold features of shape [examples, …], found " + Arrays.toString(features.shape()));
        SavedArray.require(
                (shape.length == 2 || shape.length == 3) && shape[0] == examples(),
                "must hold labels of shape [" + examples() + ", outputs] or [" + examples()
                        + ", outputs, steps], found " + Arrays.toString(shape));
        checkMask("features", featuresMask, features.shape());
        checkMask("labels", labelsMask, shape);
        for (SavedArray array : new SavedArray[] {features, labels, featuresMask, labelsMask}) {
            checkFinite(array);
        }
    }

    private void checkMask(String of, SavedArray mask, int[] shape) throws IOException {
        int steps = shape.length == 3 ? shape[2] : 1;
        SavedArray.require(
                mask == null || Arrays.equals(mask.shape(), new int[] {examples(), steps}),
                "must hold a mask of shape [" + examples() + ", " + steps + "] for its " + of + ", found "
                        + (mask == null ? "" : Arrays.toString(mask.shape())));
    }

    private static void checkFinite(SavedArray array) throws IOException {
        if (array != null) {
            int perExample = array.values().length / array.shape()[0];
            for (int i = 0; i < array.values().length; i++) {
                SavedArray.require(
                        Float.isFinite(array.values()[i]),
                        "must hold finite numbers, found " + array.values()[i] + " in example " + i / perExample);
            }
        }
    }
}
