// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The search for the largest learning rate that is worth trying: the largest with which ten steps on a batch lower its
 * loss at least half as far as with the best rate.
 *
 * <p>How far is counted from the lowest loss that one step reaches, because the first step of many networks only puts
 * the scale of the output right. One step alone does not tell enough: Nesterov momentum has not built up, Adam's first
 * step has the same length whatever the gradient, and where gradients vanish they grow once the network wakes up. And
 * after five steps the loss must be lower than before, because a shallow network learns a batch by heart at any rate.
 * Docs/decisions.md has the figures. Rates are tried in steps of 2, with each batch by itself, and medians count.
 */
public final class RateSearch {

    /** The most batches that are of use: three for a median, which one odd batch does not move. */
    public static final int MOST_BATCHES = 3;

    private static final int STEPS = 10;

    /** How far the loss must fall, as a share of how far it falls with the best rate. */
    private static final double SHARE = 0.5;

    /** The rate at level 0; level i is 2^i times it. */
    private static final double LEVEL_0 = 1e-3;

    /** Rates from 10⁻¹⁵ to 10⁹: beyond them a network's numbers are wrong, not its learning rate. */
    private static final int LOWEST = -40;

    private static final int HIGHEST = 40;

    /** The curve reaches from this many levels below the upper bound to one above it. */
    private static final int BELOW = 3;

    private final TrainingCopy copy;
    private final List<MultiDataSet> batches;
    private final List<Double> before;
    private final SortedMap<Integer, RatePoint> tried = new TreeMap<>();

    private RateSearch(TrainingCopy copy, List<MultiDataSet> batches) {
        this.copy = copy;
        this.batches = batches;
        this.before = batches.stream().map(copy::lossBefore).collect(Collectors.toList());
    }

    /**
     * Tries learning rates on a copy of the network.
     *
     * @param batches one or more, with labels
     * @throws IllegalArgumentException if no updater of the network has a learning rate
     */
    @SuppressWarnings("try") // the scopes are closed, never read
    public static RateMeasurement measure(NetworkView network, List<MultiDataSet> batches) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
                RandomState state = new RandomState(1);
                TrainingCopy copy = new TrainingCopy(network)) {
            return new RateSearch(copy, batches).measure();
        }
    }

    private RateMeasurement measure() {
        List<UpdaterUse> updaters = copy.updaters();
        OptionalInt bound =
                Double.isFinite(lossBefore()) ? bound(level(updaters.get(0).rate())) : OptionalInt.empty();
        bound.ifPresent(
                highest -> IntStream.rangeClosed(highest - BELOW, highest + 1).forEach(this::point));
        return new RateMeasurement(
                updaters,
                batches.size(),
                lossBefore(),
                bound.isPresent() ? rate(bound.getAsInt()) : null,
                List.copyOf(tried.values()));
    }

    private double lossBefore() {
        return median(before);
    }

    /** The level nearest to a rate, 0 for a rate of 0. */
    private static int level(double rate) {
        long level = rate > 0 ? Math.round(Math.log(rate / LEVEL_0) / Math.log(2)) : 0;
        return (int) Math.max(LOWEST, Math.min(level, HIGHEST));
    }

    private static double rate(int level) {
        return Math.scalb(LEVEL_0, level);
    }

    private OptionalInt bound(int start) {
        int level = best(highestThatFallsAtOnce(start));
        while (level < HIGHEST && level >= LOWEST && learnsEnough(level + 1)) {
            level++;
        }
        return level >= LOWEST && level < HIGHEST && learnsEnough(level) ? OptionalInt.of(level) : OptionalInt.empty();
    }

    /** The highest level whose first step lowers the loss of the first batch: cheap, and near what is looked for. */
    private int highestThatFallsAtOnce(int start) {
        int level = start;
        if (fallsAtOnce(level)) {
            while (level < HIGHEST && fallsAtOnce(level + 1)) {
                level++;
            }
            return level;
        }
        do {
            level--;
        } while (level >= LOWEST && !fallsAtOnce(level));
        return level;
    }

    private boolean fallsAtOnce(int level) {
        MultiDataSet first = batches.get(0);
        return copy.descend(first, rate(level), 1, first).after(1) < before.get(0);
    }

    /** The level of the lowest loss from a start down, until two lower ones in a row are worse. */
    private int best(int start) {
        int best = start;
        for (int level = start; level >= LOWEST && level >= best - 2; level--) {
            if (point(level).lossAfterTenSteps() < point(best).lossAfterTenSteps()) {
                best = level;
            }
        }
        return best;
    }

    private boolean learnsEnough(int level) {
        RatePoint point = point(level);
        double from = Math.min(lossBefore(), lowest(RatePoint::lossAfterOneStep));
        double best = lowest(RatePoint::lossAfterTenSteps);
        return best < from
                && point.lossAfterTenSteps() <= from - SHARE * (from - best)
                && point.lossAfterFiveSteps() < lossBefore();
    }

    private double lowest(ToDoubleFunction<RatePoint> loss) {
        return tried.values().stream().mapToDouble(loss).min().getAsDouble();
    }

    private RatePoint point(int level) {
        return tried.computeIfAbsent(level, key -> measure(rate(level)));
    }

    private RatePoint measure(double rate) {
        List<Descent> descents = IntStream.range(0, batches.size())
                .mapToObj(batch -> copy.descend(batches.get(batch), rate, STEPS, batches.get(other(batch))))
                .collect(Collectors.toList());
        return new RatePoint(
                rate,
                median(descents, descent -> descent.after(1)),
                median(descents, descent -> descent.after(5)),
                median(descents, descent -> descent.after(STEPS)),
                IntStream.range(0, batches.size())
                        .mapToDouble(batch -> descents.get(batch).elsewhere() / before.get(other(batch)))
                        .max()
                        .getAsDouble());
    }

    /** The batch that shows what steps on a batch are good for elsewhere: itself if there is no other. */
    private int other(int batch) {
        return (batch + 1) % batches.size();
    }

    private static double median(List<Descent> descents, ToDoubleFunction<Descent> loss) {
        return median(descents.stream().map(loss::applyAsDouble).collect(Collectors.toList()));
    }

    /** The lower one of two in the middle. */
    private static double median(List<Double> values) {
        return values.stream().sorted().collect(Collectors.toList()).get((values.size() - 1) / 2);
    }
}
