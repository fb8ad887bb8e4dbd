// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.trial.TrialReader;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Results of trials, as {@code --resume} finds them. One that is read is written, and read again, alike. */
class TrialFuzzTest {

    private static final ObjectMapper WRITER = new ObjectMapper();

    private static final Scratch FILE = new Scratch("trial.json");

    @FuzzTest
    void input(byte[] input) throws IOException {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(TrialFuzzTest.class).read(3_000, Trees::vary, TrialFuzzTest::read);
    }

    private static boolean read(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        Optional<TrialResult> result = read(text, input);
        if (result.isPresent()) {
            boolean whole = result.get().history().size() == result.get().iterations();
            Contract.require(
                    whole || result.get().status() == TrialStatus.FAILED, "believed in too many losses", text, null);
            byte[] written = WRITER.writeValueAsBytes(result.get());
            Contract.same(result.get(), read(text, written).orElse(null), text);
        }
        return result.isPresent();
    }

    private static Optional<TrialResult> read(String text, byte[] json) throws IOException {
        Files.write(FILE.path(), json);
        return Contract.keep(text, IOException.class, () -> TrialReader.read(FILE.path()));
    }
}
