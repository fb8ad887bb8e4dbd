// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.Rehearsal;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings that a search chooses from.
 *
 * @param dimensions a knob each
 * @param unfit choices that do not go together, as mirrored weights with tanh, and are left out
 */
public record SearchSpace(List<Dimension> dimensions, List<Setting> unfit) {

    /** What some values of do not go with some of the other. */
    private static final List<Knob> CHOSEN = List.of(Knob.SCHEME, Knob.ACTIVATION);

    public SearchSpace {
        dimensions = Check.givenEach("dimension", dimensions);
        unfit = Check.givenEach("unfit", unfit);
        List<Knob> knobs = dimensions.stream().map(Dimension::knob).toList();
        List<String> flags = knobs.stream().map(Knob::flag).toList();
        Check.require(!knobs.isEmpty(), "knob", "given", flags);
        Check.require(knobs.stream().distinct().count() == knobs.size(), "knob", "named once", flags);
        Check.require(
                !knobs.contains(Knob.SEED), "knob", "another than seed, which no training is to depend on", flags);
        Check.require(
                !knobs.containsAll(List.of(Knob.GAIN, Knob.NUMERATOR)),
                "knob",
                "gain or numerator, since one is the other's square",
                flags);
    }

    /** All settings of some dimensions. */
    public static SearchSpace of(Dimension... dimensions) {
        return new SearchSpace(Arrays.asList(Check.given("dimension", dimensions)), List.of());
    }

    /** What is searched, in the order in which it was named. */
    public List<Knob> knobs() {
        return dimensions.stream().map(Dimension::knob).toList();
    }

    /** Whether it is the values between two numbers, of one knob. */
    boolean isLine() {
        return dimensions.size() == 1
                && dimensions.get(0).choices() == 0
                && !knobs().get(0).whole();
    }

    /** The most settings that there are; infinite with a range of real numbers. */
    double size() {
        return dimensions.stream().mapToDouble(Dimension::size).reduce(1, (a, b) -> a * b);
    }

    /** How many values each dimension has to choose from; 0 of a range. */
    int[] choices() {
        return dimensions.stream().mapToInt(Dimension::choices).toArray();
    }

    /**
     * The setting at a point, without the knobs that its scheme does not have.
     *
     * @param point from 0 to 1 in each dimension
     */
    Setting at(double[] point) {
        Map<Knob, String> values = new EnumMap<>(Knob.class);
        for (int i = 0; i < point.length; i++) {
            values.put(dimensions.get(i).knob(), dimensions.get(i).at(point[i]));
        }
        String scheme = values.get(Knob.SCHEME);
        if (scheme != null) {
            values.keySet().removeIf(knob -> !knob.fits(Scheme.unfinished(scheme)));
        }
        return new Setting(values);
    }

    /** The point of a setting; not a number where it has no value, or one that is not searched. */
    double[] point(Setting setting) {
        return dimensions.stream()
                .mapToDouble(dimension -> {
                    String value = setting.values().get(dimension.knob());
                    return value == null ? Double.NaN : dimension.place(value);
                })
                .toArray();
    }

    /**
     * Checks all choices, and both ends of all ranges.
     *
     * @param base what its knobs do not say
     * @throws IllegalArgumentException if one is none of its knob's, or no scheme that is searched has the knob
     */
    void check(TrialSpec base) {
        List<TrialSpec> bySchemes = bySchemes(base).toList();
        for (Dimension dimension : dimensions) {
            Knob knob = dimension.knob();
            List<TrialSpec> fitting = bySchemes.stream()
                    .filter(trial -> knob.fits(trial.scheme()))
                    .toList();
            // Where none fits, the knob says so.
            for (TrialSpec trial : fitting.isEmpty() ? bySchemes : fitting) {
                dimension.bounds().forEach(value -> set(trial, knob, value));
            }
        }
        bySchemes.forEach(trial -> withFirst(trial).scheme().complete());
    }

    /** A trial of each scheme that is searched. */
    private Stream<TrialSpec> bySchemes(TrialSpec base) {
        return dimension(Knob.SCHEME)
                .map(schemes -> schemes.bounds().stream().map(value -> set(base, Knob.SCHEME, value)))
                .orElse(Stream.of(base));
    }

    /** All schemes that are searched, with some value of the knobs that they have. */
    Stream<Scheme> schemes(TrialSpec base) {
        return bySchemes(base).map(trial -> withFirst(trial).scheme());
    }

    private static TrialSpec set(TrialSpec trial, Knob knob, String value) {
        return new Setting(Map.of(knob, value)).of(trial);
    }

    private Optional<Dimension> dimension(Knob knob) {
        return dimensions.stream().filter(dimension -> dimension.knob() == knob).findFirst();
    }

    /** A trial with some value of all its knobs but those that are chosen among. */
    private TrialSpec withFirst(TrialSpec trial) {
        Map<Knob, String> values = new EnumMap<>(Knob.class);
        dimensions.stream()
                .filter(dimension -> !CHOSEN.contains(dimension.knob()))
                .filter(dimension -> dimension.knob().fits(trial.scheme()))
                .forEach(dimension ->
                        values.put(dimension.knob(), dimension.bounds().get(0)));
        return new Setting(values).of(trial);
    }

    /**
     * The same space without choices of a scheme and an activation function that do not go together.
     *
     * @param base what its knobs do not say
     * @throws IllegalArgumentException if a choice goes with none of the others
     */
    SearchSpace fitting(TrialSpec base) {
        List<Setting> combinations = List.of(Setting.DEFAULT);
        for (Knob knob : CHOSEN) {
            List<String> values = dimension(knob).map(Dimension::bounds).orElse(List.of());
            combinations = values.isEmpty()
                    ? combinations
                    : combinations.stream()
                            .flatMap(setting -> values.stream().map(value -> with(setting, knob, value)))
                            .toList();
        }
        Map<Setting, String> misfits = new LinkedHashMap<>();
        combinations.stream()
                .filter(setting -> !setting.equals(Setting.DEFAULT))
                .forEach(setting -> Rehearsal.misfit(withFirst(setting.of(base)))
                        .ifPresent(reason -> misfits.put(setting, reason)));
        for (Map.Entry<Setting, String> misfit : misfits.entrySet()) {
            for (Map.Entry<Knob, String> choice : misfit.getKey().values().entrySet()) {
                boolean never = combinations.stream()
                        .filter(setting -> setting.values().entrySet().contains(choice))
                        .allMatch(misfits::containsKey);
                if (never) {
                    throw new IllegalArgumentException(misfit.getValue());
                }
            }
        }
        return new SearchSpace(dimensions, List.copyOf(misfits.keySet()));
    }

    private static Setting with(Setting setting, Knob knob, String value) {
        Map<Knob, String> values = new HashMap<>(setting.values());
        values.put(knob, value);
        return new Setting(values);
    }

    /** Whether all choices of a setting go together. */
    boolean fits(Setting setting) {
        return unfit.stream()
                .noneMatch(choices ->
                        setting.values().entrySet().containsAll(choices.values().entrySet()));
    }
}
