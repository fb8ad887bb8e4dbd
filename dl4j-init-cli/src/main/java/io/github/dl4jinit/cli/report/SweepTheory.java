// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.HeatMap;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.tune.Theory;
import io.github.dl4jinit.lab.tune.Theory.Variances;
import io.github.dl4jinit.theory.DepthScale;
import io.github.dl4jinit.theory.MeanField;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.nd4j.linalg.activations.Activation;

/**
 * What mean-field theory says of a map: where weights are critical, and down to which depth they are trainable.
 *
 * @see <a href="https://arxiv.org/abs/1611.01232">Schoenholz, Gilmer, Ganguli, Sohl-Dickstein: Deep Information
 *     Propagation, 2017</a>
 */
public final class SweepTheory {

    /** Networks are trainable to about so many depth scales (Schoenholz et al. 2017, figure 5). */
    static final int TRAINABLE_DEPTH_SCALES = 6;

    /** The knobs on which the lines depend, whether they are axes of the map or not. */
    public static final Set<Knob> MATTER =
            Set.of(Knob.SCHEME, Knob.GAIN, Knob.NUMERATOR, Knob.SIGMA_W2, Knob.SIGMA_B2, Knob.ACTIVATION);

    private static final Set<Knob> WEIGHTS = Set.of(Knob.GAIN, Knob.NUMERATOR, Knob.SIGMA_W2);

    /** To how much a value is computed: far finer than a picture shows. */
    private static final double PRECISION = 1e-9;

    private static final int MOST_STEPS = 1000;

    /** Points of a line: enough for a smooth one, few because each of a deep network's takes a tenth of a second. */
    private static final int POINTS_PER_CELL = 4;

    private static final int FEWEST_POINTS = 60;

    /** Lines take seconds; a picture asks for them, and the page asks for the same a moment later. */
    private static Answer last;

    /** What decides the lines: which axis goes to the right, and what knobs are. */
    private record Question(Axis columns, List<Axis> axes) {}

    private record Answer(Question question, List<HeatMap.Curve> curves) {}

    private final Sweep sweep;
    private final Grid grid;
    private final MeanField theory;

    private SweepTheory(Sweep sweep, Grid grid, MeanField theory) {
        this.sweep = sweep;
        this.grid = grid;
        this.theory = theory;
    }

    /**
     * A line in a map of two knobs.
     *
     * @param columns the knob of its first coordinates
     * @param rows the knob of its second coordinates
     * @param name what it shows
     * @param points values of both knobs, joined by straight lines
     */
    public record Line(Knob columns, Knob rows, String name, List<double[]> points) {}

    /** The lines to draw in the map of a sweep of two knobs; none where the theory does not apply. */
    public static List<Line> lines(Sweep sweep) {
        Grid grid = Grid.of(sweep, List.of());
        return curves(sweep, grid).stream()
                .map(curve -> new Line(
                        grid.columns().knob(),
                        grid.rows().knob(),
                        curve.name(),
                        curve.points().stream()
                                .map(point -> new double[] {point.x, point.y})
                                .toList()))
                .toList();
    }

    /**
     * The lines to draw; none where the theory does not apply: without an axis of weight variances, or where more than
     * they decides.
     */
    static List<HeatMap.Curve> curves(Sweep sweep, Grid grid) {
        Axis columns = grid.columns();
        Axis activation = sweep.axis(Knob.ACTIVATION);
        boolean applies = WEIGHTS.contains(columns.knob())
                && activation.values().size() == 1
                && !activation.values().get(0).equalsIgnoreCase(Activation.SOFTMAX.name())
                && Theory.variances(sweep.trials().get(0)).isPresent();
        // A tailored function is another one in each row of depths.
        if (!applies
                || !(sweep.trials().get(0).training().network() instanceof MlpSpec network)
                || network.tailored()) {
            return List.of();
        }
        List<Axis> decisive = sweep.axes().stream()
                .filter(axis -> MATTER.contains(axis.knob()) || axis.equals(columns) || axis.equals(grid.rows()))
                .toList();
        return known(new Question(columns, decisive), () -> new SweepTheory(
                        sweep, grid, MeanField.of(network.activation().function()))
                .curves());
    }

