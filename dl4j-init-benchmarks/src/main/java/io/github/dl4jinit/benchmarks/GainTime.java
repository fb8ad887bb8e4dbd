// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.theory.Gains;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.hipparchus.analysis.integration.IterativeLegendreGaussIntegrator;
import org.hipparchus.exception.MathIllegalStateException;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The time of a forward gain from the activation object, against what a ready-made adaptive integrator takes that asks
 * the activation point by point, at the accuracy of 10⁻⁸ (or gives up on a kink). Medians, after a warm-up.
 *
 * <pre>java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.GainTime</pre>
 */
public final class GainTime {

    private static final int ROUNDS = 9;
    private static final int WARM_UP = 200;
    private static final int MAX_EVALUATIONS = 100_000;

    private GainTime() {}

    public static void main(String[] args) {
        for (int i = 0; i < WARM_UP; i++) {
            Gains.forward(Activation.TANH.getActivationFunction());
        }
        System.out.println("activation           ours     point by point   ratio");
        double slowest = 0;
        for (Activation name : Activation.values()) {
            if (name == Activation.SOFTMAX || name == Activation.RRELU) { // no gain; not evaluated
                continue;
            }
            IActivation activation = name.getActivationFunction();
            double ours = medianMilliseconds(() -> Gains.forward(activation));
            double theirs = medianMilliseconds(() -> pointByPoint(activation));
            boolean converged = Math.abs(pointByPoint(activation) / Gains.forward(activation) - 1) < 1e-7;
            slowest = Math.max(slowest, ours);
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %6.1f ms %12.1f ms %10.4f%s%n",
                    name,
                    ours,
                    theirs,
                    ours / theirs,
                    converged ? "" : "  (point by point did not converge)");
        }
        System.out.printf(Locale.ROOT, "slowest: %.1f ms%n", slowest);
    }

    private static double medianMilliseconds(DoubleSupplier work) {
        double[] times = new double[ROUNDS];
        for (int i = -2; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.getAsDouble();
            times[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
        }
        return Median.of(times);
    }

    private static double pointByPoint(IActivation activation) {
        try {
            double integral = new IterativeLegendreGaussIntegrator(10, 1e-9, 1e-12)
                    .integrate(MAX_EVALUATIONS, z -> Math.pow(value(activation, z), 2) * Math.exp(-z * z / 2), -13, 13);
            return Math.sqrt(Math.sqrt(2 * Math.PI) / integral);
        } catch (MathIllegalStateException e) { // too many evaluations
            return Double.NaN;
        }
    }

    private static double value(IActivation activation, double z) {
        return activation.getActivation(Nd4j.scalar(DataType.DOUBLE, z), true).getDouble(0);
    }
}
