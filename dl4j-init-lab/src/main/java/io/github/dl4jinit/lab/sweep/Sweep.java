// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.sweep;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.KnobValues;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.AbstractList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/**
 * Every combination of the values of some knobs, a trial each. Trials are made when they are asked for, so a sweep of
 * millions takes no memory. All cells of the first seed come before those of the next, so that an early look sees the
 * whole map.
 */
public final class Sweep {

    private static final Axis ONE_SEED = new Axis(Knob.SEED, List.of("1"));

    private final TrainingSpec base;
    private final List<Axis> axes;
    private final int[] strides;
    private final int size;

    /** Iterations of a whole training, of which a share is the patience; 0 if that is as the base says. */
    private final int patienceOf;

    /**
     * The values of one knob.
     *
     * @param knob what differs
     * @param values its values as text
     */
    public record Axis(Knob knob, List<String> values) {

        public Axis {
            Check.given("knob", knob);
            // Those are immutable, and not in memory.
            values = values instanceof KnobValues ? values : Check.givenEach(knob.flag(), values);
        }

        /** Values as {@link KnobValues#parse} reads them. */
        public static Axis of(Knob knob, String written) {
            return new Axis(knob, KnobValues.parse(knob, written));
        }
    }

    private Sweep(TrainingSpec base, List<Axis> axes, int[] strides, int size, int patienceOf) {
        this.patienceOf = patienceOf;
        this.base = base;
        this.axes = axes;
        this.strides = strides;
        this.size = size;
    }

    /** The number of trials that values of knobs make, and no more than 2⁶³ − 1; counted without looking at them. */
    public static long count(List<Axis> axes) {
        return Check.<Axis>givenEach("axes", axes).stream()
                .mapToLong(axis -> axis.values().size())
                .reduce(1, (a, b) -> b == 0 || a <= Long.MAX_VALUE / b ? a * b : Long.MAX_VALUE);
    }

