// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.lab.data.SavedDataset;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A file in the place of one that DL4J's {@code DataSet.save} or {@code MultiDataSet.save} has written. */
class SavedFuzzTest {

    private static final Scratch FOLDER = new Scratch("saved");

    @FuzzTest
    void input(byte[] input) throws IOException {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(SavedFuzzTest.class).read(2_000, Bytes::vary, SavedFuzzTest::read);
    }

    private static boolean read(byte[] input) throws IOException {
        Path file = FOLDER.path("data.bin");
        Files.write(file, input);
        String text = new String(input, StandardCharsets.ISO_8859_1);
        SavedSource source = new SavedSource(file.toString(), null, 0.25, 1);
        Optional<SavedDataset> data = Contract.keep(text, InvalidDataException.class, () -> source.load(0));
        data.ifPresent(read -> check(read, text));
        return data.isPresent();
    }

    private static void check(SavedDataset data, String text) {
        int count = data.trainCount();
        MultiDataSet train = data.trainData(IntStream.range(0, count).toArray(), 0, count);
        Contract.same((long) count * data.inputs(), train.getFeatures(0).length(), text);
        for (float number : train.getFeatures(0).ravel().toFloatVector()) {
            Contract.require(Float.isFinite(number), "gave an input of " + number, text, null);
        }
        for (float number : train.getLabels(0).ravel().toFloatVector()) {
            Contract.require(Float.isFinite(number), "gave a label of " + number, text, null);
        }
        double chance = data.chance();
        Contract.require(chance >= 0 && chance <= 1, "gave a chance of " + chance, text, null);
    }
}
