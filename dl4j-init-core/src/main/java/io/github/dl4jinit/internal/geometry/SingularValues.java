// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import java.util.List;

/**
 * The spread of the squared singular values of a network's Jacobian J, from a few gradients: with S = JJᵀ of n rows,
 *
 * <pre>
 * n·tr(S²) / tr(S)² − 1,   the variance of the squared singular values over the square of their mean
 * </pre>
 *
 * <p>Given are the gradients g_i = Jᵀu_i for the vectors u_i of an orthonormal frame that is drawn uniformly, so that
 * g_i·g_j = u_iᵀSu_j. With M the mean of (g_i·g_j)² and P that of ‖g_i‖²‖g_j‖² over i ≠ j and examples,
 *
 * <pre>
 * n(n − 1)(n + 2)·E[M] = n·tr(S²) − tr(S)²
 * n·E[n·P + 2·M]       = tr(S)²
 * </pre>
 *
 * so that the spread is (n − 1)(n + 2)·M / (n·P + 2·M): exactly 0 for an isometry, whatever was drawn, where
 * independent vectors would add noise.
 *
 * @see <a href="https://arxiv.org/abs/math-ph/0402073">Collins, Śniady: Integration with respect to the Haar measure on
 *     unitary, orthogonal and symplectic group, 2006</a>
 */
final class SingularValues {

    private final int rows;
    private final int rank;
    private final double[] products;
    private final double[] norms;

    /**
     * Takes the gradients.
     *
     * @param rows n, the number of elements of each u_i, 2 or more
     * @param gradients the gradients of all examples for each of two or more u_i
     */
    SingularValues(int rows, List<Rows> gradients) {
        this.rows = rows;
        this.rank = Math.min(rows, gradients.get(0).length());
        int examples = gradients.get(0).examples();
        this.products = new double[examples];
        this.norms = new double[examples];
        for (int example = 0; example < examples; example++) {
            add(example, gradients);
        }
    }

    private void add(int example, List<Rows> gradients) {
        int pairs = gradients.size() * (gradients.size() - 1) / 2;
        for (int i = 0; i < gradients.size(); i++) {
            for (int j = 0; j < i; j++) {
                double product = gradients.get(i).dot(example, gradients.get(j));
                double norm = gradients.get(i).dot(example, gradients.get(i))
                        * gradients.get(j).dot(example, gradients.get(j));
                products[example] += product * product / pairs;
                norms[example] += norm / pairs;
            }
        }
    }

    /** The spread over the singular values that need not be zero: at most as many as either end has elements. */
    double spread() {
        return spread(-1);
    }

    /** The standard error of the spread, by leaving out one example after the other; NaN for a single example. */
    double standardError() {
        int examples = products.length;
        double mean = 0;
        double squares = 0;
        for (int left = 0; left < examples; left++) {
            double spread = spread(left);
            double difference = spread - mean;
            mean += difference / (left + 1);
            squares += difference * (spread - mean);
        }
        return examples < 2 ? Double.NaN : Math.sqrt(squares * (examples - 1) / examples);
    }

    private double spread(int leftOut) {
        double product = 0;
        double norm = 0;
        for (int example = 0; example < products.length; example++) {
            product += example == leftOut ? 0 : products[example];
            norm += example == leftOut ? 0 : norms[example];
        }
        double overRows = (rows - 1.0) * (rows + 2.0) * product / (rows * norm + 2 * product);
        return (overRows + 1) * rank / rows - 1;
    }
}
