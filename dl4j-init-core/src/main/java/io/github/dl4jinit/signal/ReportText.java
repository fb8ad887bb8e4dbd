// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.TextTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A report as people read it. */
final class ReportText {

    /** The most rows, as many as a screen shows; of more layers, every n-th is shown, and all with problems. */
    private static final int MOST_ROWS = 60;

    private static final int BAR = 10;

    private static final String[] TITLES = {
        "layer", "type", "function", "rms", "", "cosine", "dead", "flat", "gradient", "", "weights", "update"
    };

    private final SignalReport report;

    ReportText(SignalReport report) {
        this.report = report;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(report.summary()).append("\n\n");
        text.append(trend("forward ", report.forward())).append(trend("backward", report.backward()));
        report.examplesNote()
                .ifPresent(note -> text.append("examples  ").append(note).append('\n'));
        report.data().forEach(data -> text.append("data      ").append(data).append('\n'));
        report.losses().forEach(loss -> text.append(loss(loss)));
        report.geometry().ifPresent(geometry -> text.append(geometry(geometry)));
        report.problems().forEach(problem -> text.append("! ").append(problem).append('\n'));
        if (!report.recommendation().isEmpty()) {
            text.append(report.healthy() ? "What would train better:\n" : "What to do:\n");
            report.recommendation()
                    .lines()
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.append('\n').append(table()).toString();
    }

    private static String trend(String name, Trend trend) {
        if (trend.ratePerLayer().isEmpty()) {
            return name + "  " + trend.verdict() + "\n";
        }
        double rate = trend.ratePerLayer().getAsDouble();
        boolean healthy = trend.verdict() == Verdict.HEALTHY;
        boolean odd = healthy && Math.abs(Math.log10(rate)) >= Trend.ODD_ORDERS_PER_LAYER;
        return String.format(
                Locale.ROOT,
                "%s  %s, %.4g a layer%s, %+.1f orders of magnitude%s\n",
                name,
                trend.verdict(),
                rate,
                healthy
                        ? trend.firstSuspicious()
                                .map(jump -> " beside the jump in " + jump)
                                .orElse("")
                        : "",
                trend.ordersOfMagnitude(),
                odd ? String.format(Locale.ROOT, " (only more than %.0f are unhealthy)", Trend.UNHEALTHY_ORDERS) : "");
    }

    private static String loss(LossSignal loss) {
        return String.format(Locale.ROOT, "loss      %.4g", loss.loss())
                + number(", the same answer to every example costs %.4g", loss.guessing()) + " (" + loss.output()
                + ")\n";
    }

    /** A line for each figure that there is, with the theory's beside it. */
    private static String geometry(SignalGeometry geometry) {
        StringBuilder text = new StringBuilder();
        geometry.lastCosine().ifPresent(cosine -> text.append(
                        String.format(Locale.ROOT, "alike     cosine of two examples %.4f", cosine))
                .append(number(" (theory %.4f)", geometry.predictedLastCosine()))
                .append(number(", depth scale %.3g", geometry.cosineDepthScale()))
                .append(number(" (theory %.3g)", geometry.predictedCosineDepthScale()))
                .append('\n'));
        geometry.gradientCorrelation().ifPresent(correlation -> text.append(String.format(
                        Locale.ROOT, "smooth    correlation of gradients at neighbouring inputs %.3f", correlation))
                .append(number(" (theory %.3f)", geometry.predictedGradientCorrelation()))
                .append('\n'));
        geometry.jacobianSpread().ifPresent(spread -> text.append(
                        String.format(Locale.ROOT, "even      spread of squared singular values %.3g", spread))
                .append(number(" (theory: Gaussian weights %.3g,", geometry.gaussianJacobianSpread()))
                .append(number(" orthogonal %.3g)", geometry.orthogonalJacobianSpread()))
                .append('\n'));
        return text.toString();
    }

    private String table() {
        List<LayerSignal> layers = shown();
        Bars signals =
                new Bars(layers, layer -> OptionalDouble.of(layer.activation().rms()));
        Bars gradients = new Bars(layers, LayerSignal::gradientNorm);
        TextTable table = new TextTable(TITLES);
        for (LayerSignal layer : layers) {
            Optional<ParameterSignal> weights = layer.weights();
            table.row(
                    layer.name(),
                    layer.type(),
                    layer.function().orElse(""),
                    number("%.3g", OptionalDouble.of(layer.activation().rms())),
                    signals.of(layer),
                    number("%.4f", layer.meanCosine()),
                    number("%.2f", OptionalDouble.of(layer.deadShare())),
                    number("%.2f", layer.saturatedShare()),
                    number("%.3g", layer.gradientNorm()),
                    gradients.of(layer),
                    weights.map(w -> number("%.3g", OptionalDouble.of(w.values().std())))
                            .orElse(""),
                    weights.map(w -> number("%.1f", w.log10UpdateRatio())).orElse(""));
        }
        return table + "rms: of the activations. flat: share of units where the function's slope is next to 0."
                + " gradient: norm, with respect\nto the activations. weights: their standard deviation. update: log10 of"
                + " update over weight, about -3 in healthy training.\n";
    }

    private List<LayerSignal> shown() {
        List<LayerSignal> layers = report.layers();
        Set<String> named = report.problems().stream().map(Problem::layer).collect(Collectors.toSet());
        int stride = (layers.size() + MOST_ROWS - 1) / MOST_ROWS;
        return IntStream.range(0, layers.size())
                .filter(i -> i % stride == 0
                        || i == layers.size() - 1
                        || named.contains(layers.get(i).name()))
                .mapToObj(layers::get)
                .collect(Collectors.toList());
    }

    private static String number(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "";
    }

    /** Lengths on a logarithmic scale from the smallest to the largest figure of a column. */
    private static final class Bars {

        private final Function<LayerSignal, OptionalDouble> figure;
        private final double smallest;
        private final double largest;

        Bars(List<LayerSignal> layers, Function<LayerSignal, OptionalDouble> figure) {
            this.figure = figure;
            double[] levels = layers.stream()
                    .map(figure)
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(value -> Math.log10(value.getAsDouble()))
                    .filter(Double::isFinite)
                    .toArray();
            double low = levels.length == 0 ? 0 : Arrays.stream(levels).min().getAsDouble();
            double high = levels.length == 0 ? 0 : Arrays.stream(levels).max().getAsDouble();
            // At least two orders of magnitude, so that a healthy network does not look wild.
            double missing = Math.max(0, 2 - (high - low)) / 2;
            this.smallest = low - missing;
            this.largest = high + missing;
        }

        String of(LayerSignal layer) {
            OptionalDouble value = figure.apply(layer);
            if (value.isEmpty() || !(value.getAsDouble() > 0)) {
                return "";
            }
            double share = (Math.log10(value.getAsDouble()) - smallest) / (largest - smallest);
            int length = 1 + (int) Math.round((BAR - 1) * Math.max(0, Math.min(share, 1)));
            return String.join("", Collections.nCopies(length, "#"));
        }
    }
}
