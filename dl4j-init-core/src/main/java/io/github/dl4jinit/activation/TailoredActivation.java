// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.theory.MeanField;
import io.github.dl4jinit.theory.TailoredParameters;
import java.util.Objects;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An activation function φ seen through a window, moved and stretched:
 *
 * <pre>φ̂(x) = γ·(φ(a·x + b) + d)</pre>
 *
 * <p>With the right four numbers ({@link #of}, {@link Tailoring}) a deep plain network of such functions neither makes
 * all examples alike nor tears neighbours apart. Every element is computed by φ's own forward pass and derivative, so
 * that φ may be any of DL4J's activation functions or a user's own. Two objects are equal if φ and the four numbers
 * are. Immutable, if φ is.
 *
 * @see <a href="https://arxiv.org/abs/2110.01765">Martens, Ballard, Desjardins, Swirszcz, Dalibard, Sohl-Dickstein,
 *     Schoenholz: Rapid training of deep neural networks without skip connections or normalization layers using Deep
 *     Kernel Shaping, 2021</a>
 * @see <a href="https://arxiv.org/abs/2203.08120">Zhang, Botev, Martens: Deep Learning without Shortcuts: Shaping the
 *     Kernel with Tailored Rectifiers, 2022, section 4.3</a>
 */
public final class TailoredActivation extends BaseActivationFunction {

    private static final long serialVersionUID = 1L;

    @JsonProperty
    private final IActivation activation;

    @JsonProperty
    private final double a;

    @JsonProperty
    private final double b;

    @JsonProperty
    private final double d;

    @JsonProperty
    private final double gamma;

    /**
     * The function γ·(φ(a·x + b) + d).
     *
     * @param activation φ
     * @param a the factor of the input, finite and not 0
     * @param b what is added to the scaled input, finite
     * @param d what is added to φ's value, finite
     * @param gamma γ, the factor of the result, finite and not 0
     * @throws IllegalArgumentException if a number is out of its range, or φ is missing or has parameters that are
     *     trained (PReLU)
     */
    public TailoredActivation(IActivation activation, double a, double b, double d, double gamma) {
        Check.given("TailoredActivation.activation", activation);
        Check.require(
                !(activation instanceof ActivationPReLU),
                "TailoredActivation.activation",
                "a function without parameters that are trained",
                activation);
        this.activation = activation;
        this.a = finiteNotZero("a", a);
        this.b = finite("b", b);
        this.d = finite("d", d);
        this.gamma = finiteNotZero("gamma", gamma);
    }

    /**
     * The tailored function of a plain network of which every layer shall have the curvature C″(1), τ / L for L layers.
     *
     * @param activation φ
     * @param curvature C″(1) of one layer, positive and finite
     * @throws IllegalArgumentException as {@link MeanField#of} and {@link MeanField#tailored}
     */
    public static TailoredActivation of(IActivation activation, double curvature) {
        TailoredParameters found = MeanField.of(activation).tailored(curvature);
        return new TailoredActivation(activation, found.a(), found.b(), found.d(), found.gamma());
    }

    /** A missing number is {@code null}, which DL4J's object mapper would otherwise make a 0 of. */
    @JsonCreator
    static TailoredActivation fromJson(
            @JsonProperty("activation") IActivation activation,
            @JsonProperty("a") Double a,
            @JsonProperty("b") Double b,
            @JsonProperty("d") Double d,
            @JsonProperty("gamma") Double gamma) {
        return new TailoredActivation(
                activation,
                Check.given("TailoredActivation.a", a),
                Check.given("TailoredActivation.b", b),
                Check.given("TailoredActivation.d", d),
                Check.given("TailoredActivation.gamma", gamma));
    }

    private static double finite(String name, double value) {
        Check.require(Double.isFinite(value), "TailoredActivation." + name, "finite", value);
        return value;
    }

    private static double finiteNotZero(String name, double value) {
        Check.require(Double.isFinite(value) && value != 0, "TailoredActivation." + name, "finite and not 0", value);
        return value;
    }

    /** φ. */
    public IActivation activation() {
        return activation;
    }

    /** a: the factor of the input. */
    public double a() {
        return a;
    }

    /** b: what is added to the scaled input. */
    public double b() {
        return b;
    }

    /** d: what is added to φ's value. */
    public double d() {
        return d;
    }

    /** γ: the factor of the result. */
    public double gamma() {
        return gamma;
    }

    /** Works in place where φ does, as DL4J's functions do. */
    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        return activation.getActivation(window(in), training).addi(d).muli(gamma);
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        Pair<INDArray, INDArray> inner = activation.backprop(window(in), epsilon);
        INDArray gradient = inner.getFirst();
        // The identity hands epsilon on as it is, which belongs to the caller.
        INDArray scaled = gradient == epsilon ? gradient.mul(gamma * a) : gradient.muli(gamma * a);
        return new Pair<>(scaled, inner.getSecond());
    }

    private INDArray window(INDArray in) {
        return in.muli(a).addi(b);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TailoredActivation)) {
            return false;
        }
        TailoredActivation that = (TailoredActivation) other;
        return activation.equals(that.activation)
                && Double.compare(a, that.a) == 0
                && Double.compare(b, that.b) == 0
                && Double.compare(d, that.d) == 0
                && Double.compare(gamma, that.gamma) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(activation, a, b, d, gamma);
    }

    @Override
    public String toString() {
        return "tailored(" + activation + ", a=" + a + ", b=" + b + ", d=" + d + ", gamma=" + gamma + ")";
    }
}
