// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.saved;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.file.PackedArray;
import io.github.dl4jinit.lab.data.file.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The features, or the labels, of all examples, with a mask if not every step of every example is there. Not to be
 * changed.
 */
public final class ExampleArray implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The numbers of all examples. */
    private final PackedArray values;

    /** A number for each step of each example; {@code null} if all are there. */
    private final PackedArray mask;

    private ExampleArray(PackedArray values, PackedArray mask) {
        this.values = values;
        this.mask = mask;
    }

    /** The shape of one example. */
    public List<Integer> shape() {
        return values.shape().subList(1, values.shape().size());
    }

    /** Number of numbers of an example. */
    public int size() {
        return values.size();
    }

    /** Number of steps of a sequence; 1 of what is none. */
    public int steps() {
        return shape().size() == 2 ? shape().get(1) : 1;
    }

    /**
     * The features of all examples of some batches, one after the other, an array for each input. Sequences of batches
     * whose longest are shorter get steps that are masked.
     *
     * @param name what messages call the data
     * @throws IllegalArgumentException if examples differ in more than their number of steps
     * @throws IOException if a number is not finite, a file cannot be read, or the disk is full
     */
    public static List<ExampleArray> features(String name, List<SavedBatch> batches, Storage storage)
            throws IOException {
        return each(name, "features", batches, SavedBatch::features, storage);
    }

    /** The labels of all examples of some batches, an array for each output, as {@link #features}. */
    public static List<ExampleArray> labels(String name, List<SavedBatch> batches, Storage storage) throws IOException {
        return each(name, "labels", batches, SavedBatch::labels, storage);
    }

    private static List<ExampleArray> each(
            String name,
            String what,
            List<SavedBatch> batches,
            Function<SavedBatch, List<MaskedArray>> arrays,
            Storage storage)
            throws IOException {
        Check.given("name", name);
        Check.givenEach("batches", batches);
        Check.given("storage", storage);
        Check.require(!batches.isEmpty(), "batches", "at least one", batches);
        int count = arrays.apply(batches.get(0)).size();
        for (SavedBatch batch : batches) {
            int found = arrays.apply(batch).size();
            Check.require(found == count, "arrays of " + what, "as many in all files, " + count, found);
        }
        List<ExampleArray> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = i;
            each.add(of(
                    name,
                    what,
                    batches.stream()
                            .map(batch -> arrays.apply(batch).get(place))
                            .toList(),
                    storage));
        }
        return each;
    }

    private static ExampleArray of(String name, String what, List<MaskedArray> batches, Storage storage)
            throws IOException {
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
        // Rows of steps, or all numbers of an example at once.
        boolean sequences = shape.length == 2;
        int width = sequences ? shape[1] : IntStream.of(shape).reduce(1, Math::multiplyExact);
        PackedArray values = kept(
                name,
                IntStream.concat(IntStream.of(examples), IntStream.of(shape))
                        .boxed()
                        .toList(),
                storage,
                out -> {
                    for (MaskedArray batch : batches) {
                        batch.array().forEach(sequences ? batch.steps() : width, row -> write(row, width, out));
                    }
                });
        int steps = sequences ? shape[1] : 1;
        PackedArray mask = !padded && !masked
                ? null
                : kept(name, List.of(examples, steps), storage, out -> {
                    for (MaskedArray batch : batches) {
                        writeMask(batch, steps, out);
                    }
                });
        return new ExampleArray(values, mask);
    }

    private static PackedArray kept(String name, List<Integer> shape, Storage storage, Storage.Content content)
            throws IOException {
        return new PackedArray(
                PackedArray.Type.FLOAT, shape, storage.keep(name, PackedArray.Type.FLOAT.bytes(shape), content));
    }

    private static int[] ofExample(SavedArray array) {
        return Arrays.copyOfRange(array.shape(), 1, array.shape().length);
    }

    /** Writes numbers, and zeros up to a width. */
    private static void write(float[] row, int width, OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(width, Float.BYTES));
        bytes.asFloatBuffer().put(row);
        out.write(bytes.array());
    }

    private static void writeMask(MaskedArray batch, int steps, OutputStream out) throws IOException {
        if (batch.mask() != null) {
            batch.mask().forEach(batch.steps(), row -> write(row, steps, out));
            return;
        }
        float[] allThere = new float[batch.steps()];
        Arrays.fill(allThere, 1);
        for (int i = 0; i < batch.examples(); i++) {
            write(allThere, steps, out);
        }
    }

    /** The same with the mask of the first of some arrays that has as many steps, if it has none of its own. */
    public ExampleArray maskedAs(List<ExampleArray> others) {
        return others.stream()
                .filter(other -> mask == null && other.mask != null && steps() == other.steps())
                .findFirst()
                .map(other -> new ExampleArray(values, other.mask))
                .orElse(this);
    }

    /** Whether not every step of every example is there. */
    public boolean isMasked() {
        return mask != null;
    }

    /**
     * Hands over what is told at each step that counts, as its labels, or of each example that is no sequence. The
     * array is filled anew for the next.
     */
    public void forEachStep(IntStream examples, Consumer<double[]> use) {
        Check.given("examples", examples);
        Check.given("use", use);
        int steps = steps();
        float[] numbers = new float[size()];
        float[] counts = new float[steps];
        Arrays.fill(counts, 1);
        double[] told = new double[shape().get(0)];
        PackedArray.Reader reader = values.reader();
        PackedArray.Reader ofMask = mask == null ? null : mask.reader();
        examples.forEach(example -> {
            reader.read(example, numbers, 0);
            if (ofMask != null) {
                ofMask.read(example, counts, 0);
            }
            for (int step = 0; step < steps; step++) {
                if (counts[step] != 0) {
                    for (int output = 0; output < told.length; output++) {
                        told[output] = numbers[output * steps + step];
                    }
                    use.accept(told);
                }
            }
        });
    }

    /** These examples as a new array. */
    public INDArray of(int[] examples) {
        return array(values, Check.given("examples", examples));
    }

    /** Their mask as a new array; {@code null} if all steps are there. */
    public INDArray maskOf(int[] examples) {
        Check.given("examples", examples);
        return mask == null ? null : array(mask, examples);
    }

    private static INDArray array(PackedArray of, int[] examples) {
        int size = of.size();
        float[] chosen = new float[Math.multiplyExact(examples.length, size)];
        PackedArray.Reader reader = of.reader();
        for (int i = 0; i < examples.length; i++) {
            reader.read(examples[i], chosen, i * size);
        }
        long[] shape = of.shape().stream().mapToLong(Integer::longValue).toArray();
        shape[0] = examples.length;
        return Nd4j.create(chosen, shape, 'c');
    }

    /** Adds the numbers of some examples of some arrays, and their masks, example by example. */
    public static void addTo(MessageDigest digest, List<ExampleArray> arrays, IntStream examples) {
        Check.given("digest", digest);
        Check.given("examples", examples);
        List<PackedArray.Reader> readers = Check.givenEach("arrays", arrays).stream()
                .flatMap(array -> Stream.of(array.values, array.mask))
                .filter(Objects::nonNull)
                .map(PackedArray::reader)
                .toList();
        examples.forEach(example -> readers.forEach(reader -> digest.update(reader.bytes(example))));
    }
}
