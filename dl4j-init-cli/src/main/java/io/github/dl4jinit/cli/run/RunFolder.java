// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.internal.OneLine;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file {@value OutputFolder#RUN} of a folder of results: the one writer and the one reader. */
public final class RunFolder {

    /** Far more than any command line with its values takes. */
    private static final long MAX_BYTES = 64L << 20;

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private RunFolder() {}

    /** A specification as the field {@code spec} holds it. */
    public static JsonNode spec(Object specification) {
        return STRICT.valueToTree(specification);
    }

    /**
     * Writes what a run says of itself, in place of what it said before.
     *
     * @throws IOException if it cannot be written; the message names the file
     */
    public static void write(AtomicFile.Folder folder, Run run) throws IOException {
        folder.write(
                OutputFolder.RUN, out -> STRICT.writerWithDefaultPrettyPrinter().writeValue(out, run));
    }

    /** Whether a folder holds results of this program, whole or not, of this version or an older one. */
    public static boolean holdsResults(Path folder) throws IOException {
        return Files.exists(folder.resolve(OutputFolder.RUN))
                || Files.exists(folder.resolve("signal.json"))
                || trialsEnded(folder) > 0;
    }

    /**
     * Reads what the run in a folder says of itself.
     *
     * @throws IOException if the folder holds none, or one of an older or newer format; the message is a sentence
     */
    public static Run read(Path folder) throws IOException {
        Path file = folder.resolve(OutputFolder.RUN);
        if (!Files.isRegularFile(file)) {
            throw new IOException(nothing(folder));
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " is of no run: " + Files.size(file) + " bytes are more than any has");
            }
            JsonNode json = STRICT.readTree(Files.readAllBytes(file));
            checkFormat(file, json);
            return STRICT.treeToValue(json, Run.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " does not say what ran here: " + reason(e), e);
        } catch (FileSystemException e) {
            throw new IOException("cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    private static String nothing(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return folder + (Files.exists(folder) ? " is no folder" : " does not exist");
        }
        return holdsResults(folder)
                ? folder + " is of an older dl4j-init, which wrote no " + OutputFolder.RUN
                        + " that says what ran: run its command again"
                : folder + " holds no results: there is no " + OutputFolder.RUN + " in it";
    }

    private static void checkFormat(Path file, JsonNode json) throws IOException {
        JsonNode format = json.path("format");
        if (!format.isIntegralNumber()) {
            throw new IOException(file + " does not say what ran here: it has no format");
        }
        if (!format.canConvertToInt() || format.asInt() != Run.FORMAT) {
            boolean newer = format.asDouble() > Run.FORMAT;
            throw new IOException(
                    file + " is of format " + OneLine.of(format.asText()) + ", and this dl4j-init reads format "
                            + Run.FORMAT + ": " + (newer ? "use a newer one" : "run its command again"));
        }
    }

    /** What is wrong with a value, in the words of the check that it broke. */
    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof IllegalArgumentException rule) {
            return OneLine.of(rule.getMessage());
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            return "not the JSON of a run at its field " + OneLine.of(field);
        }
        return "not the JSON of a run"
                + (e.getLocation() == null || e.getLocation().getLineNr() < 1
                        ? ""
                        : " at line " + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr());
    }

    /**
     * How many trials of a run have ended.
     *
     * @throws IOException if its folder cannot be listed
     */
    public static long trialsEnded(Path folder) throws IOException {
        Path trials = folder.resolve(OutputFolder.TRIALS);
        if (!Files.isDirectory(trials)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(trials)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    /**
     * Whether a run was killed: it says that it is running, and no process has its folder. Not to be asked by the
     * process that runs it.
     *
     * @throws IOException if the folder's lock cannot be looked at
     */
    public static boolean wasKilled(Path folder, Run run) throws IOException {
        return run.state() == Run.State.RUNNING && !OutputFolder.isInUse(folder);
    }
}
