// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Doubles;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import java.util.function.UnaryOperator;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The response of a deterministic activation function, by its own forward pass (in training) and its own derivative, in
 * double precision.
 *
 * <p>Far out DL4J's formulas overflow: softplus is infinite from 710 on, the derivative of GELU is NaN from 209 on. An
 * activation function that is straight before it stops being finite is taken to go on straight; another one that
 * becomes infinite is infinite from there on.
 */
final class EvaluatedResponse implements Response {

    /**
     * The share within which two results of one function count as the same: its vectorised and its scalar code may
     * round differently, in single precision even.
     */
    private static final double SAME = 1e-6;

    private final IActivation activation;
    private final Ray left;
    private final Ray right;

    /**
     * Checks the function, and finds out how it goes on far out.
     *
     * @throws IllegalArgumentException if it is not deterministic, element-wise, and finite near 0
     */
    EvaluatedResponse(IActivation activation) {
        this.activation = activation;
        synchronized (activation) {
            requireOneFunction();
            this.left = Ray.of(this, -1);
            this.right = Ray.of(this, 1);
        }
    }

    @Override
    public String name() {
        return activation.toString();
    }

    /**
     * Evaluates in one thread at a time, because an activation may keep something from its forward pass for its
     * derivative; also where another response is of the same object, as layers share one.
     */
    @Override
    public Values at(double[] x) {
        synchronized (activation) {
            double[] value = mean(x);
            double[] slope = extended("derivative", x, this::derivative, Ray::slope);
            return new Values(value, squares(value), slope, squares(slope));
        }
    }

    @Override
    public double[] mean(double[] x) {
        synchronized (activation) {
            return extended("value", x, this::forward, Ray::value);
        }
    }

    /** The function where it is finite, its rays beyond. */
    private double[] extended(
            String what, double[] x, UnaryOperator<double[]> function, ToDoubleBiFunction<Ray, Double> beyond) {
        double[] y = function.apply(Arrays.stream(x)
                .map(v -> Math.max(left.start, Math.min(v, right.start)))
                .toArray());
        for (int i = 0; i < x.length; i++) {
            if (x[i] < left.start || x[i] > right.start) {
                y[i] = beyond.applyAsDouble(x[i] < 0 ? left : right, x[i]);
            } else {
                requireFinite(what, x[i], y[i]);
            }
        }
        return y;
    }

    private double[] forward(double[] x) {
        return apply(this::forward, x, 1, x.length);
    }

    private double[] derivative(double[] x) {
        return apply(this::derivative, x, 1, x.length);
    }

    private void requireFinite(String what, double x, double value) {
        if (!Double.isFinite(value)) { // the message would cost more than the value
            String rule = "finite, and its derivative too, wherever its inputs may be";
            Check.require(false, "activation", rule, name() + ": its " + what + " at " + x + " is " + value);
        }
    }

    private INDArray derivative(INDArray in) {
        Pair<INDArray, INDArray> gradients = activation.backprop(in, Nd4j.onesLike(in));
        return gradients == null ? null : gradients.getFirst();
    }

    private INDArray forward(INDArray in) {
        return activation.getActivation(in, true);
    }

    private void requireOneFunction() {
        double[] x = new double[64];
        Arrays.setAll(x, i -> 6 * Math.sin(i + 1));
        double[] row = forward(x);
        Check.require(
                same(forward(x), row),
                "activation",
                "deterministic, because the expectation of a random one is not known",
                name());
        double[] half = Arrays.copyOf(x, 32);
        Check.require(
                same(apply(this::forward, half, 32, 1), Arrays.copyOf(row, 32)),
                "activation",
                "element-wise: each output a function of its own input alone",
                name());
    }

    private static boolean same(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Math.abs(a[i] - b[i]) > SAME * (1 + Math.abs(b[i])) || Double.isNaN(a[i]) != Double.isNaN(b[i])) {
                return false;
            }
        }
        return true;
    }

    private static double[] squares(double[] values) {
        return Arrays.stream(values).map(v -> v * v).toArray();
    }

    /** Evaluates on an array that is made for the call, because activation functions work in place. */
    @SuppressWarnings("try") // the scope is closed, never read
    private double[] apply(UnaryOperator<INDArray> function, double[] x, long... shape) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            INDArray result = function.apply(Nd4j.createFromArray(x).reshape(shape));
            if (result == null || result.length() != x.length) {
                throw new IllegalArgumentException(Check.message(
                        "activation",
                        "a function that returns as many elements as it is given, here " + x.length,
                        name() + ": " + (result == null ? null : result.length())));
            }
            return Doubles.of(result);
        }
    }

    /** How the function goes on beyond the last power of two on one side at which it is still finite. */
    private static final class Ray {

        /**
         * The exponent of the power of two up to which a formula must be finite: networks of sane scale have
         * pre-activations within it.
         */
        private static final int MUST_BE_FINITE = 5; // 2⁵ = 32

        /**
         * The exponent of the largest power of two that is tried: (2⁵⁰⁰)² is near the largest square that a double
         * holds.
         */
        private static final int LARGEST = 500;

        /**
         * The difference of slopes below which a function is straight: less is the rounding of a formula, not a
         * curvature.
         */
        private static final double STRAIGHT = 1e-12;

        private final EvaluatedResponse response;
        private final double start;
        private final double value;
        private final double slope;
        /** The value beyond the start: NaN if it is neither straight nor infinite. */
        private final double overflow;

        private final boolean straight;

        private Ray(EvaluatedResponse response, double[] x, double[] value, double[] slope, int last) {
            this.response = response;
            this.start = x[last];
            this.value = value[last];
            this.slope = slope[last];
            this.overflow = last == LARGEST ? Math.signum(value[last]) * Double.POSITIVE_INFINITY : value[last + 1];
            this.straight = Math.abs(slope[last] - slope[last - 1]) <= STRAIGHT * Math.max(1, Math.abs(slope[last]));
        }

        static Ray of(EvaluatedResponse response, int sign) {
            double[] x = new double[LARGEST + 1];
            Arrays.setAll(x, k -> sign * Math.scalb(1.0, k));
            double[] value = response.forward(x);
            double[] slope = response.derivative(x);
            for (int k = 0; k <= MUST_BE_FINITE; k++) {
                response.requireFinite("value", x[k], value[k]);
                response.requireFinite("derivative", x[k], slope[k]);
            }
            int last = MUST_BE_FINITE;
            while (last < LARGEST && Double.isFinite(value[last + 1]) && Double.isFinite(slope[last + 1])) {
                last++;
            }
            return new Ray(response, x, value, slope, last);
        }

        double value(double x) {
            return straight ? value + slope * (x - start) : infinite(x);
        }

        double slope(double x) {
            return straight ? slope : Math.signum(x) * infinite(x);
        }

        private double infinite(double x) {
            if (!Double.isInfinite(overflow)) {
                response.requireFinite("value or derivative", x, Double.NaN);
            }
            return overflow;
        }
    }
}
