// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.CommandLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Files that are no configuration, or one of a network that cannot learn what the data asks: one sentence each. */
class BadConfigurationIT {

    private static final int INPUTS = 4;
    private static final int CLASSES = 3;

    private static final String UNFIT =
            "the network must be one that classifies 4 inputs into 3 classes, received one that does not: ";

    @TempDir
    static Path folder;

    private static Path data;

    /** Examples of four inputs and three classes. */
    @BeforeAll
    static void saveExamples() {
        data = folder.resolve("data.bin");
        DataSet examples = new DataSet(Nd4j.ones(240, INPUTS), Nd4j.eye(CLASSES).repeat(0, 80));
        examples.save(data.toFile());
    }

    /** What a file holds, and what is said of it. */
    record Bad(String name, byte[] content, String message) {

        static Bad text(String name, String content, String message) {
            return new Bad(name, content.getBytes(StandardCharsets.UTF_8), message);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static NeuralNetConfiguration.Builder common() {
        return new NeuralNetConfiguration.Builder().updater(new Adam(0.01)).activation(Activation.TANH);
    }

    private static DenseLayer dense(int inputs, int outputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(outputs).build();
    }

    private static OutputLayer output(int inputs, int outputs) {
        return new OutputLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static String list(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = common().list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.build().toJson();
    }

    private static String good() {
        return list(dense(INPUTS, 8), output(8, CLASSES));
    }

    private static String graph() {
        return common().graphBuilder()
                .addInputs("in")
                .addLayer("first", dense(INPUTS, 8), "in")
                .addLayer("second", dense(8, 8), "first")
                .addLayer("out", output(8, CLASSES), "second")
                .setOutputs("out")
                .build()
                .toJson();
    }

    private static String edited(String json, String part, String other) {
        assertThat(json).contains(part);
        return json.replace(part, other);
    }

    private static byte[] zip(String entry, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** Files of which no network can be made: no process is started for them. */
    static Stream<Bad> unreadable() {
        return Stream.of(
                Bad.text("empty.json", "", " is empty: expected a model"),
                Bad.text(
                        "houses.json",
                        "{\"houses\": [{\"price\": 12}]}",
                        " holds no network: expected \"confs\" (of a MultiLayerConfiguration) or"),
                Bad.text(
                        "tabs.yaml",
                        "confs:\n\t- layer: 1\n",
                        " holds no network: expected a zip of DL4J's ModelSerializer, JSON or YAML, found other text (while"),
                Bad.text("cut.json", good().substring(0, 700), " is not proper JSON: Unexpected end-of-input"),
                new Bad(
                        "picture.json",
                        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0},
                        " holds no network: expected a zip of DL4J's ModelSerializer, JSON or YAML, found other data"),
                new Bad(
                        "other.zip",
                        zip("readme.txt", "nothing"),
                        " is a zip file without configuration.json: expected one of DL4J's ModelSerializer, found one with readme"),
                new Bad(
                        "broken.zip",
                        zip("configuration.json", "{\"confs\": ["),
                        " is not proper JSON: Unexpected end-of-input: expected close marker for Array (start marker at line: 1,"),
                Bad.text(
                        "nobody.json",
                        edited(good(), "layers.DenseLayer", "layers.DensLayer"),
                        " names the class org.deeplearning4j.nn.conf.layers.DensLayer, which is allowed but not on the class path"),
                Bad.text(
                        "stranger.json",
                        edited(good(), "org.deeplearning4j.nn.conf.layers.DenseLayer", "com.acme.Layer"),
                        " names the class com.acme.Layer, which is neither DL4J's nor this library's: allow it with --allow-class"),
                Bad.text(
                        "loss.json",
                        edited(good(), "impl.LossMCXENT", "impl.LossOfNobody"),
                        " names the class org.nd4j.linalg.lossfunctions.impl.LossOfNobody, which is allowed but not on the class"),
                Bad.text(
                        "activation.json",
                        edited(good(), "impl.ActivationTanH", "impl.ActivationNone"),
                        " names the class org.nd4j.linalg.activations.impl.ActivationNone, which is allowed but not on the"),
                Bad.text(
                        "negative.json",
                        edited(good(), "\"nout\" : 8", "\"nout\" : -8"),
                        " has a nout of -8 in layer \"layer0\" (DenseLayer): expected 0 or more"),
                Bad.text(
                        "text.json",
                        edited(good(), "\"nout\" : 8", "\"nout\" : \"eight\""),
                        " has a configuration that DL4J refuses: confs[0].layer.nout must be a whole number, found eight"),
                Bad.text(
                        "vertex.json",
                        edited(graph(), "\"second\" : [ \"first\" ]", "\"second\" : [ \"third\" ]"),
                        " has a vertex \"second\" that is fed by \"third\", which is neither a vertex nor an input"),
                Bad.text("nothing.json", "{\"confs\": []}", " holds a network without layers: expected at least one"));
    }

    /** Networks that do not fit the data, which a worker finds out. */
    static Stream<Bad> unfit() {
        return Stream.of(
                Bad.text(
                        "circle.json",
                        edited(graph(), "\"first\" : [ \"in\" ]", "\"first\" : [ \"second\" ]"),
                        "Invalid configuration: cycle detected in graph"),
                Bad.text(
                        "no-output.json",
                        list(dense(INPUTS, 8), dense(8, CLASSES)),
                        "Cannot calculate score if final layer is not an instance of IOutputLayer"),
                Bad.text(
                        "inputs.json",
                        list(dense(INPUTS + 1, 8), output(8, CLASSES)),
                        "Input size (4 columns; shape = [1, 4]) is invalid: does not match layer input size (layer # inputs = 5)"),
                Bad.text(
                        "outputs.json",
                        list(dense(INPUTS, 8), output(8, CLASSES + 1)),
                        "Labels and preOutput must have equal shapes: got shapes [1, 3] vs [1, 4]"),
                Bad.text(
                        "between.json",
                        edited(good(), "\"nin\" : 8", "\"nin\" : 9"),
                        "Input size (8 columns; shape = [1, 8]) is invalid: does not match layer input size (layer # inputs = 9)"),
                Bad.text(
                        "sparse.json",
                        edited(good(), "impl.LossMCXENT", "impl.LossSparseMCXENT"),
                        "Labels for LossSparseMCXENT should be an array of integers"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void aFileOfWhichNoNetworkCanBeMade(Bad bad) throws IOException {
        Path file = write(bad);
        assertRefused("tune", file, file + bad.message(), "--knob", "lr");
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void aNetworkThatDoesNotFitTheData(Bad bad) throws IOException {
        assertRefused("compare", write(bad), UNFIT + bad.message(), "--seeds", "1");
    }

    private static Path write(Bad bad) throws IOException {
        return Files.write(folder.resolve(bad.name()), bad.content());
    }

    private static void assertRefused(String command, Path file, String message, String... options) throws IOException {
        Path out = folder.resolve("out");
        Stream<String> always =
                Stream.of(command, "--conf", file.toString(), "--data", data.toString(), "--out", out.toString());
        CommandLine.runHere(Stream.concat(always, Stream.of(options)).toArray(String[]::new))
                .assertOneMessage(2, message);
        assertThat(out).doesNotExist();
    }
}
