// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.weights.WeightInit;

/** {@code dl4j:XAVIER}: any of the initialisers that come with DL4J. */
final class Dl4jScheme extends SchemeFamily {

    private static final Map<String, WeightInit> KNOWN = known();

    private static final SchemeKnob<WeightInit> NAME =
            SchemeKnob.of("name", WeightInit.class, Dl4jScheme::weightInit).required("XAVIER");

    Dl4jScheme() {
        super("dl4j", "any of DL4J's own initialisers by its name", Reach.LAYERS, Notation.SUFFIX);
    }

    /** All but the one that needs a distribution beside its name, which {@code normal(…)} stands for here. */
    private static Map<String, WeightInit> known() {
        Map<String, WeightInit> known = new LinkedHashMap<>();
        Arrays.stream(WeightInit.values())
                .filter(init -> init != WeightInit.DISTRIBUTION)
                .forEach(init -> known.put(init.name(), init));
        return known;
    }

    private static WeightInit weightInit(String name) {
        return Optional.ofNullable(KNOWN.get(name))
                .orElseThrow(() -> Suggestion.unknown("name of dl4j", name, KNOWN.keySet()));
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(NAME);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        return Initialisation.ofLayers(arguments.get(NAME).orElseThrow().getWeightInitFunction());
    }
}
