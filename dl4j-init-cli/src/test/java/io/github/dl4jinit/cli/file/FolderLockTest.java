// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a folder, and what may be in its way. */
class FolderLockTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve(FolderLock.NAME);
    }

    /** Who had it takes its file away before the lock goes: then others would lock another file of that name. */
    @Test
    void aFileThatIsTakenAwayMeanwhileIsNotKept() throws IOException {
        Files.writeString(file, "process 1");
        FaultyDisk disk = FaultyDisk.sound().before("lock", () -> Files.delete(file));
        try (FolderLock lock = FolderLock.take(disk.path(folder))) {
            assertThat(lock).isNotNull();
            assertThat(file).exists();
        }
        assertThat(disk.changes())
                .filteredOn(change -> change.startsWith("lock"))
                .hasSizeGreaterThan(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void saysWhoHasItAndNothingElse() throws IOException {
        Files.writeString(file, "what a run that was killed left, ".repeat(9));
        try (FolderLock lock = FolderLock.take(folder)) {
            assertThat(lock).isNotNull();
            assertThat(Files.readString(file)).matches("process \\d+, since 20[0-9T:-]+");
        }
    }

    @Test
    void aFolderIsNoFileToLock() throws IOException {
        Files.createDirectory(file);
        assertThatThrownBy(() -> FolderLock.take(folder))
                .hasMessage(file + " is no regular file, so it cannot be locked: take it away");
    }
}
