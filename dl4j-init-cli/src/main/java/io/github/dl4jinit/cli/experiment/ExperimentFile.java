// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.internal.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What a YAML file says of an experiment: the command under {@value #COMMAND}, and each option under its name without
 * the dashes, with a value or a list of values as the command line takes them.
 *
 * @param command the name of the command
 * @param options values by the options' names, in their order; a flag's is {@code true} or {@code false}
 */
record ExperimentFile(String command, Map<String, List<String>> options) {

    private static final String COMMAND = "command";

    /** Far more than all options of a command take. */
    private static final long MAX_BYTES = 1L << 20;

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    ExperimentFile {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or is no such file; the message names it and is a sentence
     */
    static ExperimentFile read(Path file) throws IOException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IOException(file + (Files.exists(file) ? " is no regular file" : ": no such file"));
            }
            if (Files.size(file) > MAX_BYTES) {
                throw wrong(file, Files.size(file) + " bytes are more than any has", null);
            }
            // Values are taken as they are written: 1e-4, 007 and 10_000 are for the command to understand.
            try (JsonParser parser = YAML.createParser(Files.readAllBytes(file))) {
                return read(file, parser);
            }
        } catch (JsonProcessingException e) {
            throw wrong(file, reason(e), e);
        } catch (FileSystemException e) {
            throw new IOException("cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    private static ExperimentFile read(Path file, JsonParser parser) throws IOException {
        require(file, parser.nextToken() == JsonToken.START_OBJECT, "lines of NAME: VALUE", parser);
        Map<String, List<String>> options = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            options.put(name, values(file, parser));
        }
        require(file, parser.nextToken() == null, "one document", parser);
        List<String> command = options.remove(COMMAND);
        if (command == null || command.size() != 1) {
            throw wrong(file, "expected one " + COMMAND + ", found " + (command == null ? "none" : command), null);
        }
        return new ExperimentFile(command.get(0), options);
    }

    private static List<String> values(Path file, JsonParser parser) throws IOException {
        List<String> values = new ArrayList<>();
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            values.add(value(file, parser));
            return values;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(file, parser));
        }
        return values;
    }

    private static String value(Path file, JsonParser parser) throws IOException {
        boolean scalar = parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL;
        require(file, scalar, "a value or a list of values", parser);
        return parser.getText();
    }

    private static void require(Path file, boolean kept, String expected, JsonParser parser) throws IOException {
        if (!kept) {
            throw wrong(
                    file,
                    "expected " + expected + " at line "
                            + Math.max(1, parser.currentTokenLocation().getLineNr()),
                    null);
        }
    }

    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return OneLine.of(marked.getProblem()) + " at line "
                    + (marked.getProblemMark().getLine() + 1);
        }
        String problem = Reason.ofParser(e.getOriginalMessage());
        return e.getLocation() == null
                ? problem
                : problem + " at line " + e.getLocation().getLineNr();
    }

    private static IOException wrong(Path file, String reason, Exception cause) {
        return new IOException(file + " holds no experiment: " + reason, cause);
    }

    /**
     * Writes the file.
     *
     * @throws IOException if it cannot be written; the message names it
     */
    void write(Path file) throws IOException {
        AtomicFile.write(file, out -> {
            out.write(("# dl4j-init " + command + " " + ExperimentOptions.READ + " " + OneLine.of(file.toString())
                            + " runs this; flags on the command line go before it.\n")
                    .getBytes(StandardCharsets.UTF_8));
            JsonGenerator generator = YAML.createGenerator(out);
            generator.writeStartObject();
            generator.writeStringField(COMMAND, command);
            for (Map.Entry<String, List<String>> option : options.entrySet()) {
                generator.writeFieldName(option.getKey());
                write(generator, option.getValue());
            }
            generator.writeEndObject();
            generator.close();
        });
    }

    private static void write(JsonGenerator generator, List<String> values) throws IOException {
        if (values.equals(List.of("true"))) {
            generator.writeBoolean(true);
        } else if (values.size() == 1) {
            generator.writeString(values.get(0));
        } else {
            generator.writeStartArray();
            for (String value : values) {
                generator.writeString(value);
            }
            generator.writeEndArray();
        }
    }
}
