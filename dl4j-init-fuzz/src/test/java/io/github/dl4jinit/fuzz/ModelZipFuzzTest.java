// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Zips as DL4J's {@code ModelSerializer} of this and of older releases writes them. */
class ModelZipFuzzTest {

    /** What every release of DL4J since 0.6 has written. */
    private static final Path OF_ALL_RELEASES = Path.of("../dl4j-init-lab/src/test/resources/models");

    private static final Models MODELS = new Models("model.zip");

    @FuzzTest
    void input(byte[] input) throws IOException {
        MODELS.read(input);
    }

    @Test
    void variations() {
        Variations.of(ModelZipFuzzTest.class).and(OF_ALL_RELEASES).read(300, Zips::vary, MODELS::read);
    }
}
