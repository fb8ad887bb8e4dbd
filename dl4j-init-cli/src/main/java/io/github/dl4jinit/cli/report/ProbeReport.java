// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.SignalCharts;
import io.github.dl4jinit.signal.LearningRateReport;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

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

    /** Prints the reports. */
    public void print(PrintWriter out) {
        out.print(signal.toText());
        if (learningRate != null) {
            out.println();
            out.print(learningRate.toText());
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
     * Writes {@code signal.json}, the picture and, if it was measured, {@code learning-rate.json}.
     *
     * @throws IOException if one cannot be written; the message names it
     */
    public void writeTo(ReportFiles files) throws IOException {
        write(files, "signal.json", signal.toJson());
        if (learningRate != null) {
            write(files, "learning-rate.json", learningRate.toJson());
        }
        files.draw("signal", () -> SignalCharts.signal(signal));
    }

    private static void write(ReportFiles files, String name, String json) throws IOException {
        files.write(name, out -> out.write((json + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
