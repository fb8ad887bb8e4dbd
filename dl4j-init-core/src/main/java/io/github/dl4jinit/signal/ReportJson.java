// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Check;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Reports as JSON: what was not measured is left out; NaN and infinities are strings, for JSON has no such numbers. */
final class ReportJson {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setSerializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private ReportJson() {}

    static String write(SignalReport report) {
        report.geometry().ifPresent(SignalGeometry::withTheory);
        return write((Object) report);
    }

    static String write(LearningRateReport report) {
        return write((Object) report);
    }

    private static String write(Object report) {
        try {
            return MAPPER.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        }
    }

    static SignalReport read(String json) {
        try {
            JsonNode tree = MAPPER.readTree(Check.given("json", json));
            Check.require(
                    tree.path("version").asInt() == SignalReport.JSON_VERSION,
                    "version",
                    String.valueOf(SignalReport.JSON_VERSION),
                    tree.path("version"));
            requireNoNull(tree, "");
            return MAPPER.treeToValue(tree, SignalReport.class);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(refusal(rule(e).orElse("another value at " + path(e))), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    refusal("a text that is no JSON from line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + " on"),
                    e);
        }
    }

    private static String refusal(String received) {
        return Check.message("json", "a signal report", received);
    }

    /** What a constructor says, whose rules are ours. */
    private static Optional<String> rule(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException
                ? Optional.of(e.getCause().getMessage())
                : Optional.empty();
    }

    /** The fields and indices that lead to a value, as in {@code /layers/0/name}. */
    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step ->
                        "/" + (step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName()))
                .collect(Collectors.joining());
    }

    /** What was not measured is left out, so that a {@code null} was not written here. */
    private static void requireNoNull(JsonNode node, String path) {
        Check.require(!node.isNull(), "json", "a signal report", "null at " + path);
        node.fields().forEachRemaining(field -> requireNoNull(field.getValue(), path + "/" + field.getKey()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            requireNoNull(node.get(i), path + "/" + i);
        }
    }
}
