// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.PictureFile;
import io.github.dl4jinit.cli.chart.SignalCharts;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code dl4j-init probe} prints and writes. */
public final class ProbeReport {

    private final SignalReport report;

    public ProbeReport(SignalReport report) {
        this.report = report;
    }

    /** Prints the report and which files were written. */
    public void print(PrintWriter out, List<Path> files) {
        out.print(report.toText());
        if (!files.isEmpty()) {
            out.println("written:");
            files.forEach(file -> out.println("  " + file));
        }
        out.flush();
    }

    /**
     * Writes {@code signal.json} and the picture into a folder, which is made if it is missing.
     *
     * @return the files written
     * @throws IOException if one cannot be written; the message names it
     */
    public List<Path> writeTo(Path folder) throws IOException {
        AtomicFile.Folder files = AtomicFile.folder(folder);
        List<Path> written = new ArrayList<>();
        written.add(files.write(
                "signal.json", out -> out.write((report.toJson() + "\n").getBytes(StandardCharsets.UTF_8))));
        written.addAll(PictureFile.write(files, "signal", SignalCharts.signal(report)));
        return written;
    }
}
