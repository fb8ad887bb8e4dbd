// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run says of itself in {@code run.json}. One that is read is written, and read again, alike. */
class RunFuzzTest {

    private static final Scratch FILE = new Scratch("run.json");

    @FuzzTest
    void input(byte[] input) throws IOException {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(RunFuzzTest.class).read(3_000, Trees::vary, RunFuzzTest::read);
    }

    private static boolean read(byte[] input) throws IOException {
        Path folder = FILE.path().getParent();
        String text = new String(input, StandardCharsets.UTF_8);
        Files.write(FILE.path(), input);
        Optional<Run> run = Contract.keep(text, IOException.class, () -> RunFolder.read(folder));
        if (run.isPresent()) {
            RunFolder.write(AtomicFile.folder(folder), run.get());
            Contract.same(run.get(), RunFolder.read(folder), text);
        }
        return run.isPresent();
    }
}
