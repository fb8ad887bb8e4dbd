// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.cli.run.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare} through its real command line, in real processes, killed by real signals. */
class CompareIT {

    /** A second of training each. */
    private static final List<String> SMALL = List.of("--depth", "3", "--width", "32", "--train-limit", "1280");

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    /** Four trials that nothing disturbs, two at a time: what alone or after an end must be the same. */
    private static final String[] FOUR = {"--schemes", "he,xavier", "--seeds", "1,2"};

    @TempDir
    static Path shared;

    @BeforeAll
    static void writeSmallDataset() throws IOException {
        SmallMnist.write(data);
        assertThat(CommandLine.runHere(compare(shared.resolve("undisturbed"), concat(FOUR, "--jobs", "2")))
                        .exitCode())
                .isZero();
    }

    @Test
    void comparesAndWritesEverything() throws Exception {
        Outcome outcome = CommandLine.runWithoutOptions(bundled("a", "--schemes", "he,dl4j:XAVIER", "--seeds", "2"));

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith("results go to " + folder.resolve("a") + "; reading the data and starting workers …\n")
                .contains("on the CPU backend: OpenBLAS ", "data: MNIST, bundled; 1280 training and 10000 test images")
                .containsPattern("\\[2/2\\] .*: test accuracy 0\\.")
                .containsPattern("\\| he +\\|")
                .contains(folder.resolve("a/results.json").toString());
        assertThat(filesIn("a"))
                .containsExactly(
                        "accuracy.png",
                        "accuracy.svg",
                        "history.csv",
                        "loss.png",
                        "loss.svg",
                        "report.html",
                        "results.csv",
                        "results.json",
                        "run.json",
                        "trials",
                        "trials/dl4j-XAVIER-seed2.json",
                        "trials/he-seed2.json");
        Schemas.assertFollowed(folder.resolve("a"));

        // MNIST takes 52 MB: a worker of 20 keeps it in a file.
        Outcome small =
                CommandLine.runHere(bundled("small", "--schemes", "he", "--seeds", "2", "--worker-heap", "20m"));
        assertThat(small.exitCode()).as(small.out()).isZero();
        assertThat(json("small").get("trials").get(0))
                .isEqualTo(json("a").get("trials").get(0));
    }

    /** A comparison of residual networks goes on only if it is asked for residual networks again. */
    @Test
    void comparesResidualNetworks() throws Exception {
        String[] options = {
            "--schemes", "network,lsuv", "--seeds", "1", "--depth", "9", "--width", "16", "--train-limit", "600"
        };
        String[] residual = concat(options, "--network", "mlp-residual");
        Outcome outcome = CommandLine.runHere(compare("a", residual));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("network: 9 hidden layers x 16, RELU, residual; ADAM");
        assertThat(json("a")
                        .get("spec")
                        .get("training")
                        .get("network")
                        .get("residual")
                        .asBoolean())
                .isTrue();
        assertThat(Files.readString(folder.resolve("a/loss.svg")))
                .contains("9 hidden layers x 16, RELU, residual, ADAM");

        CommandLine.runHere(resume(compare("a", options))).assertOneMessage(1, "network-seed1.json is of another run");
        Outcome again = CommandLine.runHere(resume(compare("a", residual)));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("2 of 2 kept from before");
    }

    /** Tailored trials are told from others, also by a run that goes on. */
    @Test
    void comparesTailoredNetworks() throws Exception {
        String[] options = {"--schemes", "network,mirrored", "--seeds", "1", "--depth", "20", "--width", "8"};
        String[] tailored = concat(options, "--tailored");
        Outcome outcome = CommandLine.runHere(compare("a", tailored));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "network: 20 hidden layers x 8, RELU, tailored; ADAM", "tailored: leakyrelu(0.1814) (alpha = ");
        JsonNode network = json("a").get("spec").get("training").get("network");
        assertThat(network.get("tailored").asBoolean()).isTrue();
        assertThat(network.get("activation").asText()).isEqualTo("RELU");

