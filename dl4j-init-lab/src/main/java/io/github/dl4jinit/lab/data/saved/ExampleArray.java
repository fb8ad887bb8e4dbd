// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.saved;

import io.github.dl4jinit.internal.Check;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The features, or the labels, of all examples, with a mask if not every step of every example is there. Not to be
 * changed.
 */
public final class ExampleArray implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int[] shape;
    private final int size;
    private final float[] values;

    /** A number for each step of each example; {@code null} if all are there. */
    private final float[] mask;

    private ExampleArray(int[] shape, float[] values, float[] mask) {
        this.shape = shape;
        this.size = IntStream.of(shape).reduce(1, Math::multiplyExact);
        this.values = values;
        this.mask = mask;
    }

    /** The shape of one example. */
    public List<Integer> shape() {
        return IntStream.of(shape).boxed().toList();
    }

    /** Number of numbers of an example. */
    public int size() {
        return size;
    }

    /** Bytes that the numbers and the mask take. */
    public long bytes() {
        return (long) Float.BYTES * (values.length + (mask == null ? 0L : mask.length));
    }

    /** Number of steps of a sequence; 1 of what is none. */
    public int steps() {
        return shape.length == 2 ? shape[1] : 1;
    }

    /**
     * The features of all examples of some batches, one after the other, an array for each input. Sequences of batches
     * whose longest are shorter get steps that are masked.
     *
     * @throws IllegalArgumentException if examples differ in more than their number of steps
     */
    public static List<ExampleArray> features(List<SavedBatch> batches) {
        return each("features", batches, SavedBatch::features);
    }

    /** The labels of all examples of some batches, an array for each output, as {@link #features}. */
    public static List<ExampleArray> labels(List<SavedBatch> batches) {
        return each("labels", batches, SavedBatch::labels);
    }

    private static List<ExampleArray> each(
            String what, List<SavedBatch> batches, Function<SavedBatch, List<MaskedArray>> arrays) {
        Check.givenEach("batches", batches);
        Check.require(!batches.isEmpty(), "batches", "at least one", batches);
        int count = arrays.apply(batches.get(0)).size();
        for (SavedBatch batch : batches) {
            int found = arrays.apply(batch).size();
            Check.require(found == count, "arrays of " + what, "as many in all files, " + count, found);
        }
        return IntStream.range(0, count)
                .mapToObj(i -> of(
                        what,
                        batches.stream()
                                .map(batch -> arrays.apply(batch).get(i))
                                .toList()))
                .toList();
    }

    private static ExampleArray of(String what, List<MaskedArray> batches) {
        int[] shape = ofExample(batches.get(0).array());
        boolean padded = false;
        boolean masked = false;
        int examples = 0;
        for (MaskedArray batch : batches) {
            int[] next = ofExample(batch.array());
            boolean sequence = shape.length == 2 && next.length == 2;
            Check.require(
                    Arrays.equals(shape, next) || sequence && shape[0] == next[0],
                    what,
                    "of one shape in all files, but for the number of steps, " + Arrays.toString(shape),
                    Arrays.toString(next));
            padded |= sequence && shape[1] != next[1];
            masked |= batch.mask() != null;
            if (sequence) {
                shape[1] = Math.max(shape[1], next[1]);
            }
            examples = Math.addExact(examples, batch.examples());
        }
        int steps = shape.length == 2 ? shape[1] : 1;
        float[] values =
                new float[Math.multiplyExact(examples, IntStream.of(shape).reduce(1, Math::multiplyExact))];
        float[] mask = padded || masked ? new float[Math.multiplyExact(examples, steps)] : null;
        int from = 0;
        for (MaskedArray batch : batches) {
            copy(batch.array(), values, from, shape);
            if (mask != null) {
                copyMask(batch.array(), batch.mask(), mask, from, steps);
            }
            from += batch.examples();
        }
        return new ExampleArray(shape, values, mask);
    }

    private static int[] ofExample(SavedArray array) {
        return Arrays.copyOfRange(array.shape(), 1, array.shape().length);
    }

    private static void copy(SavedArray array, float[] values, int from, int[] shape) {
        int[] own = array.shape();
        // Rows of steps, or all numbers of an example at once.
        int width = shape.length == 2 ? shape[1] : IntStream.of(shape).reduce(1, Math::multiplyExact);
        int ownWidth = shape.length == 2 ? own[2] : width;
        int rows = array.values().length / ownWidth;
        int first = from * (shape.length == 2 ? shape[0] : 1);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(array.values(), row * ownWidth, values, (first + row) * width, ownWidth);
        }
    }

    private static void copyMask(SavedArray array, SavedArray given, float[] mask, int from, int steps) {
        int own = array.shape().length == 3 ? array.shape()[2] : 1;
        for (int row = 0; row < array.shape()[0]; row++) {
            for (int step = 0; step < own; step++) {
                mask[(from + row) * steps + step] = given == null ? 1 : given.values()[row * own + step];
            }
        }
    }

    /** The same with the mask of the first of some arrays that has as many steps, if it has none of its own. */
    public ExampleArray maskedAs(List<ExampleArray> others) {
        return others.stream()
                .filter(other -> mask == null && other.mask != null && steps() == other.steps())
                .findFirst()
                .map(other -> new ExampleArray(shape, values, other.mask))
                .orElse(this);
    }

    /** Whether not every step of every example is there. */
    public boolean isMasked() {
        return mask != null;
    }

    /** Whether a step of an example counts. */
    public boolean counts(int example, int step) {
        return mask == null || mask[example * steps() + step] != 0;
    }

    /** A number of a step: of the features or outputs, one of the first dimension. */
    public float get(int example, int output, int step) {
        return values[example * size + output * steps() + step];
    }

    /** These examples as a new array. */
    public INDArray of(int[] examples) {
        float[] chosen = new float[Math.multiplyExact(examples.length, size)];
        for (int i = 0; i < examples.length; i++) {
            System.arraycopy(values, examples[i] * size, chosen, i * size, size);
        }
        long[] all = LongStream.concat(
                        LongStream.of(examples.length), IntStream.of(shape).asLongStream())
                .toArray();
        return Nd4j.create(chosen, all, 'c');
    }

    /** Their mask as a new array; {@code null} if all steps are there. */
    public INDArray maskOf(int[] examples) {
        if (mask == null) {
            return null;
        }
        int steps = steps();
        float[] chosen = new float[Math.multiplyExact(examples.length, steps)];
        for (int i = 0; i < examples.length; i++) {
            System.arraycopy(mask, examples[i] * steps, chosen, i * steps, steps);
        }
        return Nd4j.create(chosen, new long[] {examples.length, steps}, 'c');
    }

    /** Adds the numbers of an example, and its mask. */
    public void addTo(MessageDigest digest, int example) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (size + (mask == null ? 0 : steps())));
        bytes.asFloatBuffer().put(values, example * size, size);
        if (mask != null) {
            bytes.position(Float.BYTES * size);
            bytes.asFloatBuffer().put(mask, example * steps(), steps());
        }
        digest.update(bytes.array());
    }
}