    /**
     * The sweep over the values of some knobs.
     *
     * @param base what the knobs do not say
     * @param axes at least the scheme's; in any order, each knob once. Without one of seeds the seed is 1
     * @throws IllegalArgumentException if a knob is there twice, has no values, one that it does not take or two that
     *     mean the same, or there are 2³¹ trials or more
     */
    public static Sweep of(TrainingSpec base, List<Axis> axes) {
        Check.given("base", base);
        Check.givenEach("axes", axes);
        Map<Knob, Axis> byKnob = new EnumMap<>(Knob.class);
        byKnob.put(Knob.SEED, ONE_SEED);
        for (Axis axis : axes) {
            Axis before = byKnob.put(axis.knob(), axis);
            Check.require(before == null || before == ONE_SEED, axis.knob().flag(), "given once", axis.values());
            Check.require(!axis.values().isEmpty(), axis.knob().flag(), "given with values", axis.values());
        }
        Check.require(byKnob.containsKey(Knob.SCHEME), Knob.SCHEME.flag(), "given", null);
        List<Axis> inOrder = List.copyOf(byKnob.values());
        int[] strides = new int[inOrder.size()];
        long size = 1;
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            strides[i] = (int) size;
            size *= inOrder.get(i).values().size();
            Check.require(size <= Integer.MAX_VALUE, "the sweep", "of less than 2^31 trials", size + " or more");
        }
        Sweep sweep = new Sweep(base, inOrder, strides, (int) size, 0);
        sweep.checkValues();
        return sweep;
    }

    /** Checks each value of each knob with the first values of the others. Two trials in one file would be one. */
    private void checkValues() {
        for (int i = 0; i < axes.size(); i++) {
            Axis axis = axes.get(i);
            Set<String> names = new HashSet<>();
            for (int j = 0; j < axis.values().size(); j++) {
                TrialSpec trial = trial(j * strides[i]);
                // File systems may fold case.
                Check.require(
                        names.add(trial.fullId().toLowerCase(Locale.ROOT)),
                        axis.knob().flag(),
                        "values of trials that are distinguishable as file names",
                        axis.values().get(j));
                trial.scheme().complete();
            }
        }
    }

    /**
     * The same trials, ended early when they learn nothing: each after as many iterations as its update rule takes.
     *
     * @param iterations of a whole training
     */
    public Sweep endingEarly(int iterations) {
        return new Sweep(base, axes, strides, size, Check.inRange("iterations", iterations, 1, Integer.MAX_VALUE));
    }

    /** All knobs with their values; that of the seeds first, the others in the order of {@link Knob}. */
    public List<Axis> axes() {
        return axes;
    }

    /** The knobs that have several values, but for the seed. */
    public List<Axis> swept() {
        return axes.stream()
                .filter(axis -> axis.knob() != Knob.SEED && axis.values().size() > 1)
                .toList();
    }

    /** The values of one knob; empty values if the sweep has no such knob. */
    public Axis axis(Knob knob) {
        return axes.stream().filter(axis -> axis.knob() == knob).findFirst().orElse(new Axis(knob, List.of()));
    }

    /** The sweep over some of its knobs, with the first value of each other. */
    public Sweep over(Set<Knob> knobs) {
        Check.givenEach("knobs", knobs);
        List<Axis> some = axes.stream()
                .map(axis -> knobs.contains(axis.knob())
                        ? axis
                        : new Axis(axis.knob(), axis.values().subList(0, 1)))
                .toList();
        Sweep over = of(base, some);
        return patienceOf == 0 ? over : over.endingEarly(patienceOf);
    }

    /** What tells a trial of this sweep from the others, for people to read. */
    public String label(TrialSpec trial) {
        Check.given("trial", trial);
        List<Knob> knobs = swept().stream().map(Axis::knob).toList();
        StringJoiner label = new StringJoiner(", ").add(trial.scheme().text());
        values(trial.training().network()).forEach((knob, value) -> {
            if (knobs.contains(knob)) {
                label.add(knob.flag() + " " + value);
            }
        });
        return label.add("seed " + trial.seed()).toString();
    }

    private static Map<Knob, Object> values(NetworkSpec network) {
        Map<Knob, Object> values = new LinkedHashMap<>();
        if (network instanceof NetworkSpec.Layered layers) {
            values.put(Knob.DEPTH, layers.depth());
            values.put(Knob.WIDTH, layers.width());
            values.put(Knob.ACTIVATION, layers.activation());
            values.put(Knob.OPTIMIZER, layers.optimiser());
            values.put(Knob.LR, layers.learningRate());
        } else if (network instanceof OwnNetworkSpec own) {
            values.put(Knob.LR, own.learningRate());
        }
        return values;
    }

    /** What all trials share, but for the knobs. */
    public TrainingSpec base() {
        return base;
    }

    /** Number of trials. */
    public int size() {
        return size;
    }

    /** Number of combinations, the seeds not counted. */
    public int cells() {
        return strides[0];
    }

    /** The trials, made when they are asked for. */
    public List<TrialSpec> trials() {
        return new AbstractList<>() {
            @Override
            public TrialSpec get(int index) {
                return trial(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /**
     * Runs all trials.
     *
     * @throws InterruptedException if the runner was ended before
     */
    public SweepResult run(TrialRunner runner) throws InterruptedException {
        Check.given("runner", runner);
        SweepResult result = new SweepResult(this);
        runner.run(trials(), result::add);
        return result;
    }

    /** The knobs of a trial, by their names, in the order of {@link #axes}. */
    Map<String, String> knobs(int index) {
        Map<String, String> knobs = new LinkedHashMap<>();
        for (int i = 0; i < axes.size(); i++) {
            knobs.put(axes.get(i).knob().flag(), value(index, i));
        }
        return knobs;
    }

    /** A trial of the first values of all knobs but two, which need not have values of the sweep. */
    public TrialSpec trial(Knob one, String value, Knob other, String otherValue) {
        return trial(axis -> {
            Knob knob = axes.get(axis).knob();
            return knob == one
                    ? value
                    : knob == other ? otherValue : axes.get(axis).values().get(0);
        });
    }

    private TrialSpec trial(int index) {
        return trial(axis -> value(index, axis));
    }

    private TrialSpec trial(IntFunction<String> values) {
        TrialSpec trial = new TrialSpec(Scheme.HE, 0, base);
        for (int i = 0; i < axes.size(); i++) {
            trial = axes.get(i).knob().set(trial, values.apply(i));
        }
        return patienceOf == 0 ? trial : endingEarly(trial);
    }

    private TrialSpec endingEarly(TrialSpec trial) {
        int patience = trial.training().network().patience(patienceOf);
        return trial.withTraining(trial.training().withStuckAfter(patience));
    }

    private String value(int index, int axis) {
        List<String> values = axes.get(axis).values();
        return values.get(index / strides[axis] % values.size());
    }
}
