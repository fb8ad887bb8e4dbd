// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What files of results are held to: the schemas in {@code docs}, by a validator that we did not write. */
public final class Schemas {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Schemas() {}

    /** Checks every JSON file in a folder of results. */
    public static void assertFollowed(Path folder) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                JsonNode json = mapper.readTree(file.toFile());
                assertThat(schema(name(folder.relativize(file).toString(), json))
                                .validate(json))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    private static String name(String file, JsonNode json) {
        return switch (file) {
            case "run.json" -> "run";
            case "results.json" -> json.at("/run/kind").asText() + "-results";
            case "signal.json" -> "signal-report";
            case "learning-rate.json" -> "learning-rate";
            default -> {
                assertThat(file).startsWith("trials");
                yield "trial";
            }
        };
    }

    /** One schema refers to another by the name of its file. */
    static JsonSchema schema(String name) {
        return SCHEMAS.computeIfAbsent(
                name,
                asked -> FACTORY.getSchema(SchemaLocation.of(
                        Path.of("..", "docs", asked + ".schema.json").toUri().toString())));
    }
}
