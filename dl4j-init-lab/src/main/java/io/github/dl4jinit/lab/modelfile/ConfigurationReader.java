// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dl4jinit.internal.OneLine;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.exc.InvalidTypeIdException;

/**
 * Makes a configuration of a text. DL4J's own {@code fromJson} does the same with two mappers, one for each form in
 * which its releases write types, that cannot be told which classes to leave alone.
 */
final class ConfigurationReader {

    private final String file;
    private final AllowedClasses allowed;

    ConfigurationReader(String file, AllowedClasses allowed) {
        this.file = file;
        this.allowed = allowed;
    }

    /** The tree of a text that has a network and names no class that is not allowed. */
    JsonNode tree(byte[] text) throws IOException {
        JsonNode tree = ConfigurationText.tree(file, text, allowed);
        boolean layers = tree.path("confs").isArray();
        boolean graph = tree.path("vertices").isObject();
        if (layers == graph) {
            throw new InvalidModelException(
                    file,
                    "holds no network: expected \"confs\" (of a MultiLayerConfiguration) or \"vertices\" (of a"
                            + " ComputationGraphConfiguration), found " + (layers ? "both" : "neither"));
        }
        if (tree.path(layers ? "confs" : "vertices").isEmpty()) {
            throw new InvalidModelException(file, "holds a network without layers: expected at least one");
        }
        if (graph) {
            checkEdges(tree);
        }
        new TreeCheck(file, allowed).check(tree);
        new SizeCheck(file).check(tree);
        return tree;
    }

    /** DL4J would call a vertex that waits for one that is not there part of a circle. */
    private void checkEdges(JsonNode graph) throws InvalidModelException {
        Set<String> names = new HashSet<>();
        graph.path("vertices").fieldNames().forEachRemaining(names::add);
        graph.path("networkInputs").forEach(input -> names.add(input.asText()));
        for (Map.Entry<String, JsonNode> fed : graph.path("vertexInputs").properties()) {
            for (JsonNode input : fed.getValue()) {
                if (!names.contains(input.asText())) {
                    throw new InvalidModelException(
                            file,
                            OneLine.of("has a vertex \"" + fed.getKey() + "\" that is fed by \"" + input.asText()
                                    + "\", which is neither a vertex nor an input"));
                }
            }
        }
    }

    /** The configuration of a checked tree. */
    NetworkConfiguration configuration(JsonNode tree) throws IOException {
        NetworkConfiguration made = tree.path("confs").isArray()
                ? new NetworkConfiguration.Layers(convert(tree, MultiLayerConfiguration.class))
                : new NetworkConfiguration.Graph(convert(tree, ComputationGraphConfiguration.class));
        // DL4J fills up what the tree leaves out, a short array with zeros for instance.
        new SizeCheck(file).check(written(made, Origin.of(tree)));
        return made;
    }

    private JsonNode written(NetworkConfiguration made, Origin origin) throws IOException {
        try {
            return ConfigurationText.json(file, made.toJson());
        } catch (RuntimeException e) { // whatever DL4J stumbles over
            throw Refusal.ofWriting(file, origin, e);
        }
    }

    private <T> T convert(JsonNode tree, Class<T> type) throws IOException {
        GuardedTypes types = new GuardedTypes(allowed);
        Origin origin = Origin.of(tree);
        ObjectMapper mapper = (origin.wrapsTypes() ? JsonMappers.getLegacyMapper() : JsonMappers.getMapper()).copy();
        mapper.setTypeFactory(types);
        try {
            // A text, not the tree: DL4J's deserialisers look back at the text that they were given.
            return mapper.readValue(ConfigurationText.toJson(tree), type);
        } catch (JsonMappingException | IllegalArgumentException e) {
            if (types.refused() != null) {
                allowed.check(file, types.refused());
            }
            if (!origin.wrapsTypes()
                    && e instanceof InvalidTypeIdException id
                    && id.getTypeId() != null
                    && !isPresent(id.getTypeId())) {
                throw new InvalidModelException(
                        file, "names the class " + id.getTypeId() + ", which is allowed but not on the class path", e);
            }
            throw Refusal.of(file, origin, e);
        }
    }

    /** Asked of names that passed the check only; even so, nothing is initialised. */
    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
