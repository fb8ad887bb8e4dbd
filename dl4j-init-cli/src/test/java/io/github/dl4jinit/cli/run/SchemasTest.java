// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.cli.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Schemas are strict, so that a field that is added without being documented is found; what commands really write is
 * held to them in {@code FaultyDiskIT}, {@code CompareIT} and {@code TuneIT}.
 */
class SchemasTest {

    @TempDir
    Path folder;

    @Test
    void aRunFollowsItsSchema() throws IOException {
        for (Run run : new Run[] {Runs.running(Run.Kind.TUNE), Runs.done(Run.Kind.PROBE)}) {
            RunFolder.write(AtomicFile.folder(folder), run);
            Schemas.assertFollowed(folder);
        }
        Path file = folder.resolve("run.json");
        Files.writeString(file, Files.readString(file).replace("\"seconds\"", "\"duration\""));
        assertThatThrownBy(() -> Schemas.assertFollowed(folder)).isInstanceOf(AssertionError.class);
    }

    /** Also behind a reference to another file, which would allow anything if it were not found. */
    @Test
    void referencesAreFollowed() throws IOException {
        Files.writeString(folder.resolve("results.json"), """
                {"run": {"kind": "sweep", "format": 2}, "environment": {}, "spec": {}, "trials": [], "cells": []}""");
        assertThatThrownBy(() -> Schemas.assertFollowed(folder))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("$.run.format: must be the constant value '1'")
                .hasMessageContaining("$.environment: required property 'backend' not found");
    }

    /** Every object says all that it may hold. */
    @ParameterizedTest
    @ValueSource(strings = {"run", "trial", "compare-results", "sweep-results", "tune-results"})
    void noObjectIsOpen(String name) throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of("..", "docs", name + ".schema.json").toFile());
        assertThat(schema.get("additionalProperties").asBoolean(true)).isFalse();
        assertClosed(schema);
    }

    private static void assertClosed(JsonNode node) {
        if (node.has("properties") && node.get("properties").isObject() && node.has("required")) {
            ObjectNode properties = (ObjectNode) node.get("properties");
            ArrayNode required = (ArrayNode) node.get("required");
            assertThat(required).isNotEmpty().allMatch(name -> properties.has(name.asText()));
            assertThat(node.get("additionalProperties").asBoolean(true)).isFalse();
        }
        node.forEach(SchemasTest::assertClosed);
    }
}
