// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import io.github.dl4jinit.cli.file.AtomicFile;
import java.io.IOException;

/**
 * Keeps {@code run.json} while a run goes on. It ends once, in the way that comes first: a signal may come while the
 * results are being written.
 */
public final class RunLog {

    private final AtomicFile.Folder folder;
    private final Start start;

    private Run run;

    /** A log in which nothing is written yet, of a run that began then. */
    public RunLog(AtomicFile.Folder folder, Start start) {
        this.folder = folder;
        this.start = start;
    }

    /**
     * Writes that the run has begun.
     *
     * @throws IOException if it cannot be written
     */
    public synchronized void begin(Run begun) throws IOException {
        RunFolder.write(folder, begun);
        run = begun;
    }

    /**
     * Writes how many trials the run takes, once that is known.
     *
     * @throws IOException if it cannot be written
     */
    public synchronized void planned(int trials) throws IOException {
        begin(run.planned(trials));
    }

    /** The run as it would be if it ended now; to be called after it began. */
    public synchronized Run endedNow(Run.State how, Run.Best best) {
        return start.end(run, how, best);
    }

    /**
     * Writes how the run has ended, unless it has not begun or its end is written already.
     *
     * @throws IOException if it cannot be written
     */
    public synchronized void end(Run ended) throws IOException {
        if (run != null && run.state() == Run.State.RUNNING) {
            RunFolder.write(folder, ended);
            run = ended;
        }
    }

    /** The same of an end without results. */
    public synchronized void end(Run.State how) throws IOException {
        if (run != null) {
            end(endedNow(how, null));
        }
    }
}
