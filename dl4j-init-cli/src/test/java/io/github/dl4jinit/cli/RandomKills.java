// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.lab.trial.TrialReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills every command at random moments, alone, with its workers or a worker only, and goes on: nothing that was
 * finished may be lost, and in the end the files must be those of an undisturbed run. It takes some seconds a kill, so
 * it runs only when it is named ({@code -Dit.test=RandomKills}); {@code -Dkills} says how many, {@code -Dseed} which.
 */
class RandomKills {

    /** Those that train go on by {@code --resume}, the others from their beginning. The folder is named last. */
    private static final Map<String, String> COMMANDS = Map.of(
            "compare",
            "compare --schemes he,xavier --seeds 1,2 --depth 3 --width 16 --train-limit 1280 --jobs 2 --data DATA"
                    + " --resume --out",
            "sweep",
            "sweep --gain 0.5,1 --depth 2,3 --width 16 --train-limit 640 --batch 32 --jobs 2 --data DATA --resume"
                    + " --out",
            "tune",
            "tune --trials 32 --depth 2 --width 16 --train-limit 320 --batch 32 --jobs 2 --data DATA --resume"
                    + " --out",
            "probe",
            "probe --depth 10 --width 16 --train-limit 640 --data DATA --out",
            "model",
            "probe --model DATA/model.json --out",
            "gain",
            "gain relu tanh --plot");

    private static final Map<String, Integer> EXIT_CODES = Map.of("KILL", 137, "TERM", 143, "INT", 130, "HUP", 129);

    private static final int MOST_KILLS_OF_A_RUN = 4;

    @TempDir
    Path folder;

    private final Random random = new Random(Long.getLong("seed", 1));
    private final Map<String, Integer> counts = new TreeMap<>();

    /** What an undisturbed run leaves, and how long it takes. */
    private record Reference(Map<String, String> files, long nanos) {}

    @Test
    @Timeout(value = 5, unit = TimeUnit.HOURS) // 200 kills take an hour of a busy machine
    void nothingIsLost() throws Exception {
        SmallMnist.write(folder);
        Patterns.conf(folder, "model.json", 64, Patterns.CLASSES, new HeInit());
        Map<String, Reference> references = new TreeMap<>();
        for (String command : COMMANDS.keySet()) {
            references.put(command, reference(command));
        }
        List<String> commands = List.copyOf(references.keySet());
        int kills = Integer.getInteger("kills", 200);
        for (int run = 0; kills() < kills; run++) {
            String command = commands.get(run % commands.size());
            killAndGoOn(command, folder.resolve("run" + run), references.get(command));
            System.out.println(counts);
        }
    }

    private int kills() {
        return counts.getOrDefault("kills", 0);
    }

    private Reference reference(String command) throws Exception {
        Path out = folder.resolve(command);
        long start = System.nanoTime();
        Outcome outcome = start(command, out).outcome();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return new Reference(withoutTimes(Contents.of(out)), System.nanoTime() - start);
    }

    private void killAndGoOn(String command, Path out, Reference reference) throws Exception {
        int most = 1 + random.nextInt(MOST_KILLS_OF_A_RUN);
        for (int i = 0; i < most; i++) {
            Contents before = Contents.of(out);
            CommandLine running = start(command, out);
            if (!running.process().waitFor((long) (random.nextDouble() * reference.nanos()), TimeUnit.NANOSECONDS)) {
                kill(command, running, out, before, reference);
            }
        }
        Outcome last = start(command, out).outcome();
        assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
        assertWhole(command, Contents.of(out), reference);
        assertThat(out.resolve("lock")).doesNotExist();
        count("runs that came to the undisturbed files");
    }

