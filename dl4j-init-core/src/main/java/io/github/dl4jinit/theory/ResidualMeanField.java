// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

/**
 * The mean-field theory of layers with skip connections, h′ = h + α·(W·φ(h) + b), where q₀′, χ₀ and c₀′ are what the
 * branch alone does ({@link MeanField}):
 *
 * <pre>
 * length map        q′ = q + α² q₀′
 * gradient          χ  = 1 + α² χ₀
 * correlation map   c′ = (q·c + α² q₀′ c₀′) / q′
 * </pre>
 *
 * <p>Variance and gradient never shrink. With a bounded φ the variance grows by at most a constant a layer and its
 * growth a layer tends to 1, so that nothing is lost exponentially: correlations converge polynomially and gradients
 * grow like e^√L over L layers. With ReLU-like ones it grows by the factor 1 + α²σ_w²/2; with α = 1/√L, after all L
 * layers of a network, by e^(σ_w²/2) at most, however deep it is.
 *
 * @see <a href="https://arxiv.org/abs/1712.08969">Yang, Schoenholz: Mean Field Residual Networks: On the Edge of Chaos,
 *     2017, section 3</a>
 */
public final class ResidualMeanField extends LayerMap {

    private final MeanField branch;
    private final double alpha;

    ResidualMeanField(MeanField branch, double alpha) {
        this.branch = branch;
        this.alpha = alpha;
    }

    /** The factor of the branch. */
    public double alpha() {
        return alpha;
    }

    @Override
    public double nextVariance(double q, double sigmaW2, double sigmaB2) {
        return q + alpha * alpha * branch.nextVariance(q, sigmaW2, sigmaB2);
    }

    @Override
    public double varianceSlope(double q, double sigmaW2) {
        return 1 + alpha * alpha * branch.varianceSlope(q, sigmaW2);
    }

    @Override
    public double chi(double q, double sigmaW2) {
        return 1 + alpha * alpha * branch.chi(q, sigmaW2);
    }

    @Override
    public double nextCorrelation(double c, double q, double sigmaW2, double sigmaB2) {
        return (q * c + alpha * alpha * branch.nextCovariance(c, q, sigmaW2, sigmaB2))
                / nextVariance(q, sigmaW2, sigmaB2);
    }

    @Override
    public double correlationSlope(double c, double q, double sigmaW2, double sigmaB2) {
        return (q + alpha * alpha * branch.nextCovarianceSlope(c, q, sigmaW2)) / nextVariance(q, sigmaW2, sigmaB2);
    }

    @Override
    public double correlationCurvature(double q, double sigmaW2, double sigmaB2) {
        return alpha * alpha * branch.nextCovarianceCurvature(q, sigmaW2) / nextVariance(q, sigmaW2, sigmaB2);
    }

    @Override
    double nextVarianceOfNothing(double sigmaW2, double sigmaB2) {
        return alpha * alpha * branch.nextVarianceOfNothing(sigmaW2, sigmaB2);
    }
}
