// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.lab.trial.Estimate;
import java.util.List;

/**
 * A mean over seeds as scripts are given it.
 *
 * @param count of how many values
 * @param ci95 as in {@link Estimate}: {@code null} where the smallest and the largest value say more
 */
record EstimateJson(int count, Double mean, Double lowest, Double highest, Double ci95) {

    static EstimateJson of(List<Double> values) {
        Estimate estimate = Estimate.of(values);
        return new EstimateJson(
                values.size(), estimate.mean(), estimate.smallest(), estimate.largest(), estimate.ci95());
    }
}
