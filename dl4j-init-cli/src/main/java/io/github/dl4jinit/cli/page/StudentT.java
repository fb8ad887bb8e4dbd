// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.lab.trial.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Student's factors for scripts, which form means of smoothed curves and have no quantiles. */
final class StudentT {

    private StudentT() {}

    /** The factor of {@link Estimate#t95} by the number of values, up to the given one; {@code null} of 0 and 1. */
    static List<Double> factors(int most) {
        List<Double> factors = new ArrayList<>(Collections.nCopies(2, null));
        for (int n = 2; n <= most; n++) {
            factors.add(Estimate.t95(n));
        }
        return factors;
    }
}
