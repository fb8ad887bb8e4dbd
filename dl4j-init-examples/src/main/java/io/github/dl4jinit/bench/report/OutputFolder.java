// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.bench.trial.TrialResult;
import io.github.dl4jinit.bench.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder that a comparison writes into: {@code trials/<id>.json} as each trial ends, the rest at the end. */
public final class OutputFolder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path trials;

    private OutputFolder(Path folder) {
        this.folder = folder;
        this.trials = folder.resolve("trials");
    }

    /**
     * Opens a folder for the results of a comparison and creates it if it is missing.
     *
     * @param folder where to write
     * @param resume whether it may hold results already
     * @throws IOException if it cannot be created, or holds results and {@code resume} is false
     */
    public static OutputFolder open(Path folder, boolean resume) throws IOException {
        OutputFolder output = new OutputFolder(folder);
        try {
            Files.createDirectories(output.trials);
        } catch (FileSystemException e) {
            throw new IOException("cannot create the output folder " + output.trials + ": "
                    + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()), e);
        }
        if (!resume && output.holdsTrials()) {
            throw new IOException("the output folder " + folder
                    + " already holds trials: go on with them by --resume, or name another folder by --out");
        }
        output.requireWritable();
        return output;
    }

    public Path path() {
        return folder;
    }

    /** The path of one of the files at the top of the folder. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * The result that an earlier run left for this trial; empty if there is none, or if the trial failed then: it is worth
     * another try.
     *
     * @throws IOException if the file there is no trial's result, or of another trial than this
     */
    public Optional<TrialResult> earlier(TrialSpec spec) throws IOException {
        Path file = trialFile(spec);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        TrialResult result;
        try {
            result = JSON.readValue(Files.readAllBytes(file), TrialResult.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " does not hold a trial's result: delete it to run that trial again", e);
        }
        if (!spec.equals(result.spec())) {
            throw new IOException(file + " is of another comparison, expected " + spec + ", found " + result.spec());
        }
        return switch (result.status()) {
            case COMPLETED, DIVERGED -> Optional.of(result);
            case FAILED -> Optional.empty();
        };
    }

    /**
     * Keeps a trial's result.
     *
     * @throws IOException if the file cannot be written
     */
    public void keep(TrialResult result) throws IOException {
        AtomicFile.write(trialFile(result.spec()), out -> JSON.writerWithDefaultPrettyPrinter().writeValue(out, result));
    }

    private Path trialFile(TrialSpec spec) {
        return trials.resolve(spec.id() + ".json");
    }

    private boolean holdsTrials() throws IOException {
        try (Stream<Path> files = Files.list(trials)) {
            return files.anyMatch(file -> file.toString().endsWith(".json"));
        }
    }

    /** Finds out now rather than after the first trial. */
    private void requireWritable() throws IOException {
        Path probe = file("writable");
        AtomicFile.write(probe, out -> {});
        Files.delete(probe);
    }
}
