// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for one file after the other, under {@code target}. If the JVM crashes, what it was reading is still there.
 */
final class Scratch {

    private final Path folder;
    private final Path file;

    Scratch(String name) {
        folder = Path.of("target", "fuzz", name);
        file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return file;
    }

    /** The file of that name. */
    Path path(String name) {
        return folder.resolve(name);
    }

    /** The names of all files in the folder. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(found -> found.getFileName().toString()).sorted().toList();
        }
    }
}
