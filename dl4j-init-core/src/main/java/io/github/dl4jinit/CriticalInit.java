// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.theory.CriticalPoint;
import io.github.dl4jinit.theory.MeanField;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Weights on the edge of chaos, where gradients neither vanish nor explode:
 *
 * <pre>std = √(σ_w² / n_in),   χ₁ = σ_w² E[φ′(√q z)²] = 1   for biases of variance σ_b²</pre>
 *
 * <p>where φ is the activation function, q the variance of its pre-activations, z ~ N(0, 1), and χ₁ what a layer
 * multiplies the mean square of a gradient by.
 *
 * <p>The theory supposes biases drawn from N(0, σ_b²), which an initialiser of weights cannot set: DL4J's are one
 * constant for each layer. {@link #sigmaB2()} says what they have to be. Without biases (σ_b² = 0) the critical point
 * of tanh and similar functions is σ_w² = 1, where the signal vanishes slowly.
 *
 * <p>A critical point holds the variance of pre-activations only if it is stable ({@link CriticalPoint#stable()}). For
 * tanh, ELU and SELU it is for every σ_b²; for GELU, Mish and Swish from about 0.2, 0.1 and 0.6 on. For ReLU and leaky
 * ReLU it takes σ_b² = 0; otherwise the variance grows by σ_b² a layer.
 *
 * <p>Weights are drawn as by {@link VarianceScalingInit}: one {@code long} from {@code Nd4j.getRandom()} a call. Two
 * objects are equal if both variances and the distribution are.
 *
 * @see <a href="https://arxiv.org/abs/1611.01232">Schoenholz, Gilmer, Ganguli, Sohl-Dickstein: Deep Information
 *     Propagation, 2017, section 3</a>
 */
public final class CriticalInit implements IWeightInit {

    private static final long serialVersionUID = 1L;

    private final double sigmaW2;
    private final double sigmaB2;
    private final WeightDistribution distribution;

    /**
     * Normal weights of a critical point that is known.
     *
     * @param sigmaW2 σ_w², the variance of a weight times the fan-in, positive and finite
     * @param sigmaB2 σ_b², the variance that the biases must have, zero or more and finite
     * @throws IllegalArgumentException if a number is out of its range
     */
    public CriticalInit(double sigmaW2, double sigmaB2) {
        this(sigmaW2, sigmaB2, VarianceScalingInit.DEFAULT_DISTRIBUTION);
    }

    /**
     * Weights of a critical point that is known, from a given distribution.
     *
     * @param sigmaW2 σ_w², the variance of a weight times the fan-in, positive and finite
     * @param sigmaB2 σ_b², the variance that the biases must have, zero or more and finite
     * @param distribution what to draw from
     * @throws IllegalArgumentException if a number is out of its range or the distribution is {@code null}
     */
    public CriticalInit(double sigmaW2, double sigmaB2, WeightDistribution distribution) {
        this.sigmaW2 = Check.positiveFinite("sigmaW2", sigmaW2);
        this.sigmaB2 = Check.nonNegativeFinite("sigmaB2", sigmaB2);
        this.distribution = Check.given("distribution", distribution);
    }

    /**
     * Normal weights of the critical point of an activation function ({@link MeanField#critical(double)}).
     *
     * @param activation any element-wise activation function, a user's own class too
     * @param sigmaB2 σ_b², the variance that the biases must have
     * @throws IllegalArgumentException as {@link MeanField#of(IActivation)}, if σ_b² is negative or not finite, or if
     *     no finite σ_w² is critical (σ_b² = 0 with φ′(0) = 0)
     */
    public static CriticalInit of(IActivation activation, double sigmaB2) {
        CriticalPoint point = MeanField.of(activation).critical(sigmaB2);
        Check.require(
                Double.isFinite(point.sigmaW2()),
                "activation",
                "of a slope other than 0 at 0, or sigmaB2 greater than 0",
                activation + " with sigmaB2 " + sigmaB2);
        return new CriticalInit(point.sigmaW2(), point.sigmaB2());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static CriticalInit fromJson(Map<String, Object> json) {
        JsonFields fields = new JsonFields("CriticalInit", json, "sigmaW2", "sigmaB2", "distribution");
        return new CriticalInit(
                fields.number("sigmaW2"),
                fields.number("sigmaB2"),
                fields.constant("distribution", WeightDistribution.class));
    }

    /** σ_w²: the variance of a weight times the fan-in. */
    public double sigmaW2() {
        return sigmaW2;
    }

    /** σ_b²: the variance that the biases must have. */
    public double sigmaB2() {
        return sigmaB2;
    }

    /** What the weights are drawn from. */
    public WeightDistribution distribution() {
        return distribution;
    }

    /**
     * Draws the weights of one parameter in place.
     *
     * @param fanIn fan-in, zero or more; 0 counts as 1
     * @param fanOut not used
     * @param shape the shape the weights will have
     * @param order 'c' or 'f'
     * @param paramView the view of the network's parameters to fill, of as many elements as {@code shape} has, in any
     *     order and with any strides
     * @return {@code paramView}, filled, in that shape; a copy of it if its strides allow no view of that shape
     * @throws IllegalArgumentException if a fan is negative or not finite, or the array does not fit the shape or its
     *     data type cannot hold such weights
     */
    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        return new VarianceScalingInit(1, sigmaW2, FanMode.FAN_IN, distribution)
                .init(fanIn, fanOut, shape, order, paramView);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof CriticalInit)) {
            return false;
        }
        CriticalInit that = (CriticalInit) other;
        return sigmaW2 == that.sigmaW2 && sigmaB2 == that.sigmaB2 && distribution == that.distribution;
    }

    @Override
    public int hashCode() {
        // The name, because the hash code of an enum constant differs from one JVM to the next.
        return Objects.hash(CriticalInit.class.getName(), sigmaW2, sigmaB2, distribution.name());
    }

    @Override
    public String toString() {
        return "CriticalInit(sigmaW2=" + sigmaW2 + ", sigmaB2=" + sigmaB2 + ", distribution=" + distribution + ")";
    }
}
