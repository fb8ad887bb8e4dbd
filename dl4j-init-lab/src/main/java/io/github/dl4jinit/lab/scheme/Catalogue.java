// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.BengioInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.util.List;

/** All schemes. The parser, the help, the messages and the lines of Java all read this list. */
final class Catalogue {

    static final List<SchemeFamily> FAMILIES = List.of(
            new VarianceScalingScheme<>("he", "variance 2 / n_in, for ReLU", HeInit.class, HeInit::builder),
            new VarianceScalingScheme<>("xavier", "variance 1 / n_in", XavierInit.class, XavierInit::builder),
            new VarianceScalingScheme<>(
                    "bengio", "variance 2 / (n_in + n_out), DL4J's XAVIER", BengioInit.class, BengioInit::builder),
            new OrthogonalScheme(),
            new NormalScheme(),
            new MeanFieldScheme(),
            new NetworkScheme(),
            new MirroredScheme(),
            new LsuvScheme(),
            new Dl4jScheme(),
            new OwnScheme(),
            new SavedScheme());

    private Catalogue() {}

    /**
     * The family of schemes of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static SchemeFamily family(String name) {
        return FAMILIES.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Suggestion.unknown("scheme", name, names()));
    }

    static List<String> names() {
        return FAMILIES.stream().map(SchemeFamily::name).toList();
    }
}