    private void kill(String command, CommandLine running, Path out, Contents before, Reference reference)
            throws Exception {
        List<ProcessHandle> workers = running.workers();
        List<ProcessHandle> all = running.process().descendants().toList();
        boolean onlyWorker = !workers.isEmpty() && random.nextInt(3) == 0;
        boolean group = !onlyWorker && random.nextBoolean();
        String signal =
                onlyWorker ? "KILL" : List.of("KILL", "TERM", "INT", "HUP").get(random.nextInt(4));
        String fault = "SIG" + signal + " to " + (onlyWorker ? "a worker" : group ? "the group" : "the command");
        if (onlyWorker) {
            workers.get(random.nextInt(workers.size())).destroyForcibly();
        } else {
            boolean reached = running.reaches(signal, group);
            if (!reached) { // a moment too early for its group, or too late
                assertThat(running.outcome().exitCode()).as(fault).isZero();
                return;
            }
        }
        Outcome outcome = running.outcome();
        count("kills");
        count(fault + " of " + command);
        String what = command + ", " + fault + ": " + outcome.out() + outcome.err();

        for (ProcessHandle process : all) {
            process.onExit().get(1, TimeUnit.MINUTES);
        }
        assertThat(outcome.err()).as(what).doesNotContain("\tat ");
        Contents after = Contents.of(out);
        if (onlyWorker) { // which may have been between two trials
            assertThat(outcome.exitCode()).as(what).isIn(ExitCode.DONE, ExitCode.FAILED);
        } else if (outcome.exitCode() != EXIT_CODES.get(signal)) { // it was as good as over
            assertThat(outcome.exitCode()).as(what).isZero();
            assertWhole(what, after, reference);
        }
        assertKept(what, out, before, after, outcome, reference);
        boolean couldTidyUp = onlyWorker || !signal.equals("KILL");
        if (couldTidyUp && !after.unfinished().isEmpty()) {
            count("half files after a signal that lets a command tidy up: " + command);
        }
        if (couldTidyUp && out.resolve("lock").toFile().exists()) {
            count("locks after a signal that lets a command tidy up: " + command);
        }
    }

    /** Every whole file is as an undisturbed run's, or says of a killed worker's trial that it failed. */
    private void assertKept(
            String what, Path out, Contents before, Contents after, Outcome outcome, Reference reference)
            throws IOException {
        int results = 0;
        for (String trial : after.trials()) {
            TrialReader.read(out.resolve(trial));
            count("trials found after kills");
            results += after.files().get(trial).contains("\"FAILED\"") ? 0 : 1;
        }
        long resultsBefore = before.trials().stream()
                .filter(trial -> !before.files().get(trial).contains("\"FAILED\""))
                .peek(trial -> assertThat(after.files())
                        .as(what)
                        .containsEntry(trial, before.files().get(trial)))
                .count();
        long announced = outcome.out()
                .lines()
                .filter(line -> line.startsWith("[") && !line.contains(": failed: "))
                .count();
        assertThat(results).as(what).isGreaterThanOrEqualTo((int) (resultsBefore + announced));
        if (outcome.exitCode() != ExitCode.FAILED) { // after a failure the report is of what there is
            Map<String, String> whole = withoutTimes(after);
            whole.entrySet().removeAll(withoutTimes(before).entrySet()); // such as a report of a failed trial
            whole.values().removeIf(content -> content.contains("\"FAILED\""));
            whole.keySet().retainAll(reference.files().keySet());
            assertThat(reference.files()).as(what).containsAllEntriesOf(whole);
        }
    }

    /** A search that lost a trial may have tried others, which stay there. */
    private static void assertWhole(String what, Contents contents, Reference reference) {
        Map<String, String> files = withoutTimes(contents);
        assertThat(files).as(what).containsAllEntriesOf(reference.files());
        files.keySet().removeAll(reference.files().keySet());
        assertThat(files.keySet()).as(what).allMatch(name -> what.startsWith("tune") && name.startsWith("trials"));
    }

    private CommandLine start(String command, Path out) throws IOException {
        String written = COMMANDS.get(command).replace("DATA", folder.toString()) + " " + out;
        return CommandLine.start(List.of("setsid"), List.of(), written.split(" "));
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** The files, but for how long something took. */
    private static Map<String, String> withoutTimes(Contents contents) {
        Map<String, String> files = new TreeMap<>();
        contents.files().forEach((name, content) -> files.put(name, withoutTimes(name, content)));
        return files;
    }

    private static String withoutTimes(String name, String content) {
        if (name.endsWith(".json")) {
            return content.replaceAll("\"(seconds|msPerIteration|msPerIterationMean)\" : [0-9.E-]+", "");
        }
        if (!name.equals("results.csv") || !content.contains("seconds")) {
            return content;
        }
        List<String> columns = List.of(content.lines().findFirst().orElseThrow().split(","));
        StringBuilder kept = new StringBuilder();
        content.lines().forEach(line -> {
            String[] cells = line.split(",", -1);
            cells[columns.indexOf("seconds")] = "";
            cells[columns.indexOf("msPerIteration")] = "";
            kept.append(String.join(",", cells)).append('\n');
        });
        return kept.toString();
    }
}
