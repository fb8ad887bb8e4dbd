// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.comparison;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the schemes of a comparison gave. Its text is a table, a line for each.
 *
 * @param schemes in the order in which they were asked for
 */
public record ComparisonResult(List<SchemeResult> schemes) {

    /** Those of failed trials are not known. */
    public ComparisonResult {
        schemes = Check.givenEach("schemes", schemes);
        Check.require(
                schemes.stream().flatMap(scheme -> scheme.trials().stream()).anyMatch(ComparisonResult::ran),
                "schemes",
                "of which a trial gave a result",
                schemes);
    }

    private static boolean ran(TrialResult result) {
        return result.status() != TrialStatus.FAILED;
    }

    private TrialResult any() {
        return schemes.stream()
                .flatMap(scheme -> scheme.trials().stream())
                .filter(ComparisonResult::ran)
                .findFirst()
                .orElseThrow();
    }

    /** What the scores are. */
    public Measure measure() {
        return any().measure();
    }

    /** The score that is reached without a look at the examples. */
    public double chance() {
        return any().chance();
    }

    /** What a scheme gave; empty if it was not among them. */
    public Optional<SchemeResult> of(Scheme scheme) {
        Check.given("scheme", scheme);
        return schemes.stream().filter(result -> result.scheme().equals(scheme)).findFirst();
    }

    /**
     * The scheme with the best mean score; empty if none was trained to the end. A trial that was not counts as of no
     * use, so that luck with one seed does not win.
     */
    public Optional<SchemeResult> best() {
        return schemes.stream()
                .filter(scheme -> scheme.score().mean() != null)
                .max(Comparator.comparingDouble(scheme -> measure().worth(counted(scheme))));
    }

    private double counted(SchemeResult scheme) {
        return scheme.trials().stream()
                .mapToDouble(trial -> measure().counted(trial.testScore(), chance()))
                .average()
                .orElseThrow();
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        line(table, "scheme", measure().axis(), "training loss", "trained");
        for (SchemeResult scheme : schemes) {
            line(
                    table,
                    scheme.scheme().text(),
                    scheme.score().text(),
                    scheme.finalLoss().text(),
                    scheme.count(TrialStatus.COMPLETED) + " of "
                            + scheme.trials().size());
        }
        return table.toString();
    }

    private static void line(StringBuilder table, String... cells) {
        table.append(String.format("%-20s  %-18s  %-18s  %s%n", (Object[]) cells));
    }
}
