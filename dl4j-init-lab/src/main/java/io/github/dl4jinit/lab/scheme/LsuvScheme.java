// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.network.Lsuv;
import java.util.List;

/** {@code lsuv}: the network as a whole, scaled layer by layer to what its first batch gives, by {@link Lsuv}. */
final class LsuvScheme extends SchemeFamily {

    private static final SchemeKnob<Double> TARGET_VARIANCE = SchemeKnob.positive("targetVariance", "1");
    private static final SchemeKnob<Double> TOLERANCE = SchemeKnob.positive("tolerance", "0.02");
    private static final SchemeKnob<Integer> MAX_TRIALS = SchemeKnob.count("maxTrials", "10");

    LsuvScheme() {
        super(
                "lsuv",
                "orthogonal weights, scaled layer by layer to what the first batch gives",
                Reach.NETWORK,
                Notation.KNOBS);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(TARGET_VARIANCE, TOLERANCE, MAX_TRIALS);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        Lsuv.Builder builder = Lsuv.builder();
        arguments.ifGiven(TARGET_VARIANCE, builder::targetVariance);
        arguments.ifGiven(TOLERANCE, builder::tolerance);
        arguments.ifGiven(MAX_TRIALS, builder::maxTrials);
        Lsuv lsuv = builder.build();
        return Initialisation.ofNetwork(lsuv::apply);
    }

    @Override
    protected String java(Arguments arguments) {
        return "Lsuv.builder()" + arguments.calls() + ".build().apply(network, batch)";
    }
}
