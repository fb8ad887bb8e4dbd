// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.weights.IWeightInit;

/**
 * The scheme {@code own(gain=…,numerator=…)} of a network that somebody else configured: its layers keep their
 * initialisers, and those that have such a knob get it set to this value.
 */
public final class OwnScheme {

    /** What it is called. */
    public static final String NAME = "own";

    private static final String GAIN = "gain";
    private static final String NUMERATOR = "numerator";

    private OwnScheme() {}

    public static boolean isOwn(String scheme) {
        return scheme.equals(NAME) || scheme.startsWith(NAME + "(");
    }

    public static IWeightInit apply(String scheme, IWeightInit init) {
        Map<String, Double> knobs = knobs(scheme);
        Double gain = knobs.get(GAIN);
        Double numerator = knobs.get(NUMERATOR);
        if (init instanceof VarianceScalingInit scaling) {
            return new VarianceScalingInit(
                    gain == null ? scaling.gain() : gain,
                    numerator == null ? scaling.numerator() : numerator,
                    scaling.fanMode(),
                    scaling.distribution());
        }
        if (gain != null && init instanceof OrthogonalInit) {
            return new OrthogonalInit(gain);
        }
        if (gain != null && init instanceof DeltaOrthogonalInit) {
            return new DeltaOrthogonalInit(gain);
        }
        return init;
    }

    /** Whether an initialiser has the knob. */
    public static boolean has(String knob, IWeightInit init) {
        return init != null && !apply(NAME + "(" + knob + "=1)", init).equals(apply(NAME + "(" + knob + "=2)", init));
    }

    private static Map<String, Double> knobs(String scheme) {
        return Scheme.numbers(scheme, NAME, Set.of(GAIN, NUMERATOR));
    }
}
