// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Arrays;

/**
 * RReLU in training: φ(x) = x for x ≥ 0 and a·x for x < 0, with a new slope a ~ U(l, u) for each element. Its moments
 * are known: E[a] = (l + u) / 2 and E[a²] = (l² + l·u + u²) / 3. DL4J's object is not asked, because its derivative is
 * 1 everywhere in training, and its evaluation max(x, (l + u) / 2).
 *
 * @see <a href="https://arxiv.org/abs/1505.00853">Xu, Wang, Chen, Li: Empirical Evaluation of Rectified Activations in
 *     Convolutional Network, 2015, eq. 4</a>
 */
final class RandomSlopeResponse implements Response {

    private final String name;
    private final double meanSlope;
    private final double meanSquareSlope;

    RandomSlopeResponse(String name, double lower, double upper) {
        this.name = name;
        this.meanSlope = (lower + upper) / 2;
        this.meanSquareSlope = (lower * lower + lower * upper + upper * upper) / 3;
    }

    @Override
    public double[] mean(double[] x) {
        return Arrays.stream(x).map(v -> v < 0 ? meanSlope * v : v).toArray();
    }

    @Override
    public Values at(double[] x) {
        double[] slope = Arrays.stream(x).map(v -> v < 0 ? meanSlope : 1).toArray();
        double[] slopeSquare =
                Arrays.stream(x).map(v -> v < 0 ? meanSquareSlope : 1).toArray();
        double[] square = new double[x.length];
        Arrays.setAll(square, i -> slopeSquare[i] * x[i] * x[i]);
        return new Values(mean(x), square, slope, slopeSquare);
    }

    @Override
    public String name() {
        return name;
    }
}
