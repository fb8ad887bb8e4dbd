// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Activation functions. Each that is read can be built, and is written as it was read. */
class ActivationFuzzTest {

    @FuzzTest
    void input(byte[] input) {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(ActivationFuzzTest.class).read(10_000, Texts::vary, ActivationFuzzTest::read);
    }

    private static boolean read(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Optional<ActivationSpec> spec =
                Contract.keep(text, IllegalArgumentException.class, () -> ActivationSpec.parse(text));
        spec.ifPresent(read -> Contract.same(read, ActivationSpec.parse(read.text()), text));
        spec.flatMap(read -> Contract.keep(text, IllegalArgumentException.class, read::function));
        return spec.isPresent();
    }
}
