// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.HostileInit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Model files that end the process which runs them, or never end: one sentence, and nothing is left behind. */
class HostileModelsIT {

    @TempDir
    private Path folder;

    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    private List<Path> reportsBefore;

    @BeforeEach
    void rememberReports() throws IOException {
        reportsBefore = reportsIn(temporary);
    }

    @AfterEach
    void deleteReports() throws IOException {
        for (Path report : reportsIn(temporary)) {
            if (!reportsBefore.contains(report)) {
                Files.delete(report);
            }
        }
    }

    /** Each of these crashed the command itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pool   | stride     | [0,1]   | has a stride of [0,1] in layer \"pool\" (SubsamplingLayer)",
                "pool   | dilation   | [-3,-3] | has a dilation of [-3,-3] in layer \"pool\" (SubsamplingLayer)",
                "deconv | stride     | [0,0]   | has a stride of [0,0] in layer \"deconv\" (Deconvolution2D)",
            })
    void sizesThatNoLayerHas(String kind, String field, String value, String problem) throws Exception {
        Path file = edited(images(kind), field, value);
        CommandLine.runHere("probe", "--model", file.toString(), "--input-shape", "1,12,12")
                .assertOneMessage(1, "dl4j-init probe: " + file + " " + problem + ": expected from ");
        assertNothingElseIn(folder, file);
    }

    /** An image of 12 × 12 becomes one of 10⁵ × 10⁵, 40 GB for each channel of an example. */
    @Test
    void aLayerThatWantsAHundredGigabytes() throws Exception {
        Path file = edited(images("up"), "size", "[10000,10000]");
        CommandLine.runHere("probe", "--model", file.toString(), "--input-shape", "1,12,12", "--worker-heap", "256m")
                .assertOneMessage(1, "dl4j-init probe: " + file + " needs more memory than ");
        assertNothingElseIn(folder, file);
    }

