// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.tune.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A knob to tune, as the command line names it.
 *
 * @param values as they are written, if they are
 */
record TunedKnob(Knob knob, Optional<String> values) {

    /** Those whose middle the theory knows, or the network has. */
    private static final Set<Knob> WITH_A_MIDDLE = Set.of(Knob.GAIN, Knob.NUMERATOR, Knob.LR);

    /** A name before its values; a knob within a scheme's parentheses is none. */
    private static final Pattern WITH_VALUES = Pattern.compile("\\s*([A-Za-z0-9-]+)=(.*)");

    /**
     * Reads knobs, separated by commas, as their values are: {@code gain,lr=1e-4:1e-2,activation=RELU,TANH}.
     *
     * @throws IllegalArgumentException if there is no such knob, or one is named without values that needs them
     */
    static List<TunedKnob> parse(String written) {
        List<TunedKnob> knobs = new ArrayList<>();
        for (String part : Scheme.split(written)) {
            Matcher named = WITH_VALUES.matcher(part);
            Optional<Knob> alone = Knob.find(part);
            int last = knobs.size() - 1;
            if (named.matches()) {
                knobs.add(new TunedKnob(Knob.of(named.group(1)), Optional.of(named.group(2))));
            } else if (alone.isEmpty() && last >= 0 && knobs.get(last).values().isPresent()) {
                knobs.set(last, knobs.get(last).or(part));
            } else {
                knobs.add(new TunedKnob(alone.orElseGet(() -> Knob.of(part)), Optional.empty()));
            }
        }
        for (TunedKnob tuned : knobs) {
            Check.require(
                    tuned.values().isPresent() || WITH_A_MIDDLE.contains(tuned.knob()),
                    tuned.knob().flag(),
                    "given with its values, as in " + tuned.knob().flag() + "=A,B",
                    "none");
        }
        return knobs;
    }

    private TunedKnob or(String value) {
        return new TunedKnob(knob, values.map(before -> before + "," + value));
    }

    /**
     * The values to search.
     *
     * @param middle of them, if none are written
     * @throws IllegalArgumentException if what is written are no values of the knob
     */
    Dimension dimension(DoubleSupplier middle) {
        return values.map(written -> Dimension.of(knob, written))
                .orElseGet(() -> Dimension.Range.around(knob, middle.getAsDouble()));
    }
}
