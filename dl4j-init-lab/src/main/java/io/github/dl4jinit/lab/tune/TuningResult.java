// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a search found.
 *
 * @param spec what was tuned
 * @param rungs the search, judged by held-out examples
 * @param best what the search found best
 * @param verdict the best, the theory's setting and the default with fresh seeds on the test set; the best first
 * @param recommended the setting to take: the theory's, unless the default or the best is significantly better
 * @param plausible of each knob, the values that the search could not tell from its best
 * @param bestOverTheory how much better the best is than the theory's setting, by fresh seeds
 * @param recommendedOverDefault how much better the recommended setting is than the default, by fresh seeds
 * @param atTheEnd whether the best value of a knob is at the end of what was searched, so that better ones may be
 *     beyond
 */
public record TuningResult(
        TuningSpec spec,
        List<RungResult> rungs,
        Setting best,
        List<RungResult.Candidate> verdict,
        Setting recommended,
        List<Interval> plausible,
        Difference bestOverTheory,
        Difference recommendedOverDefault,
        boolean atTheEnd) {

    /** From a lowest to a highest value of a knob, both included. */
    public record Interval(double lowest, double highest) {

        /** Whether the two have a value in common. */
        public boolean overlaps(Interval other) {
            Check.given("other", other);
            return lowest <= other.highest && other.lowest <= highest;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s … %s", lowest, highest);
        }
    }

    /**
     * The result of a search.
     *
     * @param contests the rungs of the search
     */
    static TuningResult of(
            TuningSpec spec, List<RungResult> rungs, List<Contest> contests, Setting best, Contest verdict) {
        Setting theory = spec.theorySetting();
        Setting known = isBetter(verdict, Setting.DEFAULT, theory) ? Setting.DEFAULT : theory;
        Setting recommended = isBetter(verdict, best, known) ? best : known;
        List<Setting> plausible = plausible(contests);
        List<Setting> tried = contests.get(0).settings();
        // Of two knobs some point of the plane is always outermost.
        boolean atTheEnd = spec.knobs().size() == 1 && isEnd(range(spec, tried, 0), spec.value(best, 0));
        return new TuningResult(
                spec,
                List.copyOf(rungs),
                best,
                verdict.settings().stream()
                        .map(setting -> RungResult.Candidate.of(setting, verdict.results(setting)))
                        .toList(),
                recommended,
                IntStream.range(0, spec.knobs().size())
                        .mapToObj(knob -> range(spec, plausible, knob))
                        .toList(),
                verdict.difference(best, theory),
                verdict.difference(recommended, Setting.DEFAULT),
                atTheEnd);
    }

    private static Interval range(TuningSpec spec, List<Setting> settings, int knob) {
        DoubleSummaryStatistics values = settings.stream()
                .mapToDouble(setting -> spec.value(setting, knob))
                .summaryStatistics();
        return new Interval(values.getMin(), values.getMax());
    }

    private static boolean isEnd(Interval interval, double value) {
        return value == interval.lowest() || value == interval.highest();
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
     * What a knob should be.
     *
     * @throws IllegalArgumentException if it was not tuned
     */
    public double recommended(Knob knob) {
        return spec.value(recommended, index(knob));
    }

    /**
     * The values of a knob that the search could not tell from its best.
     *
     * @throws IllegalArgumentException if it was not tuned
     */
    public Interval plausible(Knob knob) {
        return plausible.get(index(knob));
    }

    private int index(Knob knob) {
        int index = spec.knobs().indexOf(Check.given("knob", knob));
        Check.require(index >= 0, "knob", "one that was tuned", knob.flag());
        return index;
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