        CommandLine.runHere(resume(compare("a", options))).assertOneMessage(1, "network-seed1.json is of another run");
        Outcome again = CommandLine.runHere(resume(compare("a", tailored)));
        assertThat(again.out()).contains("2 of 2 kept from before");
    }

    /** Whoever names no scheme gets those of the default that fit the activation function. */
    @Test
    void theDefaultLeavesOutWhatDoesNotFit() throws Exception {
        WorkerScript workers = WorkerScript.answering(1_000);
        Outcome tanh = workers.run(compare("tanh", "--activation", "tanh", "--seeds", "1"));
        assertThat(tanh.exitCode()).as(tanh.err()).isZero();
        assertThat(tanh.out())
                .contains(
                        "trials: he, xavier, bengio, dl4j:XAVIER with seeds 1\n"
                                + "mirrored is left out: the activation function of layer0 must be ReLU, ",
                        "[4/4]");
        Outcome relu = workers.run(compare("relu", "--seeds", "1"));
        assertThat(relu.exitCode()).as(relu.err()).isZero();
        assertThat(relu.out())
                .contains("trials: he, xavier, bengio, dl4j:XAVIER, mirrored with seeds 1\n", "[5/5]")
                .doesNotContain("left out");
    }

    @Test
    void aSchemeThatDoesNotFitCostsItsTrialOnly() throws Exception {
        Outcome outcome = CommandLine.runHere(compare(
                "a",
                "--network",
                "mlp-residual",
                "--schemes",
                "network,network(residual=skip_init)",
                "--seeds",
                "1",
                "--depth",
                "3"));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("gave no result", "must be one that ends in an ElementWiseMultiplicationLayer for SKIP_INIT");
        assertThat(json("a").get("trials").get(0).get("status").asText()).isEqualTo("COMPLETED");
        Schemas.assertFollowed(folder.resolve("a"));
    }

    @Test
    void theSameAloneAndBesideOthers() throws Exception {
        assertThat(CommandLine.runHere(compare("alone", concat(FOUR, "--jobs", "1")))
                        .exitCode())
                .isZero();
        assertLikeUndisturbed("alone");
    }

    /** The worker is killed while it runs its second trial: that one is lost, the others are not. */
    @Test
    void aKilledWorkerCostsItsTrialOnly() throws Exception {
        String[] options = concat(FOUR, "--jobs", "1");
        WorkerScript second = WorkerScript.endlessTrialAfter(1);
        CommandLine command = second.start(List.of(), compare("a", options));
        command.awaitLine("[1/4]");
        second.awaitEndlessTrial(command);
        CommandLine.signal(command.workers().get(0), "KILL");
        Outcome outcome = command.outcome();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("xavier, seed 1: failed: the worker process was killed by signal 9")
                .contains("[4/4] xavier, seed 2: test accuracy")
                .contains("2 completed", "1 completed, 1 failed");
        assertThat(json("a").get("summary").get(1).get("failed").asInt()).isEqualTo(1);

        // --resume gives the lost trial another chance, and then nothing shows that it was ever lost.
        Outcome resumed = CommandLine.runHere(resume(compare("a", options)));
        assertThat(resumed.exitCode()).isZero();
        assertThat(resumed.out()).contains("3 of 4 kept from before", "[1/1] xavier, seed 1: test accuracy");
        assertLikeUndisturbed("a");
    }

    @Test
    void aWorkerOutOfMemory() throws Exception {
        String[] one = {"--schemes", "he", "--seeds", "1"};
        String[] wide = concat(one, "--width", "2500", "--depth", "2", "--worker-heap", "24m");
        Outcome network = CommandLine.runHere(compare("a", wide));
        assertThat(network.exitCode()).isEqualTo(1);
        assertThat(network.out())
                .contains("he, seed 1: failed: the worker process ran out of memory: its heap is limited to 24m");
    }

    /** Workers keep large data where the command is told to. */
    @Test
    void noFolderForDataThatIsLargerThanAWorker() throws Exception {
        Path none = Files.createFile(folder.resolve("none"));
        Outcome noFolder = CommandLine.start(
                        List.of(),
                        List.of("-Djava.io.tmpdir=" + none),
                        bundled("b", "--schemes", "he", "--seeds", "1", "--worker-heap", "20m"))
                .outcome();
        assertThat(noFolder.exitCode()).isEqualTo(1);
        assertThat(noFolder.out())
                .contains(
                        "train-images-idx3-ubyte.gz: takes 45 MB, more than is left of a quarter of Java's memory, and cannot")
                .contains("be kept in " + none + ": ", "; -Djava.io.tmpdir=FOLDER before -jar or in JAVA_OPTS names");
    }

    /** From its beginning: a limit that a worker can keep to is one that another may exceed on a busy machine. */
    @Test
    void aHungWorker() throws Exception {
        WorkerScript.silent()
                .start(List.of(), compare("a", "--schemes", "he", "--hang-limit", "1"))
                .outcome()
                .assertOneMessage(
                        1, "a worker process did not start: it hung: it reported nothing for 1 s and was killed");
    }

    @Test
    void aDivergingTrialIsAResult() throws Exception {
        Outcome outcome = CommandLine.runHere(
                compare("a", "--schemes", "he(gain=6)", "--seeds", "1", "--depth", "50", "--train-limit", "640"));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .containsPattern("he\\(gain=6\\), seed 1: diverged: the loss became (NaN|Infinity) in iteration 1")
                .contains("he(gain=6) diverged in 1 of 1 trials");
    }

    /** By Ctrl-C, which sends SIGINT to the workers as well, and by a signal to the parent alone. */
    @Test
    void anInterruptedComparisonIsResumedToTheSameResult() throws Exception {
        String[] options = concat(FOUR, "--jobs", "2");
        WorkerScript first = WorkerScript.endlessTrialAfter(0);
        CommandLine command = first.start(List.of("setsid"), compare("ctrl-c", options));
        command.awaitLine("[1/4]");
        first.awaitEndlessTrial(command);
        List<ProcessHandle> workers = command.workers();
        assertThat(workers).hasSize(2);
        command.signal("INT", true);
        assertGone(workers);
        Outcome interrupted = command.outcome();
        assertThat(interrupted.exitCode()).isEqualTo(130);
        assertThat(interrupted.err())
                .contains("interrupted; what was finished is kept: go on with the same command and --out "
                        + folder.resolve("ctrl-c") + " --resume")
                .doesNotContain("\tat ");
        assertThat(interrupted.out()).doesNotContain("failed");
        assertThat(filesIn("ctrl-c"))
                .hasSizeBetween(3, 5)
                .allMatch(name -> name.matches("run\\.json|trials(/.*\\.json)?"));
        assertThat(RunFolder.read(folder.resolve("ctrl-c")).state()).isEqualTo(Run.State.INTERRUPTED);

        Outcome resumed = CommandLine.runHere(resume(compare("ctrl-c", options)));
        assertThat(resumed.exitCode()).isZero();
        assertThat(resumed.out()).contains("of 4 kept from before");
        assertLikeUndisturbed("ctrl-c");
    }

    /**
     * Only workers may load ND4J's libraries: with them the parent would take as long to answer and as much memory. And
     * workers end with a parent that is killed.
     */
    @Test
    void aParentLoadsNoNativeLibraryAndItsWorkersEndWithIt() throws Exception {
        WorkerScript first = WorkerScript.endlessTrialAfter(0);
        CommandLine command =
                first.start(List.of(), compare("a", "--schemes", "he", "--seeds", "1,2,3", "--jobs", "2"));
        command.awaitLine("[1/3]");
        first.awaitEndlessTrial(command);
        List<ProcessHandle> workers = command.workers();
        assertThat(workers).hasSize(2);
        assertThat(loadedLibraries(command.process().toHandle())).doesNotContain("libnd4jcpu", "libopenblas");
        assertThat(loadedLibraries(workers.get(0))).contains("libnd4jcpu", "libopenblas");
        command.signal("KILL", false);
        assertGone(workers);
        command.outcome();
    }

    private String[] compare(String out, String... options) {
        return compare(folder.resolve(out), options);
    }

    private static String[] compare(Path out, String... options) {
        return concat(bundled(out, options), "--data", data.toString());
    }

    /** With all test images of the bundled data. */
    private String[] bundled(String out, String... options) {
        return bundled(folder.resolve(out), options);
    }

    private static String[] bundled(Path out, String... options) {
        List<String> all = new ArrayList<>(List.of("compare", "--out", out.toString()));
        List<String> given = List.of(options);
        for (int i = 0; i < SMALL.size(); i += 2) {
            if (!given.contains(SMALL.get(i))) {
                all.addAll(SMALL.subList(i, i + 2));
            }
        }
        all.addAll(given);
        return all.toArray(String[]::new);
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static String[] resume(String[] command) {
        return concat(command, "--resume");
    }

    /** One that trains for ever must have been ended. */
    private static void assertGone(List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            process.onExit().get();
        }
    }

    /** Everything but times is the same, to the bit. */
    private void assertLikeUndisturbed(String out) throws IOException {
        Path undisturbed = shared.resolve("undisturbed");
        assertThat(json(out)).isEqualTo(json(undisturbed));
        assertThat(folder.resolve(out).resolve("history.csv"))
                .hasSameBinaryContentAs(undisturbed.resolve("history.csv"));
    }

    private JsonNode json(String out) throws IOException {
        return json(folder.resolve(out));
    }

    private static JsonNode json(Path out) throws IOException {
        JsonNode json = new ObjectMapper().readTree(out.resolve("results.json").toFile());
        ((ObjectNode) json).remove("run");
        json.get("trials").forEach(trial -> ((ObjectNode) trial).remove(List.of("seconds", "msPerIteration")));
        json.get("summary").forEach(summary -> ((ObjectNode) summary).remove("msPerIterationMean"));
        return json;
    }

    private List<String> filesIn(String out) throws IOException {
        Path root = folder.resolve(out);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !file.equals(root))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static String loadedLibraries(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "maps"));
    }
}