    /** The answer of the last time, if the question is the same. */
    private static synchronized List<HeatMap.Curve> known(Question question, Supplier<List<HeatMap.Curve>> answer) {
        if (last == null || !last.question().equals(question)) {
            last = new Answer(question, answer.get());
        }
        return last.curves();
    }

    private List<HeatMap.Curve> curves() {
        List<HeatMap.Curve> curves = new ArrayList<>();
        if (grid.rows().knob().numeric()) {
            curves.add(new HeatMap.Curve("critical " + grid.columns().knob().flag(), critical()));
        }
        if (grid.rows().knob() == Knob.DEPTH) {
            curves.add(new HeatMap.Curve(
                    "trainable depth, " + TRAINABLE_DEPTH_SCALES + " depth scales", trainableDepth()));
        }
        return curves;
    }

    /** The line where σ_w² is critical: for each row's value that of the column. */
    private List<Point2D.Double> critical() {
        List<Point2D.Double> points = new ArrayList<>();
        Range rows = Range.of(grid.rows());
        if (grid.rows().knob() == Knob.SIGMA_B2 || WEIGHTS.contains(grid.rows().knob())) {
            rows.points().forEach(y -> criticalAt(y).ifPresent(x -> points.add(new Point2D.Double(x, y))));
        } else {
            criticalAt(rows.lowest).ifPresent(x -> {
                points.add(new Point2D.Double(x, rows.lowest));
                points.add(new Point2D.Double(x, rows.highest));
            });
        }
        return points;
    }

    private OptionalDouble criticalAt(double y) {
        Range columns = Range.of(grid.columns());
        DoubleUnaryOperator tooLarge = x -> {
            Variances variances = variances(x, y);
            return variances.sigmaW2() - theory.critical(variances.sigmaB2()).sigmaW2();
        };
        boolean within = tooLarge.applyAsDouble(columns.lowest) <= 0 && tooLarge.applyAsDouble(columns.highest) >= 0;
        return within
                ? OptionalDouble.of(new BrentSolver(PRECISION, PRECISION)
                        .solve(MOST_STEPS, tooLarge::applyAsDouble, columns.lowest, columns.highest))
                : OptionalDouble.empty();
    }

    private List<Point2D.Double> trainableDepth() {
        List<Point2D.Double> points = new ArrayList<>();
        for (double x : Range.of(grid.columns()).points()) {
            Variances variances = variances(x, Range.of(grid.rows()).lowest);
            DepthScale scale = theory.depthScale(variances.sigmaW2(), variances.sigmaB2());
            // Where two inputs' correlation moves at no exponential rate, as in ReLU, the gradient's size decides.
            double layers = Double.isFinite(scale.correlation()) ? scale.correlation() : scale.gradient();
            // An infinite depth is above any map.
            points.add(new Point2D.Double(x, Math.min(TRAINABLE_DEPTH_SCALES * layers, 10 * MlpSpec.MAX_DEPTH)));
        }
        return points;
    }

    private Variances variances(double x, double y) {
        Knob rows = grid.rows().knob();
        // Depths are whole numbers, and no variance depends on them.
        String row = rows == Knob.SIGMA_B2 || WEIGHTS.contains(rows)
                ? String.valueOf(y)
                : grid.rows().values().get(0);
        return Theory.variances(sweep.trial(grid.columns().knob(), String.valueOf(x), rows, row))
                .orElseThrow();
    }

    /** What an axis spans, with half a cell more at both ends, as far as values stay positive. */
    private record Range(double lowest, double highest, int cells) {

        static Range of(Axis axis) {
            double[] values = axis.values().stream()
                    .mapToDouble(Double::parseDouble)
                    .sorted()
                    .toArray();
            int last = values.length - 1;
            double below = values[0] - (values[1] - values[0]) / 2;
            double above = values[last] + (values[last] - values[last - 1]) / 2;
            return new Range(below > 0 ? below : values[0], above, values.length);
        }

        /** Evenly spaced values, those at the ends included. */
        List<Double> points() {
            List<Double> points = new ArrayList<>();
            int steps = Math.max(FEWEST_POINTS, POINTS_PER_CELL * cells);
            for (int i = 0; i <= steps; i++) {
                points.add(lowest + (highest - lowest) * i / steps);
            }
            return points;
        }
    }
}
