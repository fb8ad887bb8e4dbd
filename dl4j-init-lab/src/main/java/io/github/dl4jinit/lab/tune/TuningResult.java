// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * What a search found.
 *
 * @param spec what was tuned
 * @param rungs the search, judged by held-out examples
 * @param importance how much each knob decided among the first candidates, the most important first; empty of one knob
 * @param best what the search found best
 * @param verdict the best, the theory's setting and the default with fresh seeds on the test set; the best first
 * @param recommended the setting to take: the theory's, unless the default or the best is significantly better, and
 *     better than guessing
 * @param plausible of each knob, the values that the search could not tell from its best
 * @param bestOverTheory how much better the best is than the theory's setting, by fresh seeds
 * @param recommendedOverDefault how much better the recommended setting is than the default, by fresh seeds
 * @param atTheEnd whether the best value of the only knob is at the end of what was searched, so that better ones may
 *     be beyond
 */
public record TuningResult(
        TuningSpec spec,
        List<RungResult> rungs,
        List<Importance> importance,
        Setting best,
        List<RungResult.Candidate> verdict,
        Setting recommended,
        List<Plausible> plausible,
        Difference bestOverTheory,
        Difference recommendedOverDefault,
        boolean atTheEnd) {

    /**
     * Some values of a knob.
     *
     * @param lowest of numbers, else {@code null}
     * @param highest of numbers, else {@code null}
     * @param names of names, each once
     */
    public record Plausible(Knob knob, Double lowest, Double highest, List<String> names) {

        private static Plausible of(Knob knob, List<String> values) {
            if (!knob.numeric()) {
                return new Plausible(
                        knob, null, null, values.stream().distinct().sorted().toList());
            }
            DoubleSummaryStatistics numbers =
                    values.stream().mapToDouble(Double::parseDouble).summaryStatistics();
            return values.isEmpty()
                    ? new Plausible(knob, null, null, List.of())
                    : new Plausible(knob, numbers.getMin(), numbers.getMax(), List.of());
        }

        /** Whether the two have a value, or a number between their numbers, in common. */
        public boolean overlaps(Plausible other) {
            Check.given("other", other);
            return lowest != null && other.lowest != null
                    ? lowest <= other.highest && other.lowest <= highest
                    : names.stream().anyMatch(other.names::contains);
        }

        @Override
        public String toString() {
            if (lowest == null) {
                return names.isEmpty() ? "none" : String.join(", ", names);
            }
            return knob.whole()
                    ? String.format(Locale.ROOT, "%.0f … %.0f", lowest, highest)
                    : String.format(Locale.ROOT, "%s … %s", lowest, highest);
        }
    }

    /**
     * The result of a search.
     *
     * @param firstWave the candidates that nothing had been seen before, the best first
     * @param contests the rungs of the search
     */
    static TuningResult of(
            TuningSpec spec,
            List<Setting> firstWave,
            List<RungResult> rungs,
            List<Contest> contests,
            Setting best,
            Contest verdict) {
        Setting theory = spec.theorySetting();
        Setting known = isWorthTaking(verdict, Setting.DEFAULT, theory) ? Setting.DEFAULT : theory;
        Setting recommended = isWorthTaking(verdict, best, known) ? best : known;
        List<Setting> plausible = plausible(contests);
        return new TuningResult(
                spec,
                List.copyOf(rungs),
                Importance.of(spec, firstWave),
                best,
                verdict.settings().stream()
                        .map(setting -> RungResult.Candidate.of(setting, verdict.results(setting)))
                        .toList(),
                recommended,
                spec.space().knobs().stream()
                        .map(knob -> Plausible.of(knob, values(spec, plausible, knob)))
                        .toList(),
                verdict.difference(best, theory),
                verdict.difference(recommended, Setting.DEFAULT),
                isAtTheEnd(spec, contests.get(0).settings(), best));
    }

    private static List<String> values(TuningSpec spec, List<Setting> settings, Knob knob) {
        return settings.stream()
                .flatMap(setting -> spec.value(setting, knob).stream())
                .toList();
    }

    /** Whether it is; with several knobs some point of the space is always outermost. */
    private static boolean isAtTheEnd(TuningSpec spec, List<Setting> tried, Setting best) {
        if (!spec.space().isLine()) {
            return false;
        }
        Knob knob = spec.space().knobs().get(0);
        Plausible all = Plausible.of(knob, values(spec, tried, knob));
        double value = spec.number(best, knob);
        return value == all.lowest() || value == all.highest();
    }

    /**
     * One that learns nothing may be less wrong than another, as with a smaller learning rate: no reason to take it.
     */
    private static boolean isWorthTaking(Contest verdict, Setting one, Setting other) {
        return isBetter(verdict, one, other) && verdict.learns(one);
    }

    private static boolean isBetter(Contest verdict, Setting one, Setting other) {
        Difference difference = verdict.difference(one, other);
        return difference.significant() && difference.mean() > 0;
    }

    /** The settings of the last two rungs that were not significantly worse than the best there. */
    private static List<Setting> plausible(List<Contest> contests) {
        List<Setting> plausible = new ArrayList<>();
        for (Contest contest : contests.subList(Math.max(0, contests.size() - 2), contests.size())) {
            Setting best = contest.ranking().get(0);
            contest.settings().stream()
                    .filter(setting -> !isBetter(contest, best, setting))
                    .forEach(plausible::add);
        }
        return plausible;
    }

    /**
     * What a knob of numbers should be.
     *
     * @throws IllegalArgumentException if it was not tuned, its values are no numbers, or the recommended scheme has no
     *     such knob
     */
    public double recommended(Knob knob) {
        return spec.number(recommended, knob);
    }

    /**
     * The values of a knob that the search could not tell from its best.
     *
     * @throws IllegalArgumentException if it was not tuned
     */
    public Plausible plausible(Knob knob) {
        Check.given("knob", knob);
        return plausible.stream()
                .filter(values -> values.knob() == knob)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(Check.message("knob", "one that was tuned", knob.flag())));
    }

    /** Number of fresh seeds. */
    public int verdictSeeds() {
        return TuningSpec.FRESH_SEEDS;
    }

    /** What the fresh seeds gave for one of those that met there. */
    public RungResult.Candidate verdictOf(Setting setting) {
        return verdict.stream()
                .filter(candidate -> candidate.setting().equals(setting))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Check.message(
                        "setting",
                        "one that met the others with fresh seeds",
                        setting == null ? null : setting.text())));
    }
}
