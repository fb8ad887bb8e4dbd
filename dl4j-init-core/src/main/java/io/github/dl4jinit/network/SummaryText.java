// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.TextTable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A summary as people read it. */
final class SummaryText {

    private SummaryText() {}

    static String of(List<ParameterInit> parameters, List<ResidualBranch> branches, Map<String, String> assumptions) {
        TextTable table = new TextTable(
                "layer",
                "parameter",
                "shape",
                "fan-in",
                "fan-out",
                "DL4J's",
                "drawn from",
                "std",
                "realised",
                "gain",
                "because of");
        for (ParameterInit parameter : parameters) {
            table.row(
                    parameter.layer(),
                    parameter.parameter(),
                    Arrays.toString(parameter.shape()),
                    number(parameter.fanIn()),
                    number(parameter.fanOut()),
                    parameter.dl4jFansAreTrue()
                            ? ""
                            : number(parameter.dl4jFanIn()) + ", " + number(parameter.dl4jFanOut()),
                    parameter.what(),
                    number(parameter.stdAsked()),
                    number(OptionalDouble.of(parameter.stdRealised())),
                    number(parameter.gain()),
                    parameter.origin());
        }
        StringBuilder text = new StringBuilder(table.toString());
        text.append("DL4J's: the fans that DL4J passes to an initialiser, where they are others.\n");
        branches.forEach(branch -> text.append("branch ").append(branch).append('\n'));
        assumptions.forEach((layer, what) ->
                text.append("! ").append(layer).append(": ").append(what).append('\n'));
        return text.toString();
    }

    private static String number(OptionalDouble value) {
        return value.isPresent()
                ? String.format(Locale.ROOT, "%.4g", value.getAsDouble()).replaceFirst("\\.0+$", "")
                : "";
    }
}
