// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.lab.data.CsvSource;
import io.github.dl4jinit.lab.data.TableDataset;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A table whose label is the column {@code y}, and the same bytes as if they were compressed. */
class CsvFuzzTest {

    private static final Scratch FOLDER = new Scratch("csv");

    @FuzzTest
    void input(byte[] input) throws IOException {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(CsvFuzzTest.class).read(2_000, Texts::vary, CsvFuzzTest::read);
    }

    private static boolean read(byte[] input) throws IOException {
        return read(input, FOLDER.path("table.csv"), null)
                | read(input, FOLDER.path("table.csv"), Target.Kind.VALUES)
                | read(input, FOLDER.path("table.csv.gz"), null);
    }

    private static boolean read(byte[] input, Path file, Target.Kind kind) throws IOException {
        Files.write(file, input);
        String text = new String(input, StandardCharsets.UTF_8);
        CsvSource source = new CsvSource(file.toString(), List.of("y"), List.of(), kind, 0.25, 1);
        Optional<TableDataset> data = Contract.keep(text, InvalidDataException.class, () -> load(source, text))
                .flatMap(read -> read);
        data.ifPresent(read -> check(read, text));
        return data.isPresent();
    }

    /** Empty if there is no column y: that is the argument's fault, not the file's. */
    private static Optional<TableDataset> load(CsvSource source, String text) throws IOException {
        try {
            return Optional.of(source.load(0));
        } catch (IllegalArgumentException e) {
            Contract.require(e.getMessage().startsWith("column must be one of "), "threw " + e, text, e);
            return Optional.empty();
        }
    }

    private static void check(TableDataset data, String text) {
        int count = data.trainCount();
        int[] all = IntStream.range(0, count).toArray();
        for (MultiDataSet part : List.of(data.trainData(all, 0, count), data.testData(0, data.testCount()))) {
            for (float number : part.getFeatures(0).ravel().toFloatVector()) {
                Contract.require(Float.isFinite(number), "gave an input of " + number, text, null);
            }
            for (float number : part.getLabels(0).ravel().toFloatVector()) {
                Contract.require(Float.isFinite(number), "gave a label of " + number, text, null);
            }
        }
    }
}
