// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import java.util.List;
import java.util.function.UnaryOperator;

/** {@code saved}: the weights that a network in a file was saved with, so that training goes on from them. */
final class SavedScheme extends SchemeFamily {

    SavedScheme() {
        super("saved", "the weights that your own model file holds, for fine-tuning", Reach.SAVED, Notation.KNOBS);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of();
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        return Initialisation.ofOwn(UnaryOperator.identity());
    }

    @Override
    protected String java(Arguments arguments) {
        return "// the weights that the file holds, as they are";
    }
}
