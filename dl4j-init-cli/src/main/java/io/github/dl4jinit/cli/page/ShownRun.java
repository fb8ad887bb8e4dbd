// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.trial.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A run of the page: what it says of itself, and what its kind shows. */
final class ShownRun {

    /** What a shell takes as it stands. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.,:/=+-]+");

    private static final String KILLED = "KILLED";

    /** What nobody knows the end of: a log, and the trials of a program. */
    private static final String WRITTEN = "WRITTEN";

    private final IntFunction<Json> json;

    private ShownRun(IntFunction<Json> json) {
        this.json = json;
    }

    /**
     * Reads what somebody wants to see: the folder of a run, a folder of trials that a program has kept, or the log of
     * a training's signals.
     *
     * @param name what to call it
     * @return one run; of a program's trials one for each network and training among them
     * @throws IOException if there is none of that; the message is a sentence
     */
    static List<ShownRun> read(Path place, String name) throws IOException {
        if (Files.isRegularFile(place)) {
            return List.of(ofLog(place, name, TrainingLog.read(place)));
        }
        if (ProgramTrials.areIn(place)) {
            return ProgramTrials.read(place, name);
        }
        RunOnDisk source = RunOnDisk.read(place);
        Optional<PageKind> kind = PageKinds.of(source.run().kind());
        Optional<PageKind.Content> content =
                kind.isEmpty() ? Optional.empty() : Optional.of(kind.get().read(source));
        return List.of(new ShownRun(points -> ofCommand(name, source, content, points)));
    }

    private static ShownRun ofLog(Path file, String name, TrainingLog log) {
        return new ShownRun(points -> new Json(
                name,
                "training",
                name,
                WRITTEN,
                null,
                null,
                0,
                null,
                log.facts(file),
                List.of(),
                null,
                log.json(points)));
    }

    /** Trials of a program, shown as a comparison. */
    static ShownRun ofProgram(String name, PageKind.Content content, Map<String, String> facts, List<String> notes) {
        return new ShownRun(points -> new Json(
                name,
                Run.Kind.COMPARE.command(),
                content.title(),
                WRITTEN,
                null,
                null,
                content.trials(),
                null,
                facts,
                notes,
                null,
                content.json(points)));
    }

    /**
     * What the page's scripts are given of a run.
     *
     * @param state how it stands, {@value #KILLED} and {@value #WRITTEN} among the ways
     * @param started when it began, {@code null} if nobody knows
     * @param planned trials in all, {@code null} if nobody knows
     * @param facts where it comes from, by what they are called
     * @param command what to type to run it again, {@code null} if no command did
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
        return json.apply(points);
    }

    private static Json ofCommand(String name, RunOnDisk source, Optional<PageKind.Content> content, int points) {
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
                            + run.data().inputs() + " inputs, "
                            + run.data().target().text());
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
