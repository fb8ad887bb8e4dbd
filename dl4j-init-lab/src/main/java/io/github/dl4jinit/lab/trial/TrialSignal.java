// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.Trend;
import io.github.dl4jinit.signal.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a probe of a trial's network said.
 *
 * @param forward what becomes of activations
 * @param backward what becomes of gradients
 * @param layers what was measured at each depth; {@code null} where it was not kept
 */
public record TrialSignal(
        Direction forward,
        Direction backward,
        @JsonInclude(JsonInclude.Include.NON_NULL) Layers layers) {

    /** A signal of which only the verdicts are known. */
    public TrialSignal(Direction forward, Direction backward) {
        this(forward, backward, null);
    }

    /**
     * What becomes of the signal in one direction.
     *
     * @param verdict whether the signal arrives
     * @param ratePerLayer factor of the amplitude a layer; {@code null} if there are too few layers to say
     * @param ordersOfMagnitude log₁₀ of its end over its start; {@code null} if it ends at zero or is not finite
     */
    public record Direction(Verdict verdict, Double ratePerLayer, Double ordersOfMagnitude) {

        static Direction of(Trend trend) {
            OptionalDouble rate = trend.ratePerLayer();
            double orders = trend.ordersOfMagnitude();
            return new Direction(
                    trend.verdict(),
                    rate.isPresent() ? rate.getAsDouble() : null,
                    Double.isFinite(orders) ? orders : null);
        }

        /** Whether the signal arrives. */
        public boolean arrives() {
            return verdict == Verdict.HEALTHY;
        }
    }

    /**
     * What was measured at each depth, where the main line leaves it; to {@value #DIGITS} digits, which charts do not
     * show.
     *
     * @param depths the numbers of layers with weights up to there, ascending; 0 is the input
     * @param activations root mean square of the activations at each depth; {@code null} where it is not finite
     * @param gradients Euclidean norm of the gradient with respect to these activations; {@code null} where it is not
     *     finite or none gets there
     */
    public record Layers(
            @JsonProperty(required = true) List<Integer> depths,
            @JsonProperty(required = true) List<Double> activations,
            @JsonProperty(required = true) List<Double> gradients) {

        private static final int DIGITS = 4;

        public Layers {
            depths = Check.givenEach("depths", depths);
            activations = copy(Check.given("activations", activations));
            gradients = copy(Check.given("gradients", gradients));
        }

        private static List<Double> copy(List<Double> values) {
            return Collections.unmodifiableList(new ArrayList<>(values)); // List.copyOf takes no nulls
        }

        static Layers of(SignalReport report) {
            TreeMap<Integer, LayerSignal> ends = new TreeMap<>();
            report.layers().stream()
                    .filter(layer -> layer.mainLine() && !layer.output())
                    .forEach(layer -> ends.put(layer.depth(), layer)); // the last one of a depth is what it hands on
            return new Layers(
                    List.copyOf(ends.keySet()),
                    values(ends.values(), layer -> layer.activation().rms()),
                    values(ends.values(), layer -> layer.gradientNorm().orElse(Double.NaN)));
        }

        private static List<Double> values(Collection<LayerSignal> layers, ToDoubleFunction<LayerSignal> figure) {
            List<Double> values = new ArrayList<>();
            layers.forEach(layer -> values.add(rounded(figure.applyAsDouble(layer))));
            return values;
        }

        private static Double rounded(double value) {
            return Double.isFinite(value)
                    ? BigDecimal.valueOf(value).round(new MathContext(DIGITS)).doubleValue()
                    : null;
        }
    }

    /** What a report says of both directions and all depths. */
    public static TrialSignal of(SignalReport report) {
        Check.given("report", report);
        return new TrialSignal(Direction.of(report.forward()), Direction.of(report.backward()), Layers.of(report));
    }

    /** The same without what was measured at each depth, which a table of thousands of trials has no room for. */
    public TrialSignal withoutLayers() {
        return new TrialSignal(forward, backward);
    }
}
