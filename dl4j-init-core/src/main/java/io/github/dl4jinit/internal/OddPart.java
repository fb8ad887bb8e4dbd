// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.util.OptionalDouble;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The odd part of an activation function, φ(z) − φ(−z), where it is a straight line c·z: 1·z for ReLU, GELU, Swish and
 * softplus, (1 + slope)·z for leaky ReLU, 2·z for the identity.
 */
public final class OddPart {

    /** The functions that DL4J has of this kind, for messages. */
    public static final String FITTING = "ReLU, leaky ReLU, PReLU, GELU, Swish, softplus or the identity";

    /** The function is looked at from −32 to 32: a ReLU that ends at 6 is found out, and exp(32) does not overflow. */
    private static final int POINTS = 512;

    private static final double STEP = 1.0 / 16;

    /**
     * The largest departure from the line, as a share of z: what a function may be off that computes in single
     * precision. ELU, SELU, Mish and tanh are off by 10 % and more.
     */
    private static final double TOLERANCE = 1e-6;

    private OddPart() {}

    /**
     * The slope c with φ(z) − φ(−z) = c·z for all z, by the function itself; empty if there is none, or if it is 0.
     *
     * @param function any element-wise activation function, a user's own class too
     */
    public static OptionalDouble slope(IActivation function) {
        INDArray points = Nd4j.linspace(DataType.DOUBLE, STEP, STEP, POINTS).reshape(1, POINTS);
        INDArray odd = values(function, points).subi(values(function, points.neg()));
        double slope = odd.mul(points).sumNumber().doubleValue()
                / points.mul(points).sumNumber().doubleValue();
        double off = odd.divi(points).subi(slope).amaxNumber().doubleValue();
        return Math.abs(slope) > TOLERANCE && off <= TOLERANCE ? OptionalDouble.of(slope) : OptionalDouble.empty();
    }

    /** By a copy of the function, because some remember what they drew for an input; training, so that they draw. */
    private static INDArray values(IActivation function, INDArray at) {
        IActivation copy = DeepCopy.orNull(function);
        return (copy == null ? function : copy).getActivation(at.dup(), true).castTo(DataType.DOUBLE);
    }
}
