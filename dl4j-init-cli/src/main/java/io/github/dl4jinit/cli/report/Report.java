// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.run.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** What a command that trains prints and writes at its end. */
public interface Report {

    /** Prints tables and sentences. */
    void print(PrintWriter out);

    /**
     * Writes the files of results, then the pictures.
     *
     * @param run where the results come from, for {@code results.json}
     * @throws IOException if one cannot be written; the message names it
     */
    void writeTo(ReportFiles files, Run run) throws IOException;

    /** Whether every trial gave a result, be it that it diverged. */
    boolean isComplete();

    /** The best result, if there is one. */
    Optional<Run.Best> best();
}
