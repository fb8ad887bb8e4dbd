// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.lab.scheme.Scheme;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lists of schemes. Each that is read is written as it was read, and as a line of Java. */
class SchemeFuzzTest {

    @FuzzTest
    void input(byte[] input) {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(SchemeFuzzTest.class).read(6_000, Texts::vary, SchemeFuzzTest::read);
    }

    private static boolean read(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Optional<List<Scheme>> schemes =
                Contract.keep(text, IllegalArgumentException.class, () -> Scheme.parseList(text));
        for (Scheme scheme : schemes.orElse(List.of())) {
            Contract.same(scheme, Scheme.parse(scheme.text()), text);
            Contract.plain(scheme.java(), text, null);
        }
        return schemes.isPresent();
    }
}
