// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.MarkdownTable.NOTHING;
import static io.github.dl4jinit.cli.report.MarkdownTable.left;
import static io.github.dl4jinit.cli.report.MarkdownTable.number;
import static io.github.dl4jinit.cli.report.MarkdownTable.right;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.trial.FileName;
import io.github.dl4jinit.theory.MeanField;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.activations.IActivation;

/** The gains of activation functions and what mean-field theory says of them, as text and as pictures. */
public final class GainReport {

    /** The most characters of a file's name that are an activation function's: a name has 255 at most. */
    private static final int LONGEST_NAME = 150;

    private final Map<String, MeanField> theories;
    private final double sigmaB2;
    private final List<ActivationGains> rows;

    /**
     * Computes everything.
     *
     * @param activations what to report on, by the names to report it by
     * @param sigmaB2 the variance of the biases
     * @throws IllegalArgumentException if an activation has no gain
     */
    public GainReport(Map<String, IActivation> activations, double sigmaB2) {
        this.sigmaB2 = sigmaB2;
        this.theories = new LinkedHashMap<>();
        this.rows = new ArrayList<>();
        activations.forEach((name, activation) -> {
            MeanField theory = MeanField.of(activation);
            theories.put(name, theory);
            rows.add(ActivationGains.of(name, theory, PyTorchGains.of(activation), sigmaB2));
        });
    }

    /** Prints a table and what its columns mean. */
    public void print(PrintWriter out) {
        out.println(MarkdownTable.of(
                rows,
                List.of(
                        left("activation", ActivationGains::activation),
                        right("mean", row -> number("%.6f", Math.abs(row.mean()) < 5e-7 ? 0 : row.mean())),
                        right("E[φ²]", row -> number("%.6f", row.secondMoment())),
                        right("forward gain", row -> number("%.6f", row.forwardGain())),
                        right("backward gain", row -> number("%.6f", row.backwardGain())),
                        right("PyTorch", row -> number("%.6f", row.pytorchGain())),
                        right("drift", row -> number("%.3f", row.drift())),
                        right("depth scale", GainReport::layers),
                        right(
                                "critical σ_w²",
                                row -> number("%.6f", row.critical().sigmaW2())),
                        right("its q", row -> criticalVariance(row.critical())))));
        out.println();
        out.println("z ~ N(0, 1); forward gain = 1/√E[φ(z)²], backward gain = 1/√E[φ′(z)²]; σ_b² = " + sigmaB2);
        out.println("drift: what a layer multiplies a deviation of the variance by, with the forward gain: above 1 it"
                + " grows from layer to layer");
        out.println(
                "depth scale: layers over which two inputs' correlation moves by a factor of e, with the forward gain"
                        + " and these biases; explodes: the variance grows exponentially");
        out.println(
                "its q: the variance that pre-activations keep at the critical σ_w², where gradients keep their size");
        out.flush();
    }

    /** Prints the same and more as JSON. */
    public void printJson(PrintWriter out) throws IOException {
        out.println(
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(new GainsJson(sigmaB2, rows)));
        out.flush();
    }

    /**
     * Draws the critical line and the length map of each activation.
     *
     * @throws IOException if one cannot be written; the message names it
     */
    public void drawInto(ReportFiles files) throws IOException {
        for (ActivationGains row : rows) {
            MeanField theory = theories.get(row.activation());
            String name = FileName.shortened(
                    row.activation().replaceAll("[^a-z0-9.-]+", "_").replaceAll("_$", ""), LONGEST_NAME);
            files.draw(name + "-critical-line", () -> GainCharts.criticalLine(row, theory, sigmaB2));
            files.draw(name + "-length-map", () -> GainCharts.lengthMap(row, theory, sigmaB2));
        }
    }

    private static String layers(ActivationGains row) {
        if (row.atForwardGain().explodes()) {
            return "explodes";
        }
        Double layers = row.atForwardGain().depthScale().correlation();
        return layers == null ? "∞" : number("%.1f", layers);
    }

    private static String criticalVariance(ActivationGains.Critical point) {
        if (point.sigmaW2() == null) {
            return NOTHING;
        }
        if (point.q() == null) {
            return "∞";
        }
        String q = number("%.4f", point.q());
        return point.stable() ? q : q + ", unstable";
    }

    /** The schema of {@code --json}. */
    private record GainsJson(double sigmaB2, List<ActivationGains> activations) {}
}
