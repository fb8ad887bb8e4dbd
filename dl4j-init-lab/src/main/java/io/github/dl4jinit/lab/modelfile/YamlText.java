// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import java.io.IOException;
import java.io.StringWriter;
import org.deeplearning4j.nn.conf.distribution.Distribution;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonGenerator;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLFactory;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLParser;

/**
 * Rewrites a configuration's YAML as JSON, so that there is one thing to check. In YAML a class may stand in a tag,
 * {@code !<a.B>}, instead of in a property.
 */
final class YamlText {

    private YamlText() {}

    /**
     * The content of a YAML text as JSON, duplicate keys included.
     *
     * @param file what messages call the text
     */
    static String toJson(String file, String yaml, AllowedClasses allowed) throws IOException {
        StringWriter json = new StringWriter();
        try (YAMLParser in = new YAMLFactory().createParser(yaml);
                JsonGenerator out = new JsonFactory().createGenerator(json)) {
            copy(file, in, out, allowed);
        }
        return json.toString();
    }

    private static void copy(String file, YAMLParser in, JsonGenerator out, AllowedClasses allowed) throws IOException {
        int depth = 0;
        int tokens = 0;
        boolean ended = false;
        // Token by token, because the tree that Jackson could build of it costs stack for every level.
        for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
            if (ended) {
                throw new InvalidModelException(file, "holds more than one YAML document: expected one configuration");
            }
            if (++tokens > ConfigurationText.MAX_TOKENS) {
                throw new InvalidModelException(file, ConfigurationText.TOO_LARGE);
            }
            if (in.isCurrentAlias()) {
                throw new InvalidModelException(file, "has a YAML alias, which DL4J never writes");
            }
            if (token.isStructStart() && ++depth > ConfigurationText.MAX_DEPTH) {
                throw new InvalidModelException(file, ConfigurationText.TOO_DEEP);
            }
            if (token.isStructEnd()) {
                depth--;
            }
            Object tag = token == JsonToken.START_OBJECT ? in.getTypeId() : null;
            out.copyCurrentEvent(in);
            if (tag != null) {
                String name = tag.toString();
                if (!name.contains(".") && !allowed.allows(name)) {
                    throw new InvalidModelException(
                            file,
                            "has the tag \"" + name
                                    + "\" in the place of a class, as the YAML of DL4J 1.0.0-alpha and older"
                                    + " has, which DL4J no longer reads: expected JSON of that release");
                }
                allowed.check(file, name);
                out.writeStringField(isDistribution(name) ? "type" : "@class", name);
            }
            ended = depth == 0;
        }
    }

    /** DL4J keeps the class of a distribution in "type", that of anything else in "@class". */
    private static boolean isDistribution(String allowedName) {
        try {
            return Distribution.class.isAssignableFrom(
                    Class.forName(allowedName, false, Thread.currentThread().getContextClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
