// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;

/** What is to become of each parameter of a network: decided, and not written before {@link #draw}. */
final class Plan {

    private final List<Drawing> drawings;
    private final List<ResidualBranch> branches;

    /** What was taken for granted instead of computed, by node. */
    private final Map<String, String> assumptions;

    Plan(List<Drawing> drawings, List<ResidualBranch> branches, Map<String, String> assumptions) {
        this.drawings = List.copyOf(drawings);
        this.branches = List.copyOf(branches);
        this.assumptions = Collections.unmodifiableMap(new LinkedHashMap<>(assumptions));
    }

    /** Writes all of the network's parameters, or none if anything fails. */
    NetworkInitSummary draw(Model network) {
        List<ParameterInit> parameters = new ArrayList<>();
        Transaction.of(network).run(() -> drawings.forEach(drawing -> parameters.add(drawing.write())));
        return new NetworkInitSummary(parameters, branches, assumptions);
    }
}
