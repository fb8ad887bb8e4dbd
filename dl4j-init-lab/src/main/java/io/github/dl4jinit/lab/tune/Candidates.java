// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.lab.trial.Setting;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.random.HaltonSequenceGenerator;

/**
 * The settings that a search tries, in waves; the middle of what is searched is among them, and first. Of a range of
 * one knob they are evenly spaced, in one wave. Of several knobs the first wave is points of a Halton sequence, which
 * covers a space more evenly than a grid or chance (Bergstra and Bengio 2012, section 5, for such sequences in place of
 * chance). The later ones are drawn as by TPE (Bergstra et al. 2011, section 4) with BOHB's densities (Falkner et al.
 * 2018): near the best that have been seen, and far from the others.
 */
final class Candidates {

    /** The share of candidates of the first wave. */
    static final double FIRST = 1.0 / 3;

    /** How many waves follow: with more the last ones know more, and workers wait for the end of a wave more often. */
    private static final int LATER_WAVES = 8;

    /** The share of settings that pass for the best, as in Bergstra et al. 2011. */
    private static final double BEST = 0.15;

    /** How many points near the best ones are drawn, of which the most promising is taken. */
    private static final int DRAWS = 64;

    /** After so many points of the sequence without a new setting there is none left. */
    private static final int MISSES = 1000;

    private final TuningSpec spec;
    private final SearchSpace space;
    private final int count;
    private final double firstShare;
    private final HaltonSequenceGenerator halton;
    private final Random random;
    private final Set<Setting> given = new LinkedHashSet<>();

    /**
     * @param count how many to give, if there are so many
     * @param firstShare how many of them are of the first wave
     */
    Candidates(TuningSpec spec, int count, double firstShare) {
        this.firstShare = firstShare;
        this.spec = spec;
        this.space = spec.space();
        this.count = count;
        this.halton = new HaltonSequenceGenerator(space.dimensions().size());
        this.random = new Random(spec.firstSeed());
        halton.nextVector(); // the corner
    }

    /** The first wave. */
    List<Setting> first() {
        if (space.isLine()) {
            give(space.at(new double[] {0.5}));
            IntStream.range(0, count - 1).forEach(i -> give(space.at(new double[] {onLine(i)})));
            return List.copyOf(given);
        }
        if (space.fits(spec.middle())) {
            give(spec.middle());
        }
        // At least as many of the best, and of the others, as make a simplex of the space.
        int wave = Math.max(
                (int) Math.ceil(firstShare * count), 2 * (space.dimensions().size() + 1));
        fill(Math.min(count, wave), this::nextOfSequence);
        return List.copyOf(given);
    }

    /**
     * The next wave; empty if there are enough, or no more.
     *
     * @param ranked all that were given before, the best first
     */
    List<Setting> next(List<Setting> ranked) {
        int before = given.size();
        int wave = (int) Math.ceil((1 - firstShare) * count / LATER_WAVES);
        int best = Math.max(space.dimensions().size() + 1, (int) Math.ceil(BEST * ranked.size()));
        Parzen good = density(ranked.subList(0, Math.min(best, ranked.size())));
        Parzen others = density(ranked.subList(Math.min(best, ranked.size()), ranked.size()));
        fill(Math.min(count, before + wave), () -> mostPromising(good, others).or(this::nextOfSequence));
        return given.stream().skip(before).toList();
    }

    /** Gives settings until there are so many, or no more. */
    private void fill(int until, Supplier<Optional<Setting>> next) {
        Optional<Setting> found = Optional.of(Setting.DEFAULT);
        while (given.size() < until && found.isPresent()) {
            found = next.get();
            found.ifPresent(this::give);
        }
    }

    private void give(Setting setting) {
        given.add(spec.named(setting));
    }

    private Parzen density(List<Setting> settings) {
        return new Parzen(settings.stream().map(spec::point).toList(), space.choices());
    }

    private Optional<Setting> mostPromising(Parzen good, Parzen others) {
        return Stream.generate(() -> space.at(good.draw(random)))
                .limit(DRAWS)
                .filter(this::isNew)
                .max(Comparator.comparingDouble(setting -> ratio(good, others, space.point(setting))));
    }

    private static double ratio(Parzen good, Parzen others, double[] point) {
        return good.density(point) / others.density(point);
    }

    private Optional<Setting> nextOfSequence() {
        return Stream.generate(() -> space.at(halton.nextVector()))
                .limit(MISSES)
                .filter(this::isNew)
                .findFirst();
    }

    private boolean isNew(Setting setting) {
        return space.fits(setting) && !given.contains(spec.named(setting));
    }

    /** The i-th place but the middle of those from 0 to 1 in even steps, one of which is in the middle. */
    private double onLine(int i) {
        int below = (count - 1) / 2;
        int step = i < below ? i - below : i - below + 1;
        int steps = Math.max(below, count - 1 - below);
        return (1 + (double) step / steps) / 2;
    }
}
