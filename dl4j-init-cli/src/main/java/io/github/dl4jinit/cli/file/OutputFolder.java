// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.trial.FileName;
import io.github.dl4jinit.lab.trial.TrialReader;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The folder that trials are kept in: {@code trials/<id>.json} as each ends, the rest at the end. One run has it at a
 * time.
 */
public final class OutputFolder implements AutoCloseable {

    /** What a run says of itself. It stands alone where a run ended before its first trial. */
    public static final String RUN = "run.json";

    /** The folder of the trials. */
    public static final String TRIALS = "trials";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a file system takes is 255 characters, beside which there is room for what a part's name ends with. */
    private static final int LONGEST_NAME = 150;

    private final Path folder;
    private final Path trials;
    private final Function<TrialSpec, String> id;
    private final FolderLock lock;

    /**
     * The files of results that there are: those that were there when the folder was opened, and newer ones. They are
     * read when they are asked for: ten thousand with the loss of every iteration do not fit into everybody's memory.
     */
    private final Set<Path> results = ConcurrentHashMap.newKeySet();

    private final ReentrantLock writing = new ReentrantLock();

    private OutputFolder(Path folder, Function<TrialSpec, String> id, FolderLock lock) {
        this.folder = folder;
        this.trials = trials(folder);
        this.id = id;
        this.lock = lock;
    }

    private static Path trials(Path folder) {
        return folder.resolve(TRIALS);
    }

    /**
     * Makes the folder if it is missing, and keeps others from it until it is closed. Then it is to be
     * {@linkplain #prepare prepared}.
     *
     * @param folder where to write
     * @param id a name that no two of these trials share
     * @throws IOException if it cannot be created or locked, or another run has it
     */
    public static OutputFolder lock(Path folder, Function<TrialSpec, String> id) throws IOException {
        try {
            Files.createDirectories(trials(folder));
        } catch (IOException e) {
            throw new IOException("cannot create the output folder " + trials(folder) + ": " + AtomicFile.reason(e), e);
        }
        return new OutputFolder(folder, id, FolderLock.take(folder));
    }

    /**
     * Takes away what a killed run has left half done, and reads all results, so that one that cannot be believed ends
     * a run before it has begun.
     *
     * @param resume whether it may hold results already
     * @throws IOException if it cannot be written to, if it holds results and {@code resume} is false, or a file among
     *     the results that is none
     */
    public void prepare(boolean resume) throws IOException {
        try {
            tidyUpAndRead(resume);
        } catch (FileSystemException e) {
            throw new IOException(
                    "cannot use the output folder " + folder + " because of " + e.getFile() + ": "
                            + AtomicFile.reason(e),
                    e);
        }
    }

    private void tidyUpAndRead(boolean resume) throws IOException {
        boolean holdsResults = filesEndingWith(".json").stream().anyMatch(file -> !file.equals(folder.resolve(RUN)));
        if (!resume && holdsResults) {
            throw new IOException("the output folder " + folder
                    + " already holds trials: go on with them by --resume, or name another folder by --out");
        }
        // Finds out now, rather than after the first trial, whether it can be written to.
        Path probe = trials.resolve("probe");
        AtomicFile.write(probe, out -> {});
        Files.delete(probe);
        for (Path leftByKilledRun : filesEndingWith(AtomicFile.PART)) {
            Files.delete(leftByKilledRun);
        }
        for (Path file : filesEndingWith(".json")) {
            if (file.startsWith(trials)) {
                TrialReader.read(file);
                results.add(file);
            }
        }
    }

    /**
     * Whether a run has the folder at this moment. Not to be asked by the process that runs it, which would lose the
     * lock by asking.
     *
     * @throws IOException if that cannot be found out
     */
    public static boolean isInUse(Path folder) throws IOException {
        return FolderLock.isTaken(folder);
    }

    /** Lets other runs have the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
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

    /**
     * Waits for a file that is being written, lets no other begin, and lets other runs have the folder: for a process
     * that is about to end.
     */
    public void seal() throws IOException {
        writing.lock();
        lock.close();
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
     * The result that there is of this trial, from an earlier run or this; empty if there is none, or if the trial
     * failed then: it is worth another try.
     *
     * @throws IOException if the result there is of another trial than this, or cannot be read any more
     */
    public Optional<TrialResult> earlier(TrialSpec spec) throws IOException {
        Path file = trialFile(spec);
        if (!results.contains(file)) {
            return Optional.empty();
        }
        TrialResult result = TrialReader.read(file);
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
        Path file = trialFile(result.spec());
        write(file, out -> JSON.writerWithDefaultPrettyPrinter().writeValue(out, result));
        results.add(file);
    }

    private Path trialFile(TrialSpec spec) {
        return trials.resolve(FileName.shortened(id.apply(spec), LONGEST_NAME) + ".json");
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
