// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * Reads IDX files of unsigned bytes: a magic number whose last byte is the number of dimensions, the dimensions as
 * big-endian 32-bit integers, the bytes. Nothing in the header is trusted: memory is taken only for bytes that are
 * there.
 */
final class IdxReader {

    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;

    private IdxReader() {}

    /** Reads a pair of files and checks that they belong together. */
    static LabelledImages read(IdxSource source, String imagesName, String labelsName) throws IOException {
        try (IdxSource.OpenFile images = source.open(imagesName);
                IdxSource.OpenFile labels = source.open(labelsName)) {
            int[] imageShape = header(images, IMAGES_MAGIC, "images");
            byte[] pixels = body(images, imageShape);
            int[] labelShape = header(labels, LABELS_MAGIC, "labels");
            byte[] labelBytes = body(labels, labelShape);
            if (labelBytes.length != imageShape[0]) {
                throw new InvalidDataException(
                        labels.name(),
                        "expected one label for each of the " + imageShape[0] + " images in " + images.name()
                                + ", found " + labelBytes.length + " labels");
            }
            return new LabelledImages(pixels, labelBytes, imageShape[1], imageShape[2]);
        }
    }

    private static int[] header(IdxSource.OpenFile file, int magic, String content) throws IOException {
        int found = readInt(file);
        if (found != magic) {
            throw new InvalidDataException(
                    file.name(),
                    String.format("expected the magic number 0x%08x of IDX %s, found 0x%08x", magic, content, found));
        }
        int[] shape = new int[magic & 0xff];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = readInt(file);
            if (shape[i] <= 0) {
                throw new InvalidDataException(file.name(), "expected positive dimensions, found " + shape[i]);
            }
        }
        return shape;
    }

    private static byte[] body(IdxSource.OpenFile file, int[] shape) throws IOException {
        long expected = 1;
        for (int dimension : shape) {
            expected *= dimension;
            if (expected > Integer.MAX_VALUE - 8) {
                throw new InvalidDataException(
                        file.name(), "expected at most 2^31 bytes, found a header that names more");
            }
        }
        byte[] bytes = readUpTo(file, (int) expected);
        if (bytes.length < expected) {
            throw new InvalidDataException(
                    file.name(),
                    "expected " + expected + " bytes after the header, found " + bytes.length + " (truncated?)");
        }
        if (readUpTo(file, 1).length > 0) {
            throw new InvalidDataException(file.name(), "expected " + expected + " bytes after the header, found more");
        }
        return bytes;
    }

    private static int readInt(IdxSource.OpenFile file) throws IOException {
        byte[] bytes = readUpTo(file, Integer.BYTES);
        if (bytes.length < Integer.BYTES) {
            throw new InvalidDataException(
                    file.name(), "expected an IDX header, found the end of the file (truncated?)");
        }
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static byte[] readUpTo(IdxSource.OpenFile file, int length) throws IOException {
        InputStream stream = file.stream();
        try {
            return stream.readNBytes(length);
        } catch (EOFException e) {
            throw new InvalidDataException(
                    file.name(), "expected a whole gzip file, found its end too early (truncated?)", e);
        } catch (ZipException e) {
            throw new InvalidDataException(file.name(), "expected gzip data, found it corrupt: " + e.getMessage(), e);
        }
    }
}
