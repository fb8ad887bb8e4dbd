// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.file.PackedArray;
import java.io.Serializable;
import java.util.function.DoubleConsumer;

/**
 * The one shift and scale that give all numbers of some examples together mean 0 and variance 1: numbers of an array
 * are of one kind, as pixels are. Immutable.
 */
final class ArrayScale implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What each byte becomes, where numbers are bytes; otherwise {@code null}. */
    private final float[] levels;

    /** What is done to other numbers; {@code null} of bytes. */
    private final Standardisation.Column column;

    private ArrayScale(float[] levels, Standardisation.Column column) {
        this.levels = levels;
        this.column = column;
    }

    static ArrayScale of(LabelledExamples train) {
        if (train.numbers().type().size() == Byte.BYTES) {
            return new ArrayScale(levels(train), null);
        }
        Standardisation.Measured measured = new Standardisation.Measured();
        forEach(train, measured::first);
        forEach(train, measured::second);
        return new ArrayScale(null, measured.column());
    }

    private static void forEach(LabelledExamples examples, DoubleConsumer use) {
        PackedArray.Reader reader = examples.numbers().reader();
        double[] numbers = new double[examples.size()];
        for (int example : examples.chosen()) {
            reader.read(example, numbers);
            for (double number : numbers) {
                use.accept(number);
            }
        }
    }

    /**
     * Checks that standardised numbers of other examples are finite.
     *
     * @throws IllegalArgumentException if one is so far out that {@code float} cannot hold it
     */
    void check(LabelledExamples test) {
        if (levels != null) {
            return;
        }
        Writer writer = new Writer(test);
        float[] example = new float[test.size()];
        for (int i = 0; i < test.count(); i++) {
            writer.write(i, example, 0);
            for (float number : example) {
                Check.require(
                        Float.isFinite(number),
                        "test example " + (i + 1),
                        "of numbers within 3.4e38 standard deviations of the training examples' mean",
                        "one beyond");
            }
        }
    }

    /** The numbers of these examples, standardised, one example after the other. */
    float[] of(LabelledExamples examples, int[] indices) {
        int size = examples.size();
        float[] standardised = new float[Math.multiplyExact(indices.length, size)];
        Writer writer = new Writer(examples);
        for (int i = 0; i < indices.length; i++) {
            writer.write(indices[i], standardised, i * size);
        }
        return standardised;
    }

    /** Writes an example's numbers, standardised. */
    private final class Writer {

        private final int[] chosen;
        private final PackedArray.Reader reader;
        private final double[] numbers;

        Writer(LabelledExamples examples) {
            this.chosen = examples.chosen();
            this.reader = examples.numbers().reader();
            this.numbers = new double[levels == null ? examples.size() : 0];
        }

        void write(int example, float[] target, int start) {
            if (levels == null) {
                reader.read(chosen[example], numbers);
                for (int i = 0; i < numbers.length; i++) {
                    target[start + i] = column.apply(numbers[i]);
                }
                return;
            }
            byte[] bytes = reader.bytes(chosen[example]);
            for (int i = 0; i < bytes.length; i++) {
                target[start + i] = levels[Byte.toUnsignedInt(bytes[i])];
            }
        }
    }

    /** The standardised value of each of the 256 levels. */
    private static float[] levels(LabelledExamples train) {
        PackedArray.Reader reader = train.numbers().reader();
        long[] histogram = new long[256];
        for (int example : train.chosen()) {
            for (byte level : reader.bytes(example)) {
                histogram[Byte.toUnsignedInt(level)]++;
            }
        }
        boolean signed = train.numbers().type() == PackedArray.Type.BYTE;
        double sum = 0;
        double sumOfSquares = 0;
        for (int i = 0; i < histogram.length; i++) {
            double level = signed ? (byte) i : i;
            sum += histogram[i] * level;
            sumOfSquares += histogram[i] * level * level;
        }
        double count = (double) train.count() * train.size();
        double mean = sum / count;
        double variance = sumOfSquares / count - mean * mean;
        // Examples of one level carry no information; they become zeros instead of NaN.
        double std = variance > 0 ? Math.sqrt(variance) : 1;
        float[] levels = new float[histogram.length];
        for (int i = 0; i < histogram.length; i++) {
            levels[i] = (float) (((signed ? (byte) i : i) - mean) / std);
        }
        return levels;
    }
}
