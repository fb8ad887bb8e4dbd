// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.SignalCharts;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.lab.probe.ProbeResult;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** What {@code dl4j-init probe} prints and writes. */
public final class ProbeReport {

    private final ProbeResult result;

    public ProbeReport(ProbeResult result) {
        this.result = result;
    }

    /** Whether no problem was found. */
    public boolean healthy() {
        return result.healthy();
    }

    /** Prints the reports. */
    public void print(PrintWriter out) {
        out.print(result.signal().text());
        if (result.learningRate() != null) {
            out.println();
            out.print(result.learningRate().text());
        }
        out.flush();
    }

    /** Prints a line of JSON for each report. */
    public void printJson(PrintWriter out) {
        out.println(result.signal().json());
        if (result.learningRate() != null) {
            out.println(result.learningRate().json());
        }
        out.flush();
    }

    /**
     * Writes {@code signal.json}, the picture and, if it was measured, {@code learning-rate.json}; then what ran.
     *
     * @param run what ran
     * @throws IOException if one cannot be written; the message names it
     */
    public void writeTo(ReportFiles files, Run run) throws IOException {
        write(files, "signal.json", result.signal().json());
        if (result.learningRate() != null) {
            write(files, "learning-rate.json", result.learningRate().json());
        }
        files.draw(
                "signal",
                () -> SignalCharts.signal(SignalReport.fromJson(result.signal().json())));
        RunFolder.write(files.folder(), run);
    }

    private static void write(ReportFiles files, String name, String json) throws IOException {
        files.write(name, out -> out.write((json + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
