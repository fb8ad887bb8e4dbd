// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.theory.MeanField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;

/**
 * What the theory of wide networks says of dense layers whose weights are independent and as large as these: how alike
 * examples become, how correlated the gradients of neighbours are, and how widely the Jacobian's squared singular
 * values are spread.
 */
public final class Prediction {

    /**
     * The most by which the variance may leave that of the first layer: three orders of magnitude of the amplitude,
     * beyond which the rate says all, and tables of the function for ever other scales would take minutes.
     */
    private static final double MOST_CHANGE = 1e6;

    private final double[] cosines;
    private final double fixedCosine;
    private final double gradientCorrelation;
    private final double gaussianSpread;
    private final double orthogonalSpread;

    private Prediction(Walk walk) {
        this.cosines = walk.cosines;
        this.fixedCosine = walk.fixedCosine;
        this.gradientCorrelation = walk.gradientCorrelation;
        this.gaussianSpread = walk.overRank(walk.gaussianSpread);
        this.orthogonalSpread = walk.overRank(walk.orthogonalSpread);
    }

    /**
     * The prediction for a chain.
     *
     * @param meanSquare of the numbers that come in
     * @param cosine the mean cosine of two different examples that come in
     * @param neighbourCosine that of an example and its neighbour
     * @return empty where the theory has no answer, as behind weights of zero or for a function without one, or the
     *     signal vanishes or explodes
     */
    static Optional<Prediction> of(DenseChain chain, double meanSquare, double cosine, double neighbourCosine) {
        try {
            Walk walk = new Walk(chain, meanSquare, cosine, neighbourCosine);
            return Double.isFinite(walk.gaussianSpread) ? Optional.of(new Prediction(walk)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // it says which function or variance has no theory
        }
    }

    /** The mean cosine of two examples' activations in each layer. */
    public double[] cosines() {
        return cosines.clone();
    }

    /** The mean cosine at the last layer. */
    public double lastCosine() {
        return cosines[cosines.length - 1];
    }

    /** The cosine that endlessly many layers as the last one would lead to. */
    public double fixedCosine() {
        return fixedCosine;
    }

    /** The correlation of the gradients of neighbours. */
    public double gradientCorrelation() {
        return gradientCorrelation;
    }

    /** The spread of squared singular values with Gaussian weights. */
    public double gaussianSpread() {
        return gaussianSpread;
    }

    /** The spread of squared singular values with orthogonal weights. */
    public double orthogonalSpread() {
        return orthogonalSpread;
    }

    /**
     * The way through the layers. With weights of variance 1 and no biases, the maps of {@link MeanField} end at the
     * activations instead of the next layer's pre-activations.
     *
     * <p>A layer of Gaussian weights turns the spread s into (s + 1)·n_out / n_in, orthogonal ones of equal width leave
     * it, and the activation function adds E[φ′⁴] / E[φ′²]² − 1. For L layers of equal width that is Pennington's
     * L·(μ₂/μ₁² − 1 − s₁), with s₁ = −1 for Gaussian weights and 0 for orthogonal ones.
     *
     * @see <a href="https://arxiv.org/abs/1711.04735">Pennington, Schoenholz, Ganguli: Resurrecting the sigmoid in deep
     *     learning through dynamical isometry, 2017, section 2</a>
     */
    private static final class Walk {

        private final Map<IActivation, MeanField> theories = new HashMap<>();
        private final double[] cosines;
        private final double fixedCosine;
        private final int inputs;
        private int units;
        private double meanSquare;
        private double cosine;
        private double neighbourCosine;
        private double gradientCorrelation = 1;
        private double gaussianSpread;
        private double orthogonalSpread;

        Walk(DenseChain chain, double meanSquare, double cosine, double neighbourCosine) {
            List<DenseChain.Step> steps = chain.steps();
            this.inputs = steps.get(0).nIn;
            this.meanSquare = meanSquare;
            this.cosine = cosine;
            this.neighbourCosine = neighbourCosine;
            this.cosines = new double[steps.size()];
            double start = Double.NaN;
            double q = Double.NaN;
            for (int i = 0; i < cosines.length; i++) {
                DenseChain.Step step = steps.get(i);
                q = step.weightVariance * this.meanSquare + step.biasVariance;
                start = i == 0 ? q : start;
                Check.require(
                        q <= start * MOST_CHANGE && q >= start / MOST_CHANGE, "q", "near that of the first layer", q);
                pass(step, q);
                cosines[i] = this.cosine;
            }
            DenseChain.Step last = steps.get(cosines.length - 1);
            double fixed = theory(last).fixedCorrelation(q, last.weightVariance, last.biasVariance);
            this.fixedCosine = theory(last).nextCorrelation(fixed, q, 1, 0);
        }

        private MeanField theory(DenseChain.Step step) {
            return theories.computeIfAbsent(step.function, MeanField::of);
        }

        private void pass(DenseChain.Step step, double q) {
            MeanField theory = theory(step);
            double examples = atPreActivations(cosine, q, step);
            double neighbours = atPreActivations(neighbourCosine, q, step);
            double slopes = theory.derivativeSecondMoment(q);
            meanSquare = theory.secondMoment(q);
            cosine = theory.nextCorrelation(examples, q, 1, 0);
            neighbourCosine = theory.nextCorrelation(neighbours, q, 1, 0);
            // By Price's theorem E[φ′(u)·φ′(v)] is the slope of the covariance by the correlation, over q.
            gradientCorrelation *= theory.correlationSlope(neighbours, q, 1, 0) * meanSquare / (q * slopes);

            double uneven = theory.derivativeFourthMoment(q) / (slopes * slopes) - 1;
            double ratio = (double) step.nOut / step.nIn;
            gaussianSpread = ratio * (gaussianSpread + 1) + uneven;
            // A wider layer adds singular values of 0; a narrower one evens out, for it mixes all directions.
            orthogonalSpread = (ratio > 1 ? (orthogonalSpread + 1) * ratio - 1 : orthogonalSpread * ratio) + uneven;
            units = step.nOut;
        }

        private double atPreActivations(double c, double q, DenseChain.Step step) {
            double covariance = step.weightVariance * meanSquare * c + step.biasVariance;
            return Math.max(-1, Math.min(covariance / q, 1)); // rounding
        }

        /** Counts only the singular values that need not be 0, as many as the narrower end has elements. */
        private double overRank(double spreadOverUnits) {
            return (spreadOverUnits + 1) * Math.min(inputs, units) / units - 1;
        }
    }
}
