// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What the page shows of a probe: the doctor's report, and the learning rates if they were measured. */
final class ProbePage implements PageKind {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Run.Kind kind() {
        return Run.Kind.PROBE;
    }

    @Override
    public Content read(RunOnDisk run) throws IOException {
        Path signal = run.folder().resolve("signal.json");
        Path rates = run.folder().resolve("learning-rate.json");
        if (!Files.isRegularFile(signal)) {
            throw new IOException(run.folder() + " holds no report: there is no " + signal.getFileName() + " in it");
        }
        return new Probed(
                run.run().subject(),
                report(signal, SignalReport::fromJson),
                Files.isRegularFile(rates) ? report(rates, json -> {}) : null);
    }

    /** A report as it was written, once a reader has found nothing wrong with it. */
    private static JsonNode report(Path file, Consumer<String> reader) throws IOException {
        String json = Files.readString(file);
        try {
            reader.accept(json);
            return JSON.readTree(json);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw new IOException(file + " does not hold a report: " + e.getMessage(), e);
        }
    }

    private record Probed(String title, JsonNode report, JsonNode rates) implements Content {

        @Override
        public int trials() {
            return 0;
        }

        @Override
        public Object json(int points) {
            return new Json(report, rates, null);
        }
    }

    /**
     * What the scripts are given.
     *
     * @param report the doctor's, by its schema; of a training the last one
     * @param rates the report about learning rates, {@code null} if there is none
     * @param moments of a training what was measured when, {@code null} of a probe
     */
    record Json(JsonNode report, JsonNode rates, Object moments) {}
}
