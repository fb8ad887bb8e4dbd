// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.lab.trial.TrialFolder;
import io.github.dl4jinit.lab.trial.TrialReader;
import io.github.dl4jinit.lab.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A run as its folder tells of it, whether it has ended, goes on, or was killed. */
final class RunOnDisk {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Run run;
    private final boolean killed;
    private final List<String> notes = new ArrayList<>();

    private RunOnDisk(Path folder, Run run, boolean killed) {
        this.folder = folder;
        this.run = run;
        this.killed = killed;
        if (killed) {
            notes.add(
                    "The run was killed, and the page shows what had ended by then. Its command goes on with --resume.");
        }
    }

    /**
     * Reads what the run in a folder says of itself.
     *
     * @throws IOException if there is none, or one of another format; the message is a sentence
     */
    static RunOnDisk read(Path folder) throws IOException {
        Run run = RunFolder.read(folder);
        return new RunOnDisk(folder, run, RunFolder.wasKilled(folder, run));
    }

    Path folder() {
        return folder;
    }

    Run run() {
        return run;
    }

    boolean wasKilled() {
        return killed;
    }

    /** What readers should know of the folder, a sentence each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * What decided the run's trials.
     *
     * @throws IOException if the run says nothing of the kind
     */
    <T> T spec(Class<T> type) throws IOException {
        try {
            return JSON.treeToValue(run.spec(), type);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    folder.resolve(OutputFolder.RUN) + " does not say what was run: its spec is none of a "
                            + run.kind().command(),
                    e);
        }
    }

    /**
     * Reads the results of the trials that have ended, one by one, so that they need not all be in memory. A file that
     * holds none is passed over, with a note.
     *
     * @throws IOException if the folder cannot be looked through
     */
    void readTrials(Consumer<TrialResult> use) throws IOException {
        notes.addAll(readTrials(folder, use));
    }

    /** The same of any folder; returns the notes. */
    static List<String> readTrials(Path folder, Consumer<TrialResult> use) throws IOException {
        int unreadable = 0;
        String reason = null;
        for (Path file : new TrialFolder(folder).files()) {
            TrialResult result;
            try {
                result = TrialReader.read(file);
            } catch (IOException e) {
                unreadable++;
                reason = reason == null ? e.getMessage() : reason;
                continue;
            }
            use.accept(result);
        }
        return unreadable == 0
                ? List.of()
                : List.of(unreadable + (unreadable == 1 ? " trial is" : " trials are") + " left out: " + reason);
    }
}
