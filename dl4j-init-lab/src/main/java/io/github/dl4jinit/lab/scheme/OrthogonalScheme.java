// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.OrthogonalInit;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;

/** {@code orthogonal}: a random orthogonal matrix times a gain. */
final class OrthogonalScheme extends SchemeFamily {

    private static final SchemeKnob<Double> GAIN = SchemeKnob.positive("gain", "1");

    OrthogonalScheme() {
        super("orthogonal", "a random orthogonal matrix times the gain", Reach.LAYERS, Notation.KNOBS);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(GAIN);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        return Initialisation.ofLayers(
                arguments.get(GAIN).map(OrthogonalInit::new).orElseGet(OrthogonalInit::new));
    }

    @Override
    protected String java(Arguments arguments) {
        return ".weightInit(" + constructor(OrthogonalInit.class, arguments.text(GAIN)) + ")";
    }

    @Override
    protected Optional<Arguments> describing(IWeightInit init) {
        return init instanceof OrthogonalInit orthogonal
                ? Optional.of(
                        orthogonal.gain() == 1
                                ? Arguments.NONE
                                : Arguments.NONE.with(GAIN, String.valueOf(orthogonal.gain())))
                : Optional.empty();
    }
}
