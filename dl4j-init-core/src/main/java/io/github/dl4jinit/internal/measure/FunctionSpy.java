// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.DeepCopy;
import io.github.dl4jinit.internal.Doubles;
import io.github.dl4jinit.internal.topology.Temporaries;
import java.util.Arrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stands in a layer for its activation function during a forward pass, and measures what the function is given. It is
 * the one place that sees the pre-activations of any type of layer, a user's own too.
 */
final class FunctionSpy extends BaseActivationFunction {

    private static final long serialVersionUID = 1L;

    /** The share of the gradient that a saturated unit lets through at most, against the steepest slope. */
    private static final double SATURATED = 1e-3;

    /** Where the steepest slope is looked for: healthy pre-activations are within ±4 but for 6 in 100 000. */
    private static final double WITHIN = 4;

    /** Where a function that saturates is flat, and any formula still holds. */
    private static final double FAR = 30;

    private final transient IActivation function;
    private final transient boolean keeps;
    private final transient MomentsAccumulator moments = new MomentsAccumulator();
    private transient double threshold = Double.NaN;
    private transient long saturated;
    private transient INDArray given;
    private transient boolean saturates;

    /**
     * Begins to watch.
     *
     * @param keeps whether to keep what the function was given last
     */
    FunctionSpy(IActivation function, boolean keeps) {
        this.function = function;
        this.keeps = keeps;
    }

    IActivation function() {
        return function;
    }

    /** Outside the layer's working memory: what is kept outlives it. */
    @Override
    @SuppressWarnings("try") // the scope is closed, never read
    public INDArray getActivation(INDArray in, boolean training) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
                Temporaries made = new Temporaries()) {
            INDArray before = in.dup();
            made.add(before);
            given = keeps ? in.dup() : null;
            INDArray out = function.getActivation(in, training);
            Elements.forEachBlock(before, moments::add);
            if (Double.isNaN(threshold)) {
                learnShape();
            }
            if (threshold > 0) {
                INDArray ones = Nd4j.onesLike(before);
                made.add(ones);
                // φ′(z), mostly written over z. It is not freed beside z: a user's function may keep what it returns.
                Elements.forEachBlock(function.backprop(before, ones).getFirst(), this::countSaturated);
            }
            return out;
        }
    }

    /**
     * Finds the threshold from a copy, because a function may keep something of its last forward pass, as RReLU keeps
     * its slopes. Functions that are not element-wise, or cannot be copied, have no threshold.
     */
    private void learnShape() {
        threshold = 0;
        IActivation other = function instanceof ActivationSoftmax ? null : DeepCopy.orNull(function);
        if (other == null) {
            return;
        }
        double[] within = slopesAt(other, Nd4j.linspace(DataType.DOUBLE, -WITHIN, 2 * WITHIN / 1024, 1025));
        threshold = SATURATED * Arrays.stream(within).map(Math::abs).max().getAsDouble();
        double[] far = slopesAt(other, Nd4j.createFromArray(-FAR, FAR));
        saturates = Math.abs(far[0]) < threshold && Math.abs(far[1]) < threshold;
    }

    private static double[] slopesAt(IActivation function, INDArray z) {
        INDArray row = z.reshape(1, z.length());
        function.getActivation(row.dup(), true);
        return Doubles.of(function.backprop(row, Nd4j.onesLike(row)).getFirst());
    }

    private void countSaturated(double[] slopes) {
        for (double slope : slopes) {
            saturated += Math.abs(slope) < threshold ? 1 : 0;
        }
    }

    /** What the function was given so far; {@code null} if nothing. */
    FunctionSignal signal() {
        return moments.isEmpty()
                ? null
                : new FunctionSignal(
                        function,
                        saturates,
                        moments,
                        given,
                        threshold > 0 ? (Double) ((double) saturated / moments.count()) : null);
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
