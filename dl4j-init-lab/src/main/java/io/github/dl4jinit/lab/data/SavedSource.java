// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import io.github.dl4jinit.lab.data.file.Memory;
import io.github.dl4jinit.lab.data.file.Storage;
import io.github.dl4jinit.lab.data.saved.ExampleArray;
import io.github.dl4jinit.lab.data.saved.SavedBatch;
import io.github.dl4jinit.lab.data.split.Split;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Examples that DL4J has saved, by {@code DataSet.save} or {@code MultiDataSet.save}.
 *
 * @param saved a file, or a folder of files, which are batches in the order of their names
 * @param savedTest the same for testing; {@code null} if some of the others are drawn for it
 * @param testShare the share of the examples that are drawn for testing, between 0 and 1
 * @param splitSeed decides which examples these are
 */
public record SavedSource(
        String saved,
        @JsonInclude(JsonInclude.Include.NON_NULL) String savedTest,
        double testShare,
        long splitSeed) implements DataSource {

    public SavedSource {
        Check.given("saved", saved);
        Split.checkShare(testShare);
    }

    /**
     * Whether a file begins as one that DL4J has saved, or the first of a folder does.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isSaved(Path path) throws IOException {
        if (Files.isDirectory(Check.given("path", path))) {
            List<Path> files = files(path);
            return !files.isEmpty() && SavedBatch.isOne(files.get(0));
        }
        return Files.isRegularFile(path) && SavedBatch.isOne(path);
    }

    /** Hidden files are somebody else's. */
    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public String description() {
        return saved
                + (savedTest == null
                        ? ", saved by DL4J, test examples drawn by seed " + splitSeed
                        : " and " + savedTest + ", saved by DL4J");
    }

    @Override
    public SavedDataset load(int trainLimit) throws IOException {
        return load(trainLimit, Storage.standard());
    }

    SavedDataset load(int trainLimit, Storage storage) throws IOException {
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        try {
            return dataset(trainLimit, storage);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidDataException(saved, e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw Memory.exceeded(saved, e);
        }
    }

    private SavedDataset dataset(int trainLimit, Storage storage) throws IOException {
        List<SavedBatch> batches = read(saved);
        int own = examples(batches);
        Split split;
        if (savedTest == null) {
            split = Split.drawn(own, testShare, splitSeed, trainLimit);
        } else {
            batches.addAll(read(savedTest));
            int trains = trainLimit == 0 ? own : Math.min(trainLimit, own);
            split = new Split(
                    IntStream.range(0, trains).toArray(),
                    IntStream.range(own, examples(batches)).toArray());
        }
        int all = examples(batches);
        List<ExampleArray> features = ExampleArray.features(saved, batches, storage);
        // DL4J hands the mask of the features on to outputs at the same steps.
        List<ExampleArray> labels = ExampleArray.labels(saved, batches, storage).stream()
                .map(output -> output.shape().size() == 2 ? output.maskedAs(features) : output)
                .toList();
        return SavedDataset.of(features, labels, all, split);
    }

    private static int examples(List<SavedBatch> batches) {
        return batches.stream().mapToInt(SavedBatch::examples).reduce(0, Math::addExact);
    }

    private static List<SavedBatch> read(String path) throws IOException {
        Path given = Path.of(path);
        if (!Files.exists(given)) {
            throw new InvalidDataException(
                    path, "expected a file that DL4J has saved, or a folder of such, found none");
        }
        List<Path> files = Files.isDirectory(given) ? files(given) : List.of(given);
        if (files.isEmpty()) {
            throw new InvalidDataException(path, "expected files that DL4J has saved, found an empty folder");
        }
        List<SavedBatch> batches = new ArrayList<>();
        for (Path file : files) {
            try {
                batches.add(SavedBatch.read(file));
            } catch (StreamCorruptedException e) {
                throw new InvalidDataException(file.toString(), e.getMessage(), e);
            }
        }
        return batches;
    }
}
