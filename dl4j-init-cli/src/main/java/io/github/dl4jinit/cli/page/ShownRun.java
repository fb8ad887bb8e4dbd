// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.trial.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A run of the page: what it says of itself, and what its kind shows. */
final class ShownRun {

    /** What a shell takes as it stands. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.,:/=+-]+");

    private static final String KILLED = "KILLED";

    private final String name;
    private final RunOnDisk source;
    private final Optional<PageKind.Content> content;

    private ShownRun(String name, RunOnDisk source, Optional<PageKind.Content> content) {
        this.name = name;
        this.source = source;
        this.content = content;
    }

    /**
     * Reads a run.
     *
     * @param name what to call it
     * @throws IOException if the folder holds none
     */
    static ShownRun read(Path folder, String name) throws IOException {
        RunOnDisk source = RunOnDisk.read(folder);
        Optional<PageKind> kind = PageKinds.of(source.run().kind());
        return new ShownRun(
                name,
                source,
                kind.isEmpty() ? Optional.empty() : Optional.of(kind.get().read(source)));
    }

    /**
     * What the page's scripts are given of a run.
     *
     * @param state how it stands, {@value #KILLED} among the ways
     * @param planned trials in all, {@code null} if nobody knows
     * @param facts where it comes from, by what they are called
     * @param command what to type to run it again
     * @param data what its kind shows; {@code null} if it shows nothing
     */
    record Json(
            String name,
            String kind,
            String title,
            String state,
            String started,
            Double seconds,
            int trials,
            Integer planned,
            Map<String, String> facts,
            List<String> notes,
            String command,
            Object data) {}

    Json json(int points) {
        Run run = source.run();
        return new Json(
                name,
                run.kind().command(),
                content.map(PageKind.Content::title).orElse(run.subject()),
                source.wasKilled() ? KILLED : run.state().name(),
                run.started().toString(),
                run.seconds(),
                content.map(PageKind.Content::trials).orElse(0),
                run.trials(),
                facts(run),
                source.notes(),
                command(run.command()),
                content.map(shown -> shown.json(points)).orElse(null));
    }

    private static Map<String, String> facts(Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("started", run.started().toString());
        facts.put("ended", run.ended() == null ? null : run.ended().toString());
        facts.put("dl4j-init", run.dl4jInit());
        if (run.data() != null) {
            facts.put("data", run.data().description());
            facts.put(
                    "examples",
                    run.data().trainExamples() + " to train, " + run.data().testExamples() + " to test; "
                            + run.data().inputs() + " inputs, " + run.data().classes() + " classes");
            facts.put("SHA-256 of the data", run.data().sha256());
        }
        Environment environment = run.environment();
        if (environment != null) {
            facts.put("backend", environment.backend() + ", " + environment.blas());
            facts.put(
                    "machine",
                    environment.cores() + " processors, " + environment.os() + "; " + environment.threads()
                            + " native threads a worker");
            facts.put("Java", environment.java());
            facts.put("Deeplearning4j", environment.dl4j());
        }
        return facts;
    }

    /** The command line as a shell takes it. */
    static String command(List<String> arguments) {
        return "dl4j-init "
                + arguments.stream()
                        .map(argument -> PLAIN.matcher(argument).matches()
                                ? argument
                                : "'" + argument.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }
}
