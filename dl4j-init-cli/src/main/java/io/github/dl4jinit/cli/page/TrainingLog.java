// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.ParameterSignal;
import io.github.dl4jinit.signal.SignalLog;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What the page shows of a training whose signals were written down, line by line, by a {@code SignalListener}. */
final class TrainingLog {

    /** More columns than that a map has no room for. */
    private static final int MOST_MOMENTS = 256;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Moment> moments;
    private final SignalReport last;

    private TrainingLog(List<Moment> moments, SignalReport last) {
        this.moments = moments;
        this.last = last;
    }

    /**
     * Reads a log, report by report.
     *
     * @throws IOException if the file cannot be read, or holds anything else; the message names it
     */
    static TrainingLog read(Path file) throws IOException {
        List<Moment> moments = new ArrayList<>();
        SignalReport[] last = {null};
        try {
            SignalLog.forEach(file, report -> {
                if (last[0] != null && !names(last[0]).equals(names(report))) {
                    throw new IllegalArgumentException(
                            "the reports are of different networks, up to iteration " + report.iteration());
                }
                moments.add(Moment.of(report));
                last[0] = report;
            });
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + " is no log of a SignalListener, line " + (moments.size() + 1) + ": " + e.getMessage(), e);
        }
        if (last[0] == null) {
            throw new IOException(file + " holds no report yet");
        }
        return new TrainingLog(moments, last[0]);
    }

    private static List<String> names(SignalReport report) {
        return report.layers().stream().map(LayerSignal::name).toList();
    }

    /** What the log is, by what it is called. */
    Map<String, String> facts(Path file) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", file.toString());
        facts.put("reports", String.valueOf(moments.size()));
        facts.put("iterations", moments.get(0).iteration() + " to " + last.iteration());
        return facts;
    }

    /**
     * What the scripts are given.
     *
     * @param points the most points that a curve may have
     */
    ProbePage.Json json(int points) {
        int most = Math.min(points, MOST_MOMENTS);
        int step = (moments.size() + most - 1) / most;
        List<Moment> kept = IntStream.range(0, moments.size())
                .filter(i -> i % step == 0 || i == moments.size() - 1)
                .mapToObj(moments::get)
                .toList();
        try {
            return new ProbePage.Json(JSON.readTree(last.toJson()), null, kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be read back", e);
        }
    }

    /** What was measured at one iteration: of each figure a value for each layer, {@code null} where there is none. */
    private record Moment(
            int iteration,
            List<Double> losses,
            List<Double> activation,
            List<Double> gradient,
            List<Double> dead,
            List<Double> saturated,
            List<Double> cosine,
            List<Double> update) {

        static Moment of(SignalReport report) {
            return new Moment(
                    report.iteration(),
                    report.losses().stream()
                            .map(loss -> Digits.of((Double) loss.loss()))
                            .toList(),
                    each(report, layer -> OptionalDouble.of(layer.activation().rms())),
                    each(report, LayerSignal::gradientNorm),
                    each(report, layer -> OptionalDouble.of(layer.deadShare())),
                    each(report, LayerSignal::saturatedShare),
                    each(report, LayerSignal::meanCosine),
                    each(report, layer -> layer.weights()
                            .map(ParameterSignal::log10UpdateRatio)
                            .orElse(OptionalDouble.empty())));
        }

        private static List<Double> each(SignalReport report, Function<LayerSignal, OptionalDouble> figure) {
            List<Double> values = new ArrayList<>();
            for (LayerSignal layer : report.layers()) {
                OptionalDouble value = figure.apply(layer);
                values.add(value.isPresent() ? Digits.of((Double) value.getAsDouble()) : null);
            }
            return values;
        }
    }
}
