// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stands in a layer for its activation function during a forward pass, and measures what the function is given. It is
 * the one place that sees the pre-activations of any type of layer, a user's own too.
 */
final class FunctionSpy extends BaseActivationFunction {

    private static final long serialVersionUID = 1L;

    /** Of the steepest slope: the share of the gradient that a saturated unit lets through at most. */
    private static final double SATURATED = 1e-3;

    /** Pre-activations of a healthy layer are within ±4 but for 6 in 100 000. */
    private static final double WITHIN = 4;

    private final transient IActivation function;
    private final transient MomentsAccumulator moments = new MomentsAccumulator();
    private transient double threshold = Double.NaN;
    private transient long saturated;

    FunctionSpy(IActivation function) {
        this.function = function;
    }

    IActivation function() {
        return function;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        INDArray before = in.dup();
        INDArray out = function.getActivation(in, training);
        Elements.forEachBlock(before, moments::add);
        if (elementWise()) {
            if (Double.isNaN(threshold)) {
                threshold = SATURATED * steepestSlope();
            }
            Elements.forEachBlock(slopes(before), this::countSaturated);
        }
        return out;
    }

    private boolean elementWise() {
        return !(function instanceof ActivationSoftmax);
    }

    private void countSaturated(double[] slopes) {
        for (double slope : slopes) {
            saturated += Math.abs(slope) < threshold ? 1 : 0;
        }
    }

    private double steepestSlope() {
        INDArray z = Nd4j.linspace(DataType.DOUBLE, -WITHIN, 2 * WITHIN / 1024, 1025);
        double steepest = 0;
        for (double slope : slopes(z.reshape(1, z.length())).dup('c').data().asDouble()) {
            steepest = Math.max(steepest, Math.abs(slope));
        }
        return steepest;
    }

    /** φ′(z); overwrites z. */
    private INDArray slopes(INDArray z) {
        return function.backprop(z, Nd4j.onesLike(z)).getFirst();
    }

    /** Empty if the function was not asked. */
    Moments moments() {
        return moments.isEmpty() ? null : moments.moments();
    }

    Double saturatedShare() {
        return moments.isEmpty() || !elementWise() ? null : (double) saturated / moments.count();
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        return function.backprop(in, epsilon);
    }

    @Override
    public int numParams(int inputSize) {
        return function.numParams(inputSize);
    }

    @Override
    public String toString() {
        return function.toString();
    }
}
