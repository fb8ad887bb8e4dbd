// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.experiment;

import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialReader;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** An experiment that was done twice: whether it gave the same, all but times, and what was different. Immutable. */
public final class Repetition {

    /** So many fit a screen. */
    private static final int MOST_LINES = 10;

    private static final String JSON = ".json";

    private final Path folder;
    private final List<String> parts;
    private final List<String> differing;
    private final List<String> circumstances;

    private Repetition(Path folder, List<String> parts, List<String> differing, List<String> circumstances) {
        this.folder = folder;
        this.parts = parts;
        this.differing = differing;
        this.circumstances = circumstances;
    }

    /**
     * Reads the results of both runs. Trials that the earlier one does not have are not looked at.
     *
     * @throws IOException if a file of them cannot be read or holds no result; the message names it
     */
    public static Repetition of(Path then, Path now) throws IOException {
        List<String> parts = parts(then);
        List<String> differing = new ArrayList<>();
        for (String part : parts) {
            difference(part, then, now).ifPresent(what -> differing.add(OneLine.of(part.replace(JSON, "")) + what));
        }
        return new Repetition(
                then, parts, List.copyOf(differing), circumstances(RunFolder.read(then), RunFolder.read(now)));
    }

    /** The files of results, by their names from the folder on. */
    private static List<String> parts(Path folder) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String report : List.of("signal.json", "learning-rate.json")) {
            if (Files.exists(folder.resolve(report))) {
                parts.add(report);
            }
        }
        Path trials = folder.resolve(OutputFolder.TRIALS);
        if (Files.isDirectory(trials)) {
            try (Stream<Path> files = Files.list(trials)) {
                files.map(file -> OutputFolder.TRIALS + "/" + file.getFileName())
                        .filter(file -> file.endsWith(JSON))
                        .sorted()
                        .forEach(parts::add);
            }
        }
        return parts;
    }

    private static Optional<String> difference(String part, Path then, Path now) throws IOException {
        Path earlier = then.resolve(part);
        Path later = now.resolve(part);
        if (!Files.exists(later)) {
            return Optional.of(": missing now");
        }
        if (part.startsWith(OutputFolder.TRIALS)) {
            return difference(TrialReader.read(earlier), TrialReader.read(later));
        }
        try {
            return Files.mismatch(earlier, later) < 0 ? Optional.empty() : Optional.of(": not the same now");
        } catch (FileSystemException e) {
            throw new IOException("cannot read " + e.getFile() + ": " + AtomicFile.reason(e), e);
        }
    }

    /** How two results of a trial differ, all but times. */
    private static Optional<String> difference(TrialResult then, TrialResult now) {
        if (then.status() != now.status()) {
            return Optional.of(": " + then.status() + " then, " + now.status() + " now");
        }
        if (then.status() == TrialStatus.FAILED) { // and gave nothing, both times
            return Optional.empty();
        }
        int common = Math.min(then.iterations(), now.iterations());
        for (int i = 0; i < common; i++) {
            if (!then.history().get(i).equals(now.history().get(i))) {
                return thenAndNow(
                        "loss of iteration " + (i + 1),
                        then.history().get(i),
                        now.history().get(i));
            }
        }
        return thenAndNow("iterations", then.iterations(), now.iterations())
                .or(() -> thenAndNow(then.measure().text(), then.testScore(), now.testScore()))
                .or(() -> thenAndNow("chance", then.chance(), now.chance()))
                .or(() -> thenAndNow("scores while it was trained", then.scoreCurve(), now.scoreCurve()))
                .or(() -> thenAndNow("signal at the start", then.signalAtStart(), now.signalAtStart()))
                .or(() -> thenAndNow("signal at the end", then.signalAtEnd(), now.signalAtEnd()));
    }

    private static Optional<String> thenAndNow(String what, Object then, Object now) {
        return Objects.equals(then, now)
                ? Optional.empty()
                : Optional.of(": " + what + " " + then + " then, " + now + " now");
    }

    private static List<String> circumstances(Run then, Run now) {
        Environment earlier = then.environment();
        Environment later = now.environment();
        return Stream.of(
                        thenAndNow("dl4j-init", then.dl4jInit(), now.dl4jInit()),
                        then.spec().equals(now.spec())
                                ? Optional.<String>empty()
                                : Optional.of(": what options mean that were not given (spec in run.json)"),
                        thenAndNow("data", digest(then), digest(now)),
                        thenAndNow("backend", earlier.backend(), later.backend()),
                        thenAndNow("matrix library", earlier.blas(), later.blas()),
                        thenAndNow("native threads", earlier.threads(), later.threads()),
                        thenAndNow("processors", earlier.cores(), later.cores()),
                        thenAndNow("Java", earlier.java(), later.java()),
                        thenAndNow("Deeplearning4j", earlier.dl4j(), later.dl4j()),
                        thenAndNow("system", earlier.os(), later.os()))
                .flatMap(Optional::stream)
                .map(difference -> OneLine.of(difference.substring(2)))
                .toList();
    }

    private static String digest(Run run) {
        return run.data() == null ? "none" : run.data().sha256();
    }

    /** Whether the second run gave what the first had given, to the digit. */
    public boolean isSame() {
        return differing.isEmpty();
    }

    /** Prints what is the same, what is not, and in what the two runs' circumstances differ. */
    public void print(PrintWriter out) {
        String of = parts.size() + (parts.size() == 1 ? " result" : " results");
        if (isSame()) {
            out.println("The same as " + OneLine.of(folder.toString()) + " to the digit: " + of + ".");
        } else {
            out.println("Of " + of + " in " + OneLine.of(folder.toString()) + ", "
                    + (parts.size() - differing.size()) + " came to the digit again, and " + differing.size()
                    + " did not:");
            differing.stream().limit(MOST_LINES).forEach(out::println);
            if (differing.size() > MOST_LINES) {
                out.println("and " + (differing.size() - MOST_LINES) + " more");
            }
        }
        out.println(
                circumstances.isEmpty()
                        ? "Version, machine and data are the same."
                        : "What differs: " + String.join("; ", circumstances) + ".");
        out.flush();
    }
}
