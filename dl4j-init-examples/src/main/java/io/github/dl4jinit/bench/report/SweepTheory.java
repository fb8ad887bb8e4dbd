// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import io.github.dl4jinit.bench.trial.Knob;
import io.github.dl4jinit.bench.trial.MlpSpec;
import io.github.dl4jinit.bench.trial.Sweep;
import io.github.dl4jinit.bench.trial.Sweep.Axis;
import io.github.dl4jinit.bench.trial.Theory;
import io.github.dl4jinit.bench.trial.Theory.Variances;
import io.github.dl4jinit.gain.DepthScale;
import io.github.dl4jinit.gain.MeanField;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.nd4j.linalg.activations.Activation;

/**
 * What mean-field theory says of a map: where weights are critical, and down to which depth they are trainable.
 *
 * @see <a href="https://arxiv.org/abs/1611.01232">Schoenholz, Gilmer, Ganguli, Sohl-Dickstein: Deep Information
 *     Propagation, 2017</a>
 */
final class SweepTheory {

    /** Networks are trainable to about so many depth scales (Schoenholz et al. 2017, section 5 and figure 5). */
    static final double TRAINABLE_DEPTH_SCALES = 6;

    private static final Set<Knob> WEIGHTS = Set.of(Knob.GAIN, Knob.NUMERATOR, Knob.SIGMA_W2);

    /** Enough for lines that look smooth. */
    private static final int POINTS = 200;

    private final Sweep sweep;
    private final Grid grid;
    private final MeanField theory;

    private SweepTheory(Sweep sweep, Grid grid, MeanField theory) {
        this.sweep = sweep;
        this.grid = grid;
        this.theory = theory;
    }

    /**
     * None where the theory does not apply: without an axis of weight variances, or where they are not all of the
     * story.
     */
    static List<HeatMap.Curve> curves(Sweep sweep, Grid grid) {
        Axis columns = grid.columns();
        Axis activation = sweep.axis(Knob.ACTIVATION);
        boolean applies = WEIGHTS.contains(columns.knob())
                && activation.values().size() == 1
                && !activation.values().get(0).equalsIgnoreCase(Activation.SOFTMAX.name())
                && Theory.variances(sweep.trials().get(0)).isPresent();
        if (!applies) {
            return List.of();
        }
        Activation function =
                Activation.valueOf(((MlpSpec) sweep.trials().get(0).training().network()).activation());
        return new SweepTheory(sweep, grid, MeanField.of(function.getActivationFunction())).curves();
    }

    private List<HeatMap.Curve> curves() {
        List<HeatMap.Curve> curves = new ArrayList<>();
        if (grid.rows().knob().numeric()) {
            curves.add(new HeatMap.Curve("critical " + grid.columns().knob().flag(), critical()));
        }
        if (grid.rows().knob() == Knob.DEPTH) {
            curves.add(new HeatMap.Curve("trainable depth, 6 depth scales", trainableDepth()));
        }
        return curves;
    }

    /** For each row's value the column's that makes σ_w² critical. */
    private List<Point2D.Double> critical() {
        Range columns = Range.of(grid.columns());
        List<Point2D.Double> points = new ArrayList<>();
        for (double y : Range.of(grid.rows()).points()) {
            DoubleUnaryOperator tooLarge = x -> {
                Variances variances = variances(x, y);
                return variances.sigmaW2()
                        - theory.critical(variances.sigmaB2()).sigmaW2();
            };
            if (tooLarge.applyAsDouble(columns.lowest) <= 0 && tooLarge.applyAsDouble(columns.highest) >= 0) {
                double x = new BrentSolver(1e-9, 1e-9)
                        .solve(1000, tooLarge::applyAsDouble, columns.lowest, columns.highest);
                points.add(new Point2D.Double(x, y));
            }
        }
        return points;
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

    private record Range(double lowest, double highest) {

        static Range of(Axis axis) {
            double[] values = axis.values().stream()
                    .mapToDouble(Double::parseDouble)
                    .sorted()
                    .toArray();
            return new Range(values[0], values[values.length - 1]);
        }

        /** Evenly spaced, those at the ends included. */
        List<Double> points() {
            List<Double> points = new ArrayList<>();
            for (int i = 0; i < POINTS; i++) {
                points.add(lowest + (highest - lowest) * i / (POINTS - 1));
            }
            return points;
        }
    }
}
