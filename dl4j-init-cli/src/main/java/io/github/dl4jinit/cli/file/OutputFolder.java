// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/** The folder that trials are kept in: {@code trials/<id>.json} as each ends, the rest at the end. */
public final class OutputFolder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path trials;
    private final Function<TrialSpec, String> id;
    private final ReentrantLock writing = new ReentrantLock();

    private OutputFolder(Path folder, Function<TrialSpec, String> id) {
        this.folder = folder;
        this.trials = folder.resolve("trials");
        this.id = id;
    }

    /**
     * Opens a folder for the results of trials and creates it if it is missing.
     *
     * @param folder where to write
     * @param resume whether it may hold results already
     * @param id a name that no two of these trials share
     * @throws IOException if it cannot be created or written to, or holds results and {@code resume} is false
     */
    public static OutputFolder open(Path folder, boolean resume, Function<TrialSpec, String> id) throws IOException {
        OutputFolder output = new OutputFolder(folder, id);
        try {
            Files.createDirectories(output.trials);
        } catch (FileSystemException e) {
            throw new IOException("cannot create the output folder " + output.trials + ": " + AtomicFile.reason(e), e);
        }
        if (!resume && !output.filesEndingWith(".json").isEmpty()) {
            throw new IOException("the output folder " + folder
                    + " already holds trials: go on with them by --resume, or name another folder by --out");
        }
        // Finds out now, rather than after the first trial, whether it can be written to.
        Path probe = output.trials.resolve("probe");
        AtomicFile.write(probe, out -> {});
        Files.delete(probe);
        for (Path leftByKilledRun : output.filesEndingWith(AtomicFile.PART)) {
            Files.delete(leftByKilledRun);
        }
        return output;
    }

    /** The path of the folder. */
    public Path path() {
        return folder;
    }

    /**
     * Writes a file at the top of the folder.
     *
     * @return the file's path
     * @throws IOException if it cannot be written; the message names it
     */
    public Path write(String name, AtomicFile.Content content) throws IOException {
        Path file = folder.resolve(name);
        write(file, content);
        return file;
    }

    /** Writes a value as JSON into a file at the top of the folder. */
    public Path writeJson(String name, Object value) throws IOException {
        return write(name, out -> JSON.writerWithDefaultPrettyPrinter().writeValue(out, value));
    }

    /** Waits for a file that is being written, and lets no other begin: for a process that is about to end. */
    public void seal() {
        writing.lock();
    }

    private void write(Path file, AtomicFile.Content content) throws IOException {
        writing.lock();
        try {
            AtomicFile.write(file, content);
        } finally {
            writing.unlock();
        }
    }

    /**
     * The result that an earlier run left for this trial; empty if there is none, or if the trial failed then: it is
     * worth another try.
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
            throw new IOException(file + " is of another run, expected " + spec + ", found " + result.spec());
        }
        return switch (result.status()) {
            case COMPLETED, STUCK, DIVERGED -> Optional.of(result);
            case FAILED -> Optional.empty();
        };
    }

    /**
     * Keeps a trial's result.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public void keep(TrialResult result) throws IOException {
        write(trialFile(result.spec()), out -> JSON.writerWithDefaultPrettyPrinter()
                .writeValue(out, result));
    }

    private Path trialFile(TrialSpec spec) {
        return trials.resolve(id.apply(spec) + ".json");
    }

    private List<Path> filesEndingWith(String ending) throws IOException {
        try (Stream<Path> top = Files.list(folder);
                Stream<Path> inTrials = Files.list(trials)) {
            return Stream.concat(top, inTrials)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList();
        }
    }
}
