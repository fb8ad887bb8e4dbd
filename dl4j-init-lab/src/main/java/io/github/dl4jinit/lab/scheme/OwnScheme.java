// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.GainInit;
import io.github.dl4jinit.VarianceScalingInit;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;

/**
 * {@code own}: the layers of a network that somebody else configured keep their initialisers, and those that have such
 * a knob get it set to this value.
 */
final class OwnScheme extends SchemeFamily {

    static final String NAME = "own";

    private static final SchemeKnob<Double> GAIN = SchemeKnob.positive("gain", null);
    private static final SchemeKnob<Double> NUMERATOR = SchemeKnob.positive("numerator", null);

    OwnScheme() {
        super(
                NAME,
                "the initialisers that the layers of your own network have, with other knobs",
                Reach.OWN,
                Notation.KNOBS);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(GAIN, NUMERATOR);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        Optional<Double> gain = arguments.get(GAIN);
        Optional<Double> numerator = arguments.get(NUMERATOR);
        return Initialisation.ofOwn(own -> withGain(withNumerator(own, numerator), gain));
    }

    private static IWeightInit withNumerator(IWeightInit own, Optional<Double> numerator) {
        return numerator.isPresent() && own instanceof VarianceScalingInit scaling
                ? new VarianceScalingInit(scaling.gain(), numerator.get(), scaling.fanMode(), scaling.distribution())
                : own;
    }

    private static IWeightInit withGain(IWeightInit own, Optional<Double> gain) {
        return gain.isPresent() && own instanceof GainInit scaled ? scaled.withGain(gain.get()) : own;
    }

    @Override
    protected String java(Arguments arguments) {
        return arguments.isEmpty()
                ? "// each layer's own initialiser, as it is"
                : "// in each layer's initialiser: " + arguments.calls().substring(1);
    }
}
