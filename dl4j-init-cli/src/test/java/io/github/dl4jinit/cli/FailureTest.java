// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.trial.TrialException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void whatWasForeseenIsToldAsItIs() {
        assertThat(Failure.sentence(new IOException("a\nb"))).isEqualTo("a b");
        assertThat(Failure.sentence(new UncheckedIOException(new IOException("c"))))
                .isEqualTo("c");
        assertThat(Failure.sentence(new TrialException("d", null))).isEqualTo("d");
    }

    /** Java's message is often the name of the file and nothing else. */
    @Test
    void faultsOfFilesSayWhatIsWrong() {
        assertThat(Failure.sentence(new NoSuchFileException("f"))).isEqualTo("f: no such file or folder");
        assertThat(Failure.sentence(new AccessDeniedException("f"))).isEqualTo("f: permission denied");
        assertThat(Failure.sentence(new UncheckedIOException(new FileAlreadyExistsException("f"))))
                .isEqualTo("f: it is there already, and no folder");
        assertThat(Failure.sentence(new FileSystemException("f", null, "No space left on device")))
                .isEqualTo("f: No space left on device");
    }

    @Test
    void whatWasNotForeseenIsNoSentenceOfJavas() {
        String before = "this is a fault of the program, not of its user: ";
        String after = "; please report it with what --verbose shows";
        assertThat(Failure.sentence(new NullPointerException("Cannot invoke \"a.b()\" because \"c\" is null")))
                .isEqualTo(before + "an internal error, NullPointerException" + after);
        assertThat(Failure.sentence(new IllegalStateException("why"))).isEqualTo(before + "why" + after);
        assertThat(Failure.sentence(new IOException())).isEqualTo(before + "IOException" + after);
    }
}
