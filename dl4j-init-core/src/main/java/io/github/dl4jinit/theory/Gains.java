// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import io.github.dl4jinit.internal.Check;
import org.nd4j.linalg.activations.IActivation;

/**
 * The factors that make up for what an activation function φ takes from a signal, z ~ N(0, 1):
 *
 * <pre>
 * forward    1 / √E[φ(z)²]     weights of std forward / √n_in keep the mean square of pre-activations at 1
 * backward   1 / √E[φ′(z)²]    weights of std backward / √n_out keep that of gradients
 * </pre>
 *
 * <p>They come from the activation object itself, as in {@link MeanField}, accurate to 10⁻⁸ and better unless the
 * function itself is not (one that computes in single precision) or oscillates thousands of times. ReLU's √2 makes He's
 * √(2 / n) of them; tanh's are 1.5925 and 1.4674, where PyTorch's {@code calculate_gain} has 5/3.
 *
 * <p>Both methods throw an {@link IllegalArgumentException} where {@link MeanField#of} does, and where the gain would
 * be infinite.
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He, Zhang, Ren, Sun: Delving Deep into Rectifiers, 2015, eqs. 10 and
 *     14</a>
 */
public final class Gains {

    private Gains() {}

    /**
     * The forward gain of an activation function, 1 / √E[φ(z)²].
     *
     * @throws IllegalArgumentException as {@link MeanField#of}, or if φ is zero wherever N(0, 1) has mass
     */
    public static double forward(IActivation activation) {
        return forward(MeanField.of(activation));
    }

    /**
     * The backward gain of an activation function, 1 / √E[φ′(z)²].
     *
     * @throws IllegalArgumentException as {@link MeanField#of}, or if φ′ is zero wherever N(0, 1) has mass
     */
    public static double backward(IActivation activation) {
        return backward(MeanField.of(activation));
    }

    /**
     * The forward gain by a theory that has already been made; {@link #forward(IActivation)} makes one.
     *
     * @throws IllegalArgumentException if the theory is {@code null}, or φ is zero wherever N(0, 1) has mass
     */
    public static double forward(MeanField theory) {
        return gain("activation", Check.given("theory", theory).secondMoment(1), theory);
    }

    /**
     * The backward gain by a theory that has already been made; {@link #backward(IActivation)} makes one.
     *
     * @throws IllegalArgumentException if the theory is {@code null}, or φ′ is zero wherever N(0, 1) has mass
     */
    public static double backward(MeanField theory) {
        return gain(
                "derivative of the activation", Check.given("theory", theory).derivativeSecondMoment(1), theory);
    }

    private static double gain(String what, double secondMoment, MeanField theory) {
        Check.require(secondMoment > 0, what, "different from zero where N(0, 1) has mass", theory.name());
        return 1 / Math.sqrt(secondMoment);
    }
}
