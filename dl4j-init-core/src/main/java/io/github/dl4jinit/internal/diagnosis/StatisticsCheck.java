// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.NodeFacts;
import io.github.dl4jinit.internal.measure.RunningStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Running means and variances that no data can have: training does not use them, but network.output() does. */
public final class StatisticsCheck {

    private StatisticsCheck() {}

    /** What is wrong with the running statistics of the normalisations. */
    public static List<Finding> findings(List<NodeFacts> nodes) {
        List<Finding> findings = new ArrayList<>();
        for (NodeFacts node : nodes) {
            node.statistics()
                    .filter(statistics -> statistics.impossibleMeans() + statistics.impossibleVariances() > 0)
                    .ifPresent(statistics -> findings.add(finding(node.name(), statistics)));
        }
        return findings;
    }

    private static Finding finding(String node, RunningStatistics statistics) {
        List<String> wrong = new ArrayList<>();
        if (statistics.impossibleVariances() > 0) {
            wrong.add(String.format(
                    Locale.ROOT,
                    "%d of %d running %s impossible (%.3g)",
                    statistics.impossibleVariances(),
                    statistics.channels(),
                    statistics.logarithmic() ? "log10 deviations are" : "variances are",
                    statistics.example()));
        }
        if (statistics.impossibleMeans() > 0) {
            wrong.add(statistics.impossibleMeans() + " of " + statistics.channels()
                    + " running means are not finite numbers");
        }
        return new Finding(
                node,
                String.join(", ", wrong) + ": training does not use them, but network.output() does",
                "Set the running mean of " + node + " to 0 and its variance to 1"
                        + (statistics.logarithmic() ? " (log10stdev to 0)" : "")
                        + ", then let it see some dozens of batches again: network.setLearningRate(0);"
                        + " network.fit(iterator);");
    }
}
