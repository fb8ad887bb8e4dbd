// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A summary as JSON: what does not apply is left out. */
final class SummaryJson {

    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SummaryJson() {}

    static String of(List<ParameterInit> parameters, List<ResidualBranch> branches, Map<String, String> assumptions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", VERSION);
        json.put("parameters", parameters.stream().map(SummaryJson::parameter).collect(Collectors.toList()));
        json.put("branches", branches.stream().map(SummaryJson::branch).collect(Collectors.toList()));
        List<Object> assumed = new ArrayList<>();
        assumptions.forEach((layer, what) -> {
            Map<String, Object> assumption = new LinkedHashMap<>();
            assumption.put("layer", layer);
            assumption.put("assumption", what);
            assumed.add(assumption);
        });
        json.put("assumptions", assumed);
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a summary cannot be written as JSON", e);
        }
    }

    private static Map<String, Object> parameter(ParameterInit parameter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("layer", parameter.layer());
        json.put("type", parameter.type());
        json.put("parameter", parameter.parameter());
        json.put("shape", parameter.shape());
        json.put("what", parameter.what());
        json.put("origin", parameter.origin());
        put(json, "fanIn", parameter.fanIn());
        put(json, "fanOut", parameter.fanOut());
        if (!parameter.dl4jFansAreTrue()) {
            put(json, "dl4jFanIn", parameter.dl4jFanIn());
            put(json, "dl4jFanOut", parameter.dl4jFanOut());
        }
        put(json, "gain", parameter.gain());
        put(json, "stdAsked", parameter.stdAsked());
        // JSON has no NaN, which kept weights of a broken network have.
        put(
                json,
                "stdRealised",
                Double.isFinite(parameter.stdRealised())
                        ? OptionalDouble.of(parameter.stdRealised())
                        : OptionalDouble.empty());
        return json;
    }

    private static Map<String, Object> branch(ResidualBranch branch) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", branch.from());
        json.put("into", branch.into());
        json.put("lastLayer", branch.lastLayer());
        json.put("factor", branch.factor());
        json.put("rule", branch.rule());
        return json;
    }

    private static void put(Map<String, Object> json, String name, OptionalDouble value) {
        value.ifPresent(number -> json.put(name, number));
    }
}
