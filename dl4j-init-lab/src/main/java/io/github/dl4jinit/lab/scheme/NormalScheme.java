// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import java.util.List;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.weights.WeightInitDistribution;

/** {@code normal(0.01)}: DL4J's normal distribution of that standard deviation, whatever the fans are. */
final class NormalScheme extends SchemeFamily {

    private static final SchemeKnob<Double> STD =
            SchemeKnob.positive("standard deviation", null).required("0.01");

    NormalScheme() {
        super("normal", "DL4J's normal distribution of that standard deviation", Reach.LAYERS, Notation.VALUE);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(STD);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        return Initialisation.ofLayers(new WeightInitDistribution(
                new NormalDistribution(0, arguments.get(STD).orElseThrow())));
    }
}
