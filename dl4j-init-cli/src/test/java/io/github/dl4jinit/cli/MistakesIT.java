// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.file.OpenFolder;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a user gets wrong ends in one clear sentence, with the documented exit code and no file. */
class MistakesIT {

    private static final String MNIST = "../dl4j-init-lab/src/main/resources/io/github/dl4jinit/lab/data/mnist";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--schemes hee | scheme must be a known name, received hee; did you mean he?",
                "--scheme network(preserve=forward,sigmaB2=1) | network must be written with preserve or sigmaB2, not both, received network(preserve=forward,sigmaB2=1)",
                "--scheme own | scheme must be one that draws weights by itself, since this network has no initialisers or weights to keep, received own",
                "--schemes he(gain=0) | gain must be positive and finite, received 0.0",
                "--activation RELUU | activation must be a known name, received RELUU; did you mean RELU? (try",
                "--activation leakyrelu(0.1,0.2) | the number of parameters of leakyrelu must be 1, received 2 (try",
                "--activation tanh --scheme he,mirrored | the activation function of layer0 must be ReLU, leaky ReLU, PReLU, GELU, Swish, softplus or the identity for mirrored weights",
                "--activation gelu --tailored --scheme mirrored | for mirrored weights",
                "--activation hardtanh --tailored | the activation function of layer0 must be ReLU, leaky ReLU or one without kinks and parameters, received hardtanh",
                "--optimizer adamm | optimizer must be a known name, received adamm; did you mean ADAM? (try",
                "--optimiser lion | optimizer must be one of SGD, NESTEROV, ADAM, RMSPROP, received lion",
                "--shceme he | unknown option --shceme; did you mean --scheme? (try",
                "--deep 3 | unknown option --deep; did you mean --depth? (try",
                "--gain 2 | unknown option --gain, which is an option of sweep (try",
                "--depth 0 | depth must be from 1 to 1000, received 0",
                "--depth 1001 | depth must be from 1 to 1000, received 1001",
                "--width -1 | width must be from 1 to 46340, received -1",
                "--lr -0.1 | lr must be positive and finite, received -0.1",
                "--lr NaN | lr must be positive and finite, received NaN",
                "--batch 0 | batch must be 1 or more, received 0",
                "--batch 60001 | batch must be from 1 to 60000, received 60001",
                "--batch 1001 --train-limit 1000 | batch must be from 1 to 1000, received 1001",
                "--epochs 0 | epochs must be 1 or more, received 0",
                "--train-limit -1 | train-limit must be 0 or more, received -1",
                "--epochs 2000000000 | epochs must be few enough for 2^31 - 1 iterations, received 2000000000",
                "--seeds 1,1 | seeds must be different from each other, received [1, 1]",
                "--seeds x | Invalid value for option '--seeds'",
                "--jobs 0 | jobs must be from 1 to 1024, received 0",
                "--worker-heap lots | worker-heap must be a size such as 768m or 2g, received lots",
                "--hang-limit 0 | hang-limit must be more than 0 seconds, received 0",
                "--hang-limit 9223372036854776 | hang-limit must be at most 3153600000 seconds, received 9223372036854776",
                "--worker-heap 999999999999g | worker-heap must be a size such as 768m or 2g, received 999999999999g",
                "--worker-heap 99999g | worker-heap must be from 2m to 16384g, received 99999g",
                "--worker-heap 1k | worker-heap must be from 2m to 16384g, received 1k",
                "--data= | the name of a file or folder must be one character or more, received ''",
            })
    void wrongFlags(String options, String message) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("compare", "--out", folder.resolve("out").toString()));
        command.addAll(List.of(options.split(" ")));
        CommandLine.runHere(command.toArray(String[]::new)).assertOneMessage(2, message);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void noOrAnUnknownSubcommand() throws Exception {
        Outcome bare = CommandLine.run();
        assertThat(bare.exitCode()).isZero();
        assertThat(bare.err()).isEmpty();
        assertThat(bare.out()).isEqualTo(CommandLine.run("--help").out());
        CommandLine.run("compair").assertOneMessage(2, "unknown subcommand compair; did you mean compare? (try");
    }

    @Test
    void resumeNeedsItsFolder() throws Exception {
        CommandLine.runHere("compare", "--resume")
                .assertOneMessage(2, "--out must be given with --resume, received nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing | t10k-labels-idx1-ubyte: expected this file or t10k-labels-idx1-ubyte.gz, found neither",
                "truncated | t10k-labels-idx1-ubyte.gz: expected a whole gzip file, found its end too early (truncated?)",
                "corrupt | t10k-labels-idx1-ubyte.gz: expected gzip data, found it corrupt",
                "mismatched | t10k-labels-idx1-ubyte.gz: expected one label for each of the 10000 examples",
            })
    void brokenData(String what, String message) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (String name : List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
            Files.copy(Path.of(MNIST, name + "-ubyte.gz"), data.resolve(name + "-ubyte.gz"));
        }
        Path labels = data.resolve("t10k-labels-idx1-ubyte.gz");
        byte[] whole = Files.readAllBytes(labels);
        switch (what) {
            case "missing" -> Files.delete(labels);
            case "truncated" -> Files.write(labels, Arrays.copyOf(whole, whole.length / 2));
            case "corrupt" -> {
                Arrays.fill(whole, whole.length / 2, whole.length / 2 + 100, (byte) 0xff);
                Files.write(labels, whole);
            }
            default ->
                Files.copy(Path.of(MNIST, "train-labels-idx1-ubyte.gz"), labels, StandardCopyOption.REPLACE_EXISTING);
        }
        CommandLine.runHere(
                        "compare",
                        "--data",
                        data.toString(),
                        "--out",
                        folder.resolve("out").toString())
                .assertOneMessage(1, message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** A file of a few kB whose content Java's heap does not hold is kept on disk, and what is behind it is read. */
    @Test
    void aBombAsData() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (DataOutputStream bomb = new DataOutputStream(
                new GZIPOutputStream(Files.newOutputStream(data.resolve("train-images-idx3-ubyte.gz"))))) {
            for (int header : new int[] {0x0803, 102_400, 32, 32}) {
                bomb.writeInt(header);
            }
            bomb.write(new byte[100 << 20]);
        }
        Files.writeString(data.resolve("train-labels-idx1-ubyte"), "");
        CommandLine.start(List.of(), List.of("-Xmx48m"), "compare", "--data", data.toString())
                .outcome()
                .assertOneMessage(
                        1,
                        data.resolve("train-labels-idx1-ubyte")
                                + ": expected an IDX header, found the end of the file (truncated?)");
    }

    /** A full disk behind the standard output is a failure, and costs nothing but the text. */
    @ParameterizedTest
    @ValueSource(strings = {"--help", "gain RELU", "gain RELU --json"})
    void anOutputThatCannotBeWritten(String command) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "/dev/full is Linux's");
        CommandLine.start(List.of("sh", "-c", "\"$@\" > /dev/full", "sh"), List.of(), command.split(" "))
                .outcome()
                .assertOneMessage(1, "dl4j-init: the output could not be written");
    }

    @Test
    void anotherRunInTheFolder() throws Exception {
        Path out = folder.resolve("out");
        try (OutputFolder mine = OpenFolder.of(out, false, TrialSpec::id)) {
            assertThat(mine.path()).isEqualTo(out);
            // Small, so that one that is not kept out comes to its end.
            CommandLine.run(("compare --schemes he --seeds 1 --depth 2 --width 8 --train-limit 640 --out " + out)
                            .split(" "))
                    .assertOneMessage(
                            1,
                            "the output folder " + out + " is in use by another run (process "
                                    + ProcessHandle.current().pid() + ", since 20");
        }
    }

    @Test
    void aFolderThatHoldsResults() throws Exception {
        Path trials = Files.createDirectories(folder.resolve("out/trials"));
        Files.writeString(trials.resolve("he-seed1.json"), "{}");
        CommandLine.runHere("compare", "--out", folder.resolve("out").toString())
                .assertOneMessage(
                        1, "already holds trials: go on with them by --resume, or name another folder by --out");
        CommandLine.runHere(
                        "compare", "--resume", "--out", folder.resolve("out").toString())
                .assertOneMessage(1, "he-seed1.json does not hold a trial's result");
    }

    @Test
    void anOutputFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        CommandLine.runHere("compare", "--out", file.toString())
                .assertOneMessage(1, "cannot create the output folder " + file);
    }

    /** A read-only file system, which stops even root. */
    @Test
    void aReadOnlyOutputFolder() throws Exception {
        Outcome outcome =
                onFileSystem("ro", "compare", "--out", folder.resolve("out").toString());
        outcome.assertOneMessage(1, "Read-only file system");
        assertThat(outcome.err()).contains(folder.resolve("out").toString());
    }

    /** 20 KiB hold the first trials but not all: the run stops, and what is there is whole. */
    @Test
    void aFullOutputFolder() throws Exception {
        Path out = folder.resolve("out");
        Outcome outcome = onFileSystem(
                "size=20k",
                "compare",
                "--out",
                out.toString(),
                "--depth",
                "3",
                "--width",
                "32",
                "--train-limit",
                "6400",
                "--jobs",
                "1");
        outcome.assertOneMessage(1, "No space left on device");
        assertThat(outcome.err()).contains("cannot write " + out);
        assertThat(outcome.out()).contains("[1/25]").doesNotContain("written:");
    }

    /** Runs a command in a name space of its own, where a small file system is mounted at {@code out}. */
    private Outcome onFileSystem(String options, String... args) throws Exception {
        assumeTrue(canMount(), "name spaces are Linux's");
        Path out = Files.createDirectory(folder.resolve("out"));
        String script = "mount -t tmpfs -o " + options + " none '" + out + "' && \"$@\"; code=$?; ls '" + out + "' '"
                + out + "/trials' 2>/dev/null | grep part; exit $code";
        Outcome outcome = CommandLine.start(List.of("unshare", "-rm", "sh", "-c", script, "sh"), List.of(), args)
                .outcome();
        assertThat(outcome.out()).doesNotContain(".part");
        return outcome;
    }

    private static boolean canMount() throws IOException, InterruptedException {
        return System.getProperty("os.name").equals("Linux")
                && new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt")
                                .start()
                                .waitFor()
                        == 0;
    }

    @Test
    void verboseShowsTheStackTrace() throws Exception {
        Outcome outcome = CommandLine.runHere(
                "compare", "--verbose", "--data", folder.resolve("none").toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("found neither", "InvalidDataException", "\tat ");
    }

    @Test
    void helpAndVersionNeedNoNativeLibrary() throws Exception {
        for (String[] args : new String[][] {{"--help"}, {"compare", "--help"}, {"--version"}}) {
            Outcome outcome = CommandLine.start(List.of(), List.of("-Xlog:class+load"), args)
                    .outcome();
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out())
                    .contains("picocli.CommandLine ")
                    .doesNotContain("org.nd4j.linalg.factory.Nd4j ", "org.bytedeco");
        }
        assertThat(CommandLine.run("--version").out()).startsWith("dl4j-init ").contains("Deeplearning4j 1.0.0-M2.1");
    }

    @Test
    void defaultsAreTheDocumentedOnes() throws Exception {
        assertThat(CommandLine.runHere("compare", "--help").out().replaceAll("\\s+", " "))
                .containsSubsequence(
                        "--schemes",
                        "(default: he,xavier,bengio,dl4j:XAVIER,mirrored; with --conf",
                        "--seeds",
                        "(default: 1,2,3,4,5; cnn, lstm 1,2,3).",
                        "--network",
                        "or with skip connections around every two of them (mlp-residual)",
                        "Default: mlp",
                        "--depth",
                        "(default: 50; cnn 20, lstm 2).",
                        "--width",
                        "(default: 128; cnn 16, lstm 32).",
                        "--activation",
                        "(default: RELU; lstm TANH).",
                        "--optimizer",
                        "Default: ADAM",
                        "--tailored",
                        "--lr",
                        "--epochs",
                        "Default: 1",
                        "--batch",
                        "(default: 128; cnn, lstm 32).",
                        "--train-limit",
                        "(default: all; cnn 4800, lstm 9600).",
                        "--data",
                        "--out",
                        "--resume",
                        "--jobs",
                        "--worker-heap",
                        "Default: 768m",
                        "--hang-limit",
                        "Default: 600",
                        "--quiet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "compare", "sweep", "tune", "probe", "gain"})
    void helpFitsAHundredColumns(String command) throws Exception {
        String[] args = command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
        assertThat(CommandLine.runHere(args).out().lines()).isNotEmpty().allMatch(line -> line.length() <= 100);
    }
}
