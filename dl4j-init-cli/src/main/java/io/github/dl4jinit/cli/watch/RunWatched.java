// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.watch;

import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.cli.page.ReportPage;
import io.github.dl4jinit.cli.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run in a folder, which need not have begun, or the signals of a training in a file. */
public final class RunWatched implements Watched {

    private final Path folder;

    /** A run in a folder, or a listener's file, which need not be there. */
    public RunWatched(Path folder) {
        this.folder = folder;
    }

    /**
     * When a trial ended last and when the run last said something of itself, and whether it was killed. A file that is
     * moved to its place changes the time of the folder.
     */
    @Override
    public String stamp() throws IOException {
        if (Files.isRegularFile(folder)) {
            return Files.size(folder) + "-" + changed(folder);
        }
        long trials = changed(folder.resolve(OutputFolder.TRIALS));
        long run = changed(folder.resolve(OutputFolder.RUN));
        boolean killed = run > 0 && RunFolder.wasKilled(folder, RunFolder.read(folder));
        return trials + "-" + run + (killed ? "-killed" : "");
    }

    /** The time in nanoseconds, 0 if there is no such file. */
    private static long changed(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public byte[] page() throws IOException {
        return ReportPage.of(List.of(folder)).served();
    }

    @Override
    public byte[] data() throws IOException {
        return ReportPage.of(List.of(folder)).data();
    }
}
