// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.internal.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.nd4j.shade.jackson.core.JacksonException;

/** From bytes to the tree of a configuration. A text that two parsers may read in two ways is refused. */
final class ConfigurationText {

    /** A plain network needs about ten levels. */
    static final int MAX_DEPTH = 200;

    /**
     * Names, values and brackets. A layer has some 150; a tree of as many empty arrays as a file of 60 kB can hold
     * would take gigabytes.
     */
    static final int MAX_TOKENS = 2_000_000;

    static final String TOO_DEEP = "is nested too deeply: expected at most " + MAX_DEPTH + " levels, found more";

    static final String TOO_LARGE = "is too large: expected at most " + MAX_TOKENS + " values, found more";

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ConfigurationText() {}

    /**
     * Reads JSON or YAML.
     *
     * @param file what messages call the text
     */
    static JsonNode tree(String file, byte[] bytes, AllowedClasses allowed) throws IOException {
        String text = decode(file, bytes);
        if (text.isBlank()) {
            throw new InvalidModelException(file, "is empty: expected a network");
        }
        return json(file, text.stripLeading().startsWith("{") ? text : yaml(file, text, allowed));
    }

    /** The tree as text again: what was checked is what DL4J gets. */
    static String toJson(JsonNode tree) throws IOException {
        return STRICT.writeValueAsString(tree);
    }

    private static String decode(String file, byte[] bytes) throws InvalidModelException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidModelException(
                    file,
                    "holds no network: expected a zip of DL4J's ModelSerializer, JSON or YAML, found other data",
                    e);
        }
    }

    /** The tree of JSON. */
    static JsonNode json(String file, String text) throws InvalidModelException {
        try {
            return STRICT.readTree(text);
        } catch (StreamConstraintsException e) {
            throw new InvalidModelException(file, tooMuch(e.getOriginalMessage()), e);
        } catch (MismatchedInputException e) { // all that a tree does not match is an end that does not come
            throw new InvalidModelException(
                    file,
                    "is not proper JSON: expected one configuration, found more behind it, in line "
                            + e.getLocation().getLineNr(),
                    e);
        } catch (JsonProcessingException e) {
            // Of where a part began Jackson tells the source, too, which is none that a user knows.
            String problem = e.getOriginalMessage().replaceAll("\\[Source: [^;\\]]*; ([^\\]]*)\\]", "$1");
            throw new InvalidModelException(file, "is not proper JSON: " + OneLine.of(problem), e);
        }
    }

    /** What to say of more than a parser takes. */
    private static String tooMuch(String problem) {
        if (problem.startsWith("Token count")) {
            return TOO_LARGE;
        } else if (problem.startsWith("Document nesting depth")) {
            return TOO_DEEP;
        }
        return "is not proper JSON: " + Reason.ofParser(problem);
    }

    private static String yaml(String file, String text, AllowedClasses allowed) throws IOException {
        try {
            return YamlText.toJson(file, text, allowed);
        } catch (InvalidModelException e) {
            throw e;
        } catch (JacksonException e) {
            throw new InvalidModelException(
                    file,
                    "holds no network: expected a zip of DL4J's ModelSerializer, JSON or YAML, found other text ("
                            + Reason.ofParser(e.getOriginalMessage()) + ")",
                    e);
        }
    }
}
