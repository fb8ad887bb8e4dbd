// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Optionals;
import io.github.dl4jinit.internal.geometry.Geometry;
import io.github.dl4jinit.internal.geometry.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonPropertyOrder;

/**
 * What a rate does not show: whether a network still tells examples apart in the end, and whether it treats small
 * changes of its input alike. A network may have healthy rates and train badly, because its examples have grown alike
 * or its gradients differ from one input to the next.
 *
 * <p>All gradients are those of u·f, where f is what the last layer before the loss puts out and u a random direction,
 * with respect to the input (behind an embedding, to what the embedding puts out), of up to 32 examples of the batch,
 * without dropout and weight noise. They are the network's own at these examples, whatever its weights are. Predictions
 * are those of independent weights of the same size, and exist where input and loss have nothing but dense layers
 * between them, each of an activation function that {@link io.github.dl4jinit.theory.MeanField} knows, and the signal
 * neither vanishes nor explodes. They are exact for infinite width, and a width well above the depth comes near it.
 * Weights that depend on each other, as mirrored ones do, need not obey them.
 *
 * <p>None of these figures is a problem by itself: a plain ReLU network of 151 layers that ends at a cosine of 0.999,
 * has a gradient correlation of 0.29 and a spread above 100 learns more slowly than others, but it does learn.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE)
@JsonPropertyOrder({
    "lastCosine",
    "predictedLastCosine",
    "predictedCosines",
    "cosineDepthScale",
    "predictedCosineDepthScale",
    "gradientCorrelation",
    "predictedGradientCorrelation",
    "jacobianSpread",
    "jacobianSpreadError",
    "gaussianJacobianSpread",
    "orthogonalJacobianSpread"
})
public final class SignalGeometry {

    /** {@code null} once the theory has been asked, and for a report that was read. */
    @JsonIgnore
    private Geometry geometry;

    @JsonIgnore
    private double[] cosines;

    private Double lastCosine;
    private Double predictedLastCosine;
    private double[] predictedCosines;
    private Double cosineDepthScale;
    private Double predictedCosineDepthScale;
    private Double gradientCorrelation;
    private Double predictedGradientCorrelation;
    private Double jacobianSpread;
    private Double jacobianSpreadError;
    private Double gaussianJacobianSpread;
    private Double orthogonalJacobianSpread;

    @JsonCreator
    private SignalGeometry() {}

    /** The figures of a measurement; {@code null} if they were not asked for. */
    static SignalGeometry of(Measurement measurement) {
        return measurement
                .geometry()
                .map(geometry -> new SignalGeometry(geometry, Stage.of(measurement)))
                .orElse(null);
    }

    private SignalGeometry(Geometry geometry, List<Stage> stages) {
        this.geometry = geometry;
        cosines = stages.stream()
                .filter(stage -> stage.depth() > 0)
                .mapToDouble(stage -> stage.last().layer().meanCosine().orElse(Double.NaN))
                .toArray();
        lastCosine = number(cosines.length == 0 ? Double.NaN : cosines[cosines.length - 1]);
        gradientCorrelation = number(geometry.gradientCorrelation());
        jacobianSpread = number(geometry.spread());
        jacobianSpreadError = number(geometry.spreadError());
    }

    /** Asks the theory, which takes longer than the measurement, so that a program that needs none does not wait. */
    synchronized SignalGeometry withTheory() {
        if (geometry == null) {
            return this;
        }
        Optional<Prediction> prediction = geometry.prediction();
        double end = prediction.map(Prediction::fixedCosine).orElse(1.0);
        cosineDepthScale = number(depthScale(cosines, end));
        prediction.ifPresent(theory -> {
            predictedCosines = theory.cosines();
            predictedLastCosine = number(theory.lastCosine());
            predictedCosineDepthScale = number(depthScale(predictedCosines, end));
            predictedGradientCorrelation = number(theory.gradientCorrelation());
            gaussianJacobianSpread = number(theory.gaussianSpread());
            orthogonalJacobianSpread = number(theory.orthogonalSpread());
        });
        geometry = null;
        return this;
    }

    private static Double number(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    private static Double number(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }

    /**
     * Layers over which the distance of a cosine from its end shrinks by a factor of e, between the first layer and the
     * last before the distance has fallen to a tenth; infinite where it does not shrink.
     */
    private static double depthScale(double[] cosines, double end) {
        if (cosines.length < 2) {
            return Double.NaN;
        }
        double start = Math.abs(end - cosines[0]);
        int last = 1;
        while (last < cosines.length - 1 && Math.abs(end - cosines[last]) > start / 10) {
            last++;
        }
        double shrinking = Math.log(start / Math.abs(end - cosines[last]));
        return shrinking <= 0 ? Double.POSITIVE_INFINITY : last / shrinking;
    }

    /**
     * The mean cosine of two different examples' activations in the last layer before the loss: 1 if it no longer tells
     * them apart. {@link LayerSignal#meanCosine()} says it for each layer.
     */
    public OptionalDouble lastCosine() {
        return Optionals.of(lastCosine);
    }

    /** The last cosine that the correlation map of the theory leads to from that of the input. */
    public OptionalDouble predictedLastCosine() {
        return Optionals.of(withTheory().predictedLastCosine);
    }

    /** The cosines that the theory predicts, one for each layer with weights before the loss; empty if it has none. */
    public List<Double> predictedCosines() {
        double[] predicted = withTheory().predictedCosines;
        return predicted == null ? List.of() : Arrays.stream(predicted).boxed().collect(Collectors.toList());
    }

    /**
     * How fast examples grow alike: the number of layers over which the distance of their mean cosine from its end
     * shrinks by a factor of e. It is taken between the first layer and that where a tenth of the distance is left, or
     * the last. The end is the fixed point of the correlation map where there is a prediction, else 1. Infinite where
     * the distance does not shrink.
     */
    public OptionalDouble cosineDepthScale() {
        return Optionals.of(withTheory().cosineDepthScale);
    }

    /** The same figure of the cosines that the theory predicts. */
    public OptionalDouble predictedCosineDepthScale() {
        return Optionals.of(withTheory().predictedCosineDepthScale);
    }

    /**
     * The mean cosine of the gradients at two neighbouring inputs: an example x, and x + 0.1·(y − x) with y another
     * example. 1 for a linear network; near 0 gradients are shattered: they say next to nothing of what to do at the
     * neighbour. The neighbour lies among the data, so the figure means the same for inputs of any size and kind, and
     * it is near enough for networks to differ: gradients at two different examples are as good as independent behind
     * 50 ReLU layers already. Empty for a batch of one example.
     *
     * @see <a href="https://arxiv.org/abs/1702.08591">Balduzzi, Frean, Leary, Lewis, Ma, McWilliams: The Shattered
     *     Gradients Problem, 2017</a>
     */
    public OptionalDouble gradientCorrelation() {
        return Optionals.of(gradientCorrelation);
    }

    /**
     * The theory's correlation of the gradients of neighbours: the product of E[φ′(u)φ′(v)] / E[φ′²] over the layers.
     */
    public OptionalDouble predictedGradientCorrelation() {
        return Optionals.of(withTheory().predictedGradientCorrelation);
    }

    /**
     * How unevenly the network stretches different directions: the variance of the squared singular values of its
     * input-output Jacobian over the square of their mean, of as many as the narrower end has elements. 0 for an
     * isometry; the larger it is, the fewer directions the signal and its gradient live in.
     *
     * @see <a href="https://arxiv.org/abs/1711.04735">Pennington, Schoenholz, Ganguli: Resurrecting the sigmoid in deep
     *     learning through dynamical isometry, 2017</a>
     */
    public OptionalDouble jacobianSpread() {
        return Optionals.of(jacobianSpread);
    }

    /** The standard error of {@link #jacobianSpread()}, which comes from a few random directions. */
    public OptionalDouble jacobianSpreadError() {
        return Optionals.of(jacobianSpreadError);
    }

    /** The spread that independent Gaussian weights lead to in theory: L·μ₂/μ₁² for L layers of equal width. */
    public OptionalDouble gaussianJacobianSpread() {
        return Optionals.of(withTheory().gaussianJacobianSpread);
    }

    /** The spread that orthogonal weights lead to in theory: L·(μ₂/μ₁² − 1) for L layers of equal width. */
    public OptionalDouble orthogonalJacobianSpread() {
        return Optionals.of(withTheory().orthogonalJacobianSpread);
    }
}
