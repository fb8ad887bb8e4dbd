// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in which a program keeps the results of its trials, a file of JSON each, so that {@code dl4j-init report}
 * makes a page of them.
 *
 * <pre>{@code
 * TrialFolder folder = new TrialFolder(Path.of("runs/mine"));
 * workers.run(comparison.trials(), processes, folder::keep);
 * }</pre>
 */
public final class TrialFolder {

    private static final String TRIALS = "trials";

    private static final String SUFFIX = ".json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /**
     * A folder, which need not exist yet.
     *
     * @throws IllegalArgumentException if it is {@code null}
     */
    public TrialFolder(Path folder) {
        this.folder = Check.given("folder", folder);
    }

    /**
     * Writes the result of a trial, in place of an earlier one of the same trial. The file is complete or absent. May
     * be called by any thread.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void keep(TrialResult result) {
        Check.given("result", result);
        int iterations = result.spec().training().maxIterations();
        String name = result.spec().fullId() + (iterations == 0 ? "" : "-iterations" + iterations) + SUFFIX;
        try {
            Path trials = Files.createDirectories(folder.resolve(TRIALS));
            Path part = Files.createTempFile(trials, "", ".part");
            try {
                JSON.writeValue(part.toFile(), result);
                Files.move(part, trials.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the result of " + result.id() + " in " + folder, e);
        }
    }

    /**
     * The files of results, in the order of their names; none if there is no such folder.
     *
     * @throws IOException if it cannot be listed
     */
    public List<Path> files() throws IOException {
        Path trials = folder.resolve(TRIALS);
        if (!Files.isDirectory(trials)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(trials)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
