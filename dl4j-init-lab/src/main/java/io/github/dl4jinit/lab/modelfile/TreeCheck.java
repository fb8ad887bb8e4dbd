// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Looks through a configuration before DL4J sees it: for the names of classes where DL4J writes them, and for arrays
 * that ND4J would read without a check.
 *
 * <p>{@link GuardedTypes} sees every name, wherever it stands, but not what DL4J reads with a mapper of its own: the
 * {@code dist} of a layer that was written before 1.0.0-beta4.
 */
final class TreeCheck {

    private final String file;
    private final AllowedClasses allowed;

    TreeCheck(String file, AllowedClasses allowed) {
        this.file = file;
        this.allowed = allowed;
    }

    /** Goes down as deep as the tree is, which {@link ConfigurationText#MAX_DEPTH} bounds. */
    void check(JsonNode node) throws InvalidModelException {
        if (node.isObject()) {
            checkArray(node);
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                checkField(node, field.getKey(), field.getValue());
            }
        }
        for (JsonNode child : node) {
            check(child);
        }
    }

    private void checkField(JsonNode parent, String key, JsonNode value) throws InvalidModelException {
        if (key.equals("@class")) {
            checkName(value);
        } else if (key.equals("type") && value.isTextual() && value.textValue().contains(".")) {
            // A custom layer may have a "type" of its own that is no class; the guard knows which is which.
            checkName(value);
        } else if (key.equals("dist") && parent.has("weightInit") && !value.isNull()) {
            // With its neighbour, as DL4J looks for it: a vertex may be called "dist" too.
            if (!value.isObject()) {
                throw new InvalidModelException(file, "has a \"dist\" that is no object: expected a distribution");
            }
            if (value.has("type")) {
                checkName(value.get("type"));
            }
        } else if (key.equals("dataBuffer") && parent.has("rankField")) {
            // DL4J would believe the offset and the strides next to it, and read outside of the buffer.
            throw new InvalidModelException(file, "has an array in the format of DL4J before 1.0.0, which is not read");
        }
    }

    private void checkName(JsonNode name) throws InvalidModelException {
        if (!name.isTextual()) {
            throw new InvalidModelException(
                    file, "has something other than text where the name of a class is expected");
        }
        allowed.check(file, name.textValue());
    }

    private void checkArray(JsonNode node) throws InvalidModelException {
        JsonNode shape = node.path("shape");
        JsonNode data = node.path("data");
        if (!node.has("dataType") || !shape.isArray() || !data.isArray()) {
            return;
        }
        long elements = 1;
        for (JsonNode dimension : shape) {
            if (!dimension.canConvertToInt() || dimension.intValue() < 0) {
                throw new InvalidModelException(
                        file, "has an array of a shape that is none: expected dimensions of at least 0");
            }
            elements = Math.min(elements * dimension.intValue(), Integer.MAX_VALUE);
        }
        if (elements != data.size()) {
            throw new InvalidModelException(
                    file, "has an array whose shape calls for " + elements + " elements, but which has " + data.size());
        }
    }
}
