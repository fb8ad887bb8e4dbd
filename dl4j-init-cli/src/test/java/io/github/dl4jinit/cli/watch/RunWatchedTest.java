// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the page of what is watched is made anew. */
class RunWatchedTest {

    @TempDir
    Path folder;

    /** Also within the resolution of the file system's clock. */
    @Test
    void aListenersFileIsWatchedAsItGrows() throws IOException {
        Path file = folder.resolve("signal.jsonl");
        RunWatched watched = new RunWatched(file);
        String before = watched.stamp();
        Files.writeString(file, "{");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        String one = watched.stamp();
        Files.writeString(file, "{}");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertThat(watched.stamp()).isNotEqualTo(one).isNotEqualTo(before);
        assertThat(watched.stamp()).isEqualTo(watched.stamp());
        assertThatThrownBy(watched::page).isInstanceOf(IOException.class).hasMessage(file + " holds no report yet");
    }
}
