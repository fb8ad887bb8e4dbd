// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link NetworkInit} did to a network, parameter by parameter. */
public final class NetworkInitSummary {

    private final List<ParameterInit> parameters;
    private final List<ResidualBranch> branches;
    private final Map<String, String> assumptions;

    NetworkInitSummary(List<ParameterInit> parameters, List<ResidualBranch> branches, Map<String, String> assumptions) {
        this.parameters = List.copyOf(parameters);
        this.branches = List.copyOf(branches);
        this.assumptions = Collections.unmodifiableMap(new LinkedHashMap<>(assumptions));
    }

    /** The parameters in the order of the network; one of several parts, as an LSTM's biases, has an entry for each. */
    public List<ParameterInit> parameters() {
        return parameters;
    }

    /** The branches beside skip connections, and what was done to them. */
    public List<ResidualBranch> branches() {
        return branches;
    }

    /** What was taken for granted instead of computed, by the name of the layer or vertex. */
    public Map<String, String> assumptions() {
        return assumptions;
    }

    /** A table for people, one line a parameter. */
    public String toText() {
        return SummaryText.of(parameters, branches, assumptions);
    }

    /** The summary as JSON, in full precision; {@code docs/network-init.schema.json} describes it. */
    public String toJson() {
        return SummaryJson.of(parameters, branches, assumptions);
    }

    @Override
    public String toString() {
        return toText();
    }
}