    /** The system would grant these 4 GB or so, and then be short of them. */
    @Test
    void aLayerThatWantsMoreThanItMayTake() throws Exception {
        Path file = edited(images("up"), "size", "[800,800]");
        CommandLine.runHere("probe", "--model", file.toString(), "--input-shape", "1,12,12", "--worker-heap", "200m")
                .assertOneMessage(
                        1,
                        "dl4j-init probe: " + file + " needs more memory than it may take: its process was stopped at"
                                + " 600 MB, three times its heap");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CRASH         | crashed in native code (signal 6); the JVM's report is in ",
                "FILL_THE_HEAP | ran out of memory: its heap is limited to 200m",
                "GET_KILLED    | was killed by signal 9",
            })
    void aProcessThatDies(HostileInit.Deed deed, String end) throws Exception {
        Path file = Files.writeString(
                folder.resolve("model.json"), dense(new HostileInit(deed)).toJson());
        String[] limits = {"--allow-class", "com.example.", "--worker-heap", "200m"};
        Outcome outcome = here(Stream.concat(Stream.of("probe", "--model", file.toString()), Stream.of(limits)));
        outcome.assertOneMessage(1, "dl4j-init probe: " + file + " cannot be run: the worker process " + end);
        assertNothingElseIn(folder, file);
        assertThat(reportsIn(Path.of(""))).isEmpty();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    /** The process says nothing from the start, because when a later silence begins depends on the machine. */
    @Test
    void aProcessThatHangs() throws Exception {
        Path file = Files.writeString(
                folder.resolve("model.json"), dense(new HeInit()).toJson());
        WorkerScript.silent()
                .start(List.of(), "probe", "--model", file.toString(), "--hang-limit", "1")
                .outcome()
                .assertOneMessage(
                        1,
                        "dl4j-init probe: a worker process did not start: it hung: it reported nothing for 1 s and was"
                                + " killed");
    }

    /** The file of a network to tune is run before its trials are, in a process of its own, too. */
    @Test
    void aNetworkToTune() throws Exception {
        Path file = Files.writeString(
                folder.resolve("model.json"),
                dense(new HostileInit(HostileInit.Deed.CRASH)).toJson());
        Path out = folder.resolve("out");
        here(Stream.of(
                        "tune",
                        "--conf",
                        file.toString(),
                        "--knob",
                        "lr",
                        "--allow-class",
                        "com.example.",
                        "--out",
                        out.toString()))
                .assertOneMessage(
                        1,
                        "dl4j-init tune: " + file
                                + " cannot be run: the worker process crashed in native code (signal 6)");
        assertThat(reportsIn(Path.of(""))).isEmpty();
        assertThat(out).doesNotExist();
        Path pool = edited(images("pool"), "stride", "[0,0]");
        here(Stream.of("tune", "--conf", pool.toString(), "--knob", "lr", "--out", out.toString()))
                .assertOneMessage(2, "dl4j-init tune: " + pool + " has a stride of [0,0] in layer \"pool\"");
    }

    /** The interrupt key ends the command and the process that it waits for. */
    @Test
    void ctrlC() throws Exception {
        Path file = Files.writeString(
                folder.resolve("model.json"), dense(new HeInit()).toJson());
        CommandLine command = WorkerScript.silent().start(List.of(), "probe", "--model", file.toString());
        while (command.process().children().findAny().isEmpty()) {
            Thread.onSpinWait();
        }
        ProcessHandle worker = command.process().children().findAny().get();
        command.signal("INT", false);
        Outcome outcome = command.outcome();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(130);
        assertThat(outcome.err()).isEmpty();
        worker.onExit().join();
    }

    @Test
    void theLimitsAreOfModels() throws Exception {
        CommandLine.runHere("probe", "--hang-limit", "9")
                .assertOneMessage(2, "--hang-limit must be given together with --model or --conf, received it alone");
        CommandLine.runHere("probe", "--model", "model.zip", "--worker-heap", "lots")
                .assertOneMessage(2, "worker-heap must be a size such as 768m or 2g, received lots");
        CommandLine.runHere("probe", "--model", "model.zip", "--hang-limit", "0")
                .assertOneMessage(2, "hang-limit must be more than 0 seconds, received 0");
    }

    /** With the class path of the tests, where the hostile classes are. */
    private static Outcome here(Stream<String> arguments) throws IOException {
        return WorkerScript.quick().run(arguments.toArray(String[]::new));
    }

    private static void assertNothingElseIn(Path folder, Path file) {
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(other -> !other.equals(file));
    }

    /** What a crash leaves behind. */
    private static List<Path> reportsIn(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.getFileName().toString().matches("hs_err_.*|core.*"))
                    .toList();
        }
    }

    private static MultiLayerConfiguration dense(IWeightInit init) {
        return new NeuralNetConfiguration.Builder()
                .weightInit(init)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(4).build())
                .layer(output())
                .build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(4)
                .nOut(3)
                .build();
    }

    private static MultiLayerConfiguration images(String kind) {
        Layer layer =
                switch (kind) {
                    case "pool" ->
                        new SubsamplingLayer.Builder()
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .name(kind)
                                .build();
                    case "up" -> new Upsampling2D.Builder(2).name(kind).build();
                    default ->
                        new Deconvolution2D.Builder(3, 3)
                                .nIn(1)
                                .nOut(4)
                                .name(kind)
                                .build();
                };
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().list();
        if (!kind.equals("deconv")) {
            layers.layer(new Deconvolution2D.Builder(3, 3).nIn(1).nOut(4).build());
        }
        return layers.layer(layer)
                .layer(new GlobalPoolingLayer())
                .layer(output())
                .build();
    }

    /** A file of the network with another value in the layer that is named. */
    private Path edited(MultiLayerConfiguration network, String field, String value) throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode tree = json.readTree(network.toJson());
        for (JsonNode layer : (ArrayNode) tree.get("confs")) {
            ObjectNode inner = (ObjectNode) layer.get("layer");
            if (inner.has(field) && !inner.get("layerName").asText().startsWith("layer")) {
                inner.set(field, json.readTree(value));
            }
        }
        Path file = folder.resolve("edited.json");
        json.writeValue(file.toFile(), tree);
        return file;
    }
}
