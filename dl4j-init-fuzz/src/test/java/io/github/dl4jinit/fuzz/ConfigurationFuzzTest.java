// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Configurations of networks as JSON and YAML. */
class ConfigurationFuzzTest {

    private static final Models MODELS = new Models("configuration");

    @FuzzTest
    void input(byte[] input) throws IOException {
        MODELS.read(input);
    }

    @Test
    void variations() {
        Variations.of(ConfigurationFuzzTest.class).read(300, Trees::vary, MODELS::read);
    }
}
