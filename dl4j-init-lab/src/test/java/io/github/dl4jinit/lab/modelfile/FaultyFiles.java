// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;
import org.nd4j.linalg.factory.Nd4j;

/** Files with faults, and what is said of them. */
final class FaultyFiles {

    /** How many parameters the good model has. */
    static final int PARAMETERS = 43;

    private FaultyFiles() {}

    /** What the message says after the file's name, or nothing if the file loads. */
    static String problem(Path file, String... allowed) {
        Throwable thrown = catchThrowable(() -> ModelFile.load(file, List.of(allowed)));
        if (thrown == null) {
            return "";
        }
        assertThat(thrown).isInstanceOf(InvalidModelException.class);
        assertThat(thrown.getMessage())
                .startsWith(file + " ")
                .doesNotContain("\n")
                .hasSizeLessThan(700);
        return thrown.getMessage().substring(file.toString().length() + 1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] zip(Map<String, byte[]> entries) throws IOException {
        return zip(entries, Deflater.DEFAULT_COMPRESSION);
    }

    /** Without compression in all but name, so that the content can be found and changed. */
    static byte[] stored(Map<String, byte[]> entries) throws IOException {
        return zip(entries, Deflater.NO_COMPRESSION);
    }

    static byte[] zip(Map<String, byte[]> entries, int level) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(level);
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(e.getKey()));
                out.write(e.getValue());
            }
        }
        return bytes.toByteArray();
    }

    static byte[] array(INDArray array) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Nd4j.write(array, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    static long floatFlags() {
        return ArrayOptionsHelper.setOptionBit(0L, DataType.FLOAT);
    }

    /** A header before 43 numbers, as ND4J 1.0.0 writes it. */
    static byte[] header(long shapeLength, long[] shape, long length) throws IOException {
        return header("MIXED_DATA_TYPES", shapeLength, shape, length);
    }

    /** A header before 43 numbers; the old ones, {@code JAVACPP}, have ints where the new ones have longs. */
    static byte[] header(String allocation, long shapeLength, long[] shape, long length) throws IOException {
        boolean ints = allocation.equals("JAVACPP");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(allocation);
        writeWhole(out, ints, shapeLength);
        out.writeUTF(ints ? "INT" : "LONG");
        for (long value : shape) {
            writeWhole(out, ints, value);
        }
        out.writeUTF(allocation);
        writeWhole(out, ints, length);
        out.writeUTF("FLOAT");
        out.write(new byte[PARAMETERS * Float.BYTES]);
        return bytes.toByteArray();
    }

    private static void writeWhole(DataOutputStream out, boolean asInt, long value) throws IOException {
        if (asInt) {
            out.writeInt(Math.toIntExact(value));
        } else {
            out.writeLong(value);
        }
    }

    static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    static byte[] replaceAll(byte[] bytes, String target, String replacement) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(target, replacement).getBytes(StandardCharsets.ISO_8859_1);
    }
}
