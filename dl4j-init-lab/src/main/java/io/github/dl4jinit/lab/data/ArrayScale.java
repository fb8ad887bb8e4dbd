// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.file.PackedArray;
import java.io.Serializable;

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
        PackedArray numbers = train.numbers();
        if (numbers.type().size() == Byte.BYTES) {
            return new ArrayScale(levels(train), null);
        }
        int size = train.size();
        return new ArrayScale(
                null,
                Standardisation.Column.of(
                        train.count() * size, i -> numbers.get(train.chosen()[i / size] * size + i % size)));
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
        float[] example = new float[test.size()];
        for (int i = 0; i < test.count(); i++) {
            write(test, i, example, 0);
            for (float number : example) {
                Check.require(
                        Float.isFinite(number),
                        "test example " + (i + 1),
                        "of numbers within 3.4e38 standard deviations of the training examples' mean",
                        "one beyond");
            }
        }
    }

    /** Writes an example's numbers, standardised. */
    void write(LabelledExamples examples, int example, float[] target, int start) {
        PackedArray numbers = examples.numbers();
        int size = examples.size();
        int source = examples.chosen()[example] * size;
        for (int i = 0; i < size; i++) {
            target[start + i] = levels == null
                    ? column.apply(numbers.get(source + i))
                    : levels[Byte.toUnsignedInt(numbers.bytes()[source + i])];
        }
    }

    /** The standardised value of each of the 256 levels. */
    private static float[] levels(LabelledExamples train) {
        byte[] bytes = train.numbers().bytes();
        int size = train.size();
        long[] histogram = new long[256];
        for (int example : train.chosen()) {
            for (int i = example * size; i < (example + 1) * size; i++) {
                histogram[Byte.toUnsignedInt(bytes[i])]++;
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
        double count = (double) train.count() * size;
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
