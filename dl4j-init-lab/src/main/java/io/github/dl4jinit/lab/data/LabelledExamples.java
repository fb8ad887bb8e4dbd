// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.lab.data.file.DataFile;
import io.github.dl4jinit.lab.data.file.IdxFile;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import io.github.dl4jinit.lab.data.file.PackedArray;
import io.github.dl4jinit.lab.data.file.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some examples of an array, with a label each. The arrays are shared, not copied: nobody writes to them.
 *
 * @param numbers of all examples
 * @param labels of all examples, whole numbers from 0 on
 * @param chosen which examples these are, in their order
 */
record LabelledExamples(PackedArray numbers, PackedArray labels, int[] chosen) implements Serializable {

    /** A network with more outputs than these has hardly any other weights. */
    static final int MOST_CLASSES = 10_000;

    LabelledExamples(PackedArray numbers, PackedArray labels) {
        this(numbers, labels, IntStream.range(0, numbers.count()).toArray());
    }

    /** Reads a pair of IDX files and checks that they belong together; closes both. */
    static LabelledExamples read(IdxSource source, String examples, String labels, Storage storage) throws IOException {
        try (DataFile ofExamples = source.open(examples);
                DataFile ofLabels = source.open(labels)) {
            PackedArray numbers = IdxFile.examples(ofExamples, storage);
            PackedArray classes = IdxFile.labels(ofLabels, MOST_CLASSES - 1, storage);
            if (classes.count() != numbers.count()) {
                throw new InvalidDataException(
                        ofLabels.name(),
                        "expected one label for each of the " + numbers.count() + " examples in " + ofExamples.name()
                                + ", found " + classes.count() + " labels");
            }
            return new LabelledExamples(numbers, classes);
        }
    }

    int count() {
        return chosen.length;
    }

    /** Dimensions of an example. */
    List<Integer> shape() {
        return numbers.shape().subList(1, numbers.shape().size());
    }

    /** Numbers of an example. */
    int size() {
        return numbers.size();
    }

    int label(int example) {
        return (int) labels.get(chosen[example]);
    }

    int largestLabel() {
        return IntStream.range(0, count()).map(this::label).max().orElseThrow();
    }

    /** Adds the sizes and all bytes to a digest. */
    void addTo(MessageDigest digest) {
        ByteBuffer sizes = ByteBuffer.allocate(Integer.BYTES * numbers.shape().size());
        sizes.putInt(count());
        shape().forEach(sizes::putInt);
        digest.update(sizes.flip());
        addTo(digest, numbers);
        addTo(digest, labels);
    }

    private void addTo(MessageDigest digest, PackedArray array) {
        PackedArray.Reader reader = array.reader();
        for (int example : chosen) {
            digest.update(reader.bytes(example));
        }
    }

    LabelledExamples first(int count) {
        return new LabelledExamples(numbers, labels, Arrays.copyOf(chosen, count));
    }

    LabelledExamples select(int[] examples) {
        return new LabelledExamples(
                numbers,
                labels,
                IntStream.of(examples).map(example -> chosen[example]).toArray());
    }
}
