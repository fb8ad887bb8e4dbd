// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.signal.SignalReport;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reports of the signal doctor. One that is read can be told, and is written, and read again, alike. */
class ReportFuzzTest {

    @FuzzTest
    void input(byte[] input) {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(ReportFuzzTest.class).read(2_000, Trees::vary, ReportFuzzTest::read);
    }

    private static boolean read(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Optional<SignalReport> report =
                Contract.keep(text, IllegalArgumentException.class, () -> SignalReport.fromJson(text));
        report.ifPresent(read -> {
            String written = Contract.keep(text, IllegalArgumentException.class, read::toJson)
                    .orElseThrow();
            Contract.same(written, SignalReport.fromJson(written).toJson(), text);
            Contract.keep(text, IllegalArgumentException.class, read::toText).orElseThrow();
            Contract.keep(text, IllegalArgumentException.class, read::summary).orElseThrow();
        });
        return report.isPresent();
    }
}
