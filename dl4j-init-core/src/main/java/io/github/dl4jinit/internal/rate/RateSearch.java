// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import io.github.dl4jinit.internal.Optionals;
import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The search for the largest learning rate that trains: training itself, tried for 100 steps at rates in steps of 2.
 *
 * <p>A rate trains if the run takes at least four fifths as much off the loss as the best rate's run. What the run
 * reaches is the mean loss of its last 25 batches, each before the step on it, so that learning a batch by heart counts
 * for nothing. How far the loss falls is counted from the lowest loss that one step reaches, because the first step of
 * many networks only puts the scale of the output right. And after five steps it must be lower than before any, because
 * a shallow network learns a few batches by heart at any rate.
 *
 * <p>The length of the run is what the figure's quality hangs on, and its cost: a few steps do not show that a rate
 * which learns at first breaks down later. Docs/decisions.md has the figures.
 */
public final class RateSearch {

    /** The most batches that are of use: 25 batches four times over tell as much as 100, and need less memory. */
    public static final int MOST_BATCHES = 25;

    /** The steps of a run. */
    static final int STEPS = 100;

    /** How much a rate must take off the loss, as a share of what the best one takes off. */
    private static final double SHARE = 0.8;

    /** The rate at level 0; level i is 2^i times it. */
    private static final double LEVEL_0 = 1e-3;

    /** Rates from 10⁻¹⁵ to 10⁹: beyond them a network's numbers are wrong, not its learning rate. */
    private static final int LOWEST = -40;

    private static final int HIGHEST = 40;

    /** The curve reaches from two levels below the upper bound, where the recommended rate is, to one above it. */
    private static final int BELOW = 2;

    /** How many levels below the highest whose first step lowers the loss are looked at if none trains. */
    private static final int PLATEAU = 8;

    private final ShortRuns runs;
    private final double lossBefore;
    private final SortedMap<Integer, RatePoint> tried = new TreeMap<>();

    RateSearch(ShortRuns runs) {
        this.runs = runs;
        this.lossBefore = runs.lossBefore();
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
                TrainingCopy copy = new TrainingCopy(network, batches)) {
            return new RateSearch(copy).measure(copy.updaters(), batches.size());
        }
    }

    private RateMeasurement measure(List<UpdaterUse> updaters, int batches) {
        OptionalDouble bound = upperBound(updaters.get(0).rate());
        return new RateMeasurement(
                updaters,
                batches,
                lossBefore,
                Optionals.orNull(bound),
                tried.isEmpty() ? 0 : 1 - lowest(RatePoint::finalLoss) / reachedAtOnce(),
                curve());
    }

    /**
     * The largest rate that trains; the curve is known around it.
     *
     * @param start the rate from which the search begins, 0 if there is none
     */
    OptionalDouble upperBound(double start) {
        OptionalInt bound = Double.isFinite(lossBefore) ? bound(level(start)) : OptionalInt.empty();
        if (bound.isEmpty()) {
            return OptionalDouble.empty();
        }
        int highest = bound.getAsInt();
        IntStream.rangeClosed(highest - BELOW, highest + 1).forEach(this::point);
        return OptionalDouble.of(rate(highest));
    }

    /** The rates that were tried, from the lowest up. */
    List<RatePoint> curve() {
        return List.copyOf(tried.values());
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
        int top = highestThatFallsAtOnce(start);
        if (top < LOWEST) {
            return OptionalInt.empty();
        }
        int level = best(top);
        while (level < HIGHEST && learnsEnough(level + 1)) {
            level++;
        }
        while (!learnsEnough(level)) { // where the best rate learns by heart, a lower one may train
            level--;
            if (level < Math.max(LOWEST, top - PLATEAU)) {
                return OptionalInt.empty();
            }
        }
        return level < HIGHEST ? OptionalInt.of(level) : OptionalInt.empty();
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
        return runs.lossAfterOneStep(rate(level)) < lossBefore;
    }

    /**
     * The level of the lowest loss from a start down, until two lower ones in a row are worse; on a plateau where
     * nothing is learnt, as at rates that are far too high, some levels more.
     */
    private int best(int start) {
        int best = start;
        for (int level = start;
                level >= LOWEST && (level >= best - 2 || !learns() && level >= start - PLATEAU);
                level--) {
            if (point(level).finalLoss() < point(best).finalLoss()) {
                best = level;
            }
        }
        return best;
    }

    private boolean learnsEnough(int level) {
        double from = reachedAtOnce();
        double best = lowest(RatePoint::finalLoss);
        RatePoint point = point(level);
        return best < from
                && point.finalLoss() <= from - SHARE * (from - best)
                && point.lossAfterFiveSteps() < lossBefore;
    }

    private boolean learns() {
        return lowest(RatePoint::finalLoss) < reachedAtOnce();
    }

    private double reachedAtOnce() {
        return Math.min(lossBefore, lowest(RatePoint::lossAfterOneStep));
    }

    private double lowest(ToDoubleFunction<RatePoint> loss) {
        return tried.values().stream().mapToDouble(loss).min().getAsDouble();
    }

    private RatePoint point(int level) {
        return tried.computeIfAbsent(level, key -> new RatePoint(rate(key), runs.train(rate(key))));
    }
}
