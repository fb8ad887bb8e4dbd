// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.PictureFile;
import io.github.dl4jinit.cli.chart.SignalCharts;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.signal.LearningRateReport;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code dl4j-init probe} prints and writes. */
public final class ProbeReport {

    private final SignalReport signal;
    private final LearningRateReport learningRate;

    public ProbeReport(SignalReport signal) {
        this(signal, null);
    }

    /** @param learningRate {@code null} if it was not measured */
    public ProbeReport(SignalReport signal, LearningRateReport learningRate) {
        this.signal = signal;
        this.learningRate = learningRate;
    }

    /** Whether no problem was found. */
    public boolean healthy() {
        return signal.healthy();
    }

    /** Prints the reports and which files were written. */
    public void print(PrintWriter out, List<Path> files) {
        out.print(signal.toText());
        if (learningRate != null) {
            out.println();
            out.print(learningRate.toText());
        }
        if (!files.isEmpty()) {
            out.println("written:");
            files.forEach(file -> out.println("  " + file));
        }
        out.flush();
    }

    /** Prints a line of JSON for each report. */
    public void printJson(PrintWriter out) {
        out.println(signal.toJson());
        if (learningRate != null) {
            out.println(learningRate.toJson());
        }
        out.flush();
    }

    /**
     * Writes {@code signal.json}, the picture and, if it was measured, {@code learning-rate.json} into a folder, which
     * is made if it is missing.
     *
     * @return the files written
     * @throws IOException if one cannot be written; the message names it
     */
    public List<Path> writeTo(Path folder) throws IOException {
        AtomicFile.Folder files = AtomicFile.folder(folder);
        List<Path> written = new ArrayList<>();
        written.add(write(files, "signal.json", signal.toJson()));
        written.addAll(PictureFile.write(files, "signal", SignalCharts.signal(signal)));
        if (learningRate != null) {
            written.add(write(files, "learning-rate.json", learningRate.toJson()));
        }
        return written;
    }

    private static Path write(AtomicFile.Folder files, String name, String json) throws IOException {
        return files.write(name, out -> out.write((json + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
