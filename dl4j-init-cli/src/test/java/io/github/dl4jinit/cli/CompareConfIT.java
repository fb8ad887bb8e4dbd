// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.Schemas;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** {@code compare --conf}: whether another start would help a network of one's own. */
class CompareConfIT {

    @TempDir
    Path folder;

    private Path patterns;

    @BeforeEach
    void writePatterns() throws IOException {
        patterns = Patterns.data(folder, "patterns", 1280, 400, false);
    }

    /** Eight layers that keep a hundredth of a variance each. */
    @Test
    void anotherStartHelpsAListWhoseSignalVanishes() throws Exception {
        Path file = Patterns.conf(folder, "mine.json", 64, Patterns.CLASSES, new HeInit(0.1));
        Outcome outcome = CommandLine.runHere(compare("a", file));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "network: " + file + "; its own updater, batch 32",
                        "trials: own, network, mirrored, lsuv, he with seeds 1");
        JsonNode summary = json("a").get("summary");
        assertThat(summary).hasSize(5);
        assertThat(accuracy(summary.get(0))).isLessThan(0.5);
        for (int scheme = 1; scheme < 5; scheme++) {
            assertThat(accuracy(summary.get(scheme)))
                    .as(summary.get(scheme).get("scheme").asText())
                    .isGreaterThan(0.9);
        }
    }

    /** After two steps of training anew a network knows nothing; the saved one knew the patterns before. */
    @Test
    void savedWeightsAreAStartAmongOthers() throws Exception {
        ComputationGraph trained = new ComputationGraph(ComputationGraphConfiguration.fromYaml(residual()));
        trained.init();
        trained.fit(ImageDataset.load(DataSource.of(patterns), 0).trainIterator(32, 1));
        Path file = folder.resolve("mine.zip");
        trained.save(file.toFile());
        Outcome outcome = CommandLine.runHere(compare("a", file, "--scheme", "saved,own", "--train-limit", "64"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode summary = json("a").get("summary");
        assertThat(accuracy(summary.get(0))).isGreaterThan(0.9);
        assertThat(accuracy(summary.get(1))).isLessThan(0.6);
    }

    @Test
    void mistakes() throws Exception {
        Path file = Files.writeString(folder.resolve("graph.yaml"), residual());
        CommandLine.runHere(compare("a", file, "--scheme", "own,mirrored"))
                .assertOneMessage(
                        2, "for mirrored weights (for others there is preActivationVariance()), received tanh");
        CommandLine.runHere(
                        "compare",
                        "--conf",
                        file.toString(),
                        "--out",
                        folder.resolve("a").toString())
                .assertOneMessage(2, "the network must be one that classifies 784 inputs into 10 classes");
        CommandLine.runHere("compare", "--conf", file.toString(), "--network", "mlp")
                .assertOneMessage(2, "--network must be left out with --conf, whose network has its own");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    /** Several labels at once, as DL4J has saved them. */
    @Test
    void examplesThatDl4jHasSaved() throws Exception {
        Nd4j.getRandom().setSeed(1);
        INDArray features = Nd4j.randn(320, 4);
        DataSet data =
                new DataSet(features, features.mmul(Nd4j.randn(4, 3)).gt(0).castTo(features.dataType()));
        Path saved = folder.resolve("labels.bin");
        data.save(saved.toFile());
        Path file = Files.writeString(
                folder.resolve("labels.json"),
                new NeuralNetConfiguration.Builder()
                        .updater(new Adam(0.02))
                        .list(
                                new DenseLayer.Builder()
                                        .nOut(16)
                                        .activation(Activation.TANH)
                                        .build(),
                                new OutputLayer.Builder(LossFunction.XENT)
                                        .nOut(3)
                                        .activation(Activation.SIGMOID)
                                        .build())
                        .setInputType(InputType.feedForward(4))
                        .build()
                        .toJson());
        String[] options = {"--data", saved.toString(), "--scheme", "own,he", "--epochs", "4", "--jobs", "1"};
        Outcome outcome = CommandLine.runHere(compare("one", file, options));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "data: " + saved + ", saved by DL4J, test examples drawn by seed 1; 256 training and 64 test"
                                + " examples of shape [4], 3 labels",
                        "test F1");
        assertThat(accuracy(json("one").get("summary").get(0))).isGreaterThan(0.8);
        Schemas.assertFollowed(folder.resolve("one"));

        CommandLine.runHere("sweep", "--data", saved.toString())
                .assertOneMessage(2, "--data must be images or a table for a perceptron, received " + saved);
        CommandLine.runHere("compare", "--test-data", saved.toString())
                .assertOneMessage(2, "--test-data must be given with examples that DL4J has saved as --data only");
    }

    private static String residual() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.002))
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("in");
        String before = "in";
        for (int block = 0; block < 3; block++) {
            graph.addLayer("dense" + block, new DenseLayer.Builder().nOut(32).build(), before);
            if (block > 0) {
                graph.addVertex(
                        "sum" + block, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, "dense" + block);
            }
            before = (block > 0 ? "sum" : "dense") + block;
        }
        return graph.addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nOut(Patterns.CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        before)
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(64))
                .build()
                .toYaml();
    }

    /**
     * Convolutions are trained as a user's own network is, on images of whatever size, and told from other networks.
     */
    @Test
    void convolutionsByTheirName() throws Exception {
        Outcome outcome = CommandLine.runHere(
                preset("--network", "cnn", "--data", patterns.toString(), "--depth", "3", "--schemes", "he,mirrored"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("network: 3 convolutions of 3x3 x 4 channels, RELU; ADAM with learning rate 0.003, batch 32");
        JsonNode network = json("a").get("spec").get("training").get("network");
        assertThat(network.get("preset").asText()).isEqualTo("cnn");
        assertThat(network.get("depth").asInt()).isEqualTo(3);
        assertThat(network.get("width").asInt()).isEqualTo(4);
        Schemas.assertFollowed(folder.resolve("a"));
        CommandLine.runHere(
                        preset("--network", "cnn-residual", "--data", patterns.toString(), "--depth", "3", "--resume"))
                .assertOneMessage(1, "he-seed1.json is of another run");
    }

    /** Sequences are generated, and LSTMs are judged by the variance of their sums that they explain. */
    @Test
    void recurrentNetworksByTheirName() throws Exception {
        Outcome outcome = CommandLine.runHere(preset("--network", "lstm", "--data", "adding:4"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "data: adding:4, generated; 640 training and 2000 test sequences of 4 steps of 2 inputs, 1 value",
                        "network: 2 LSTM layers x 4, TANH; ADAM with learning rate 0.01, batch 32",
                        "trials: he, xavier, bengio, dl4j:XAVIER with seeds 1",
                        "mirrored is left out: scheme must be another one for lstm, whose gates",
                        "test R²");
        JsonNode training = json("a").get("spec").get("training");
        assertThat(training.get("data").get("sequences").asText()).isEqualTo("adding");
        assertThat(training.get("network").get("preset").asText()).isEqualTo("lstm");
        Schemas.assertFollowed(folder.resolve("a"));
        assertThat(CommandLine.runHere(preset("--network", "lstm", "--data", "adding:4", "--resume"))
                        .out())
                .contains("4 of 4 kept from before");
    }

    /**
     * A graph, and a list of recurrent layers, whose runs are killed in their second trial go on to the digits of a run
     * that nobody disturbed, which had two workers instead of one.
     */
    @Test
    void whatWasKilledGoesOnToTheSameDigits() throws Exception {
        assertGoesOn(Files.writeString(folder.resolve("graph.yaml"), residual()), patterns);
        Path sequences = folder.resolve("sequences.bin");
        maskedSequences().save(sequences.toFile());
        assertGoesOn(Files.writeString(folder.resolve("recurrent.json"), recurrent()), sequences);
    }

    private void assertGoesOn(Path file, Path data) throws Exception {
        String name = file.getFileName().toString();
        String[] options = {"--data", data.toString(), "--scheme", "own,he", "--train-limit", "96", "--jobs", "2"};
        Outcome whole = CommandLine.runHere(compare("whole-" + name, file, options));
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        options[options.length - 1] = "1";
        WorkerScript second = WorkerScript.endlessTrialOfAFileAfter(1);
        CommandLine command = second.start(List.of(), compare("killed-" + name, file, options));
        command.awaitLine("[1/2]");
        second.awaitEndlessTrial(command);
        command.signal("KILL", false);
        assertThat(command.outcome().exitCode()).as(name).isEqualTo(137);
        assertThat(folder.resolve("killed-" + name).resolve("results.json")).doesNotExist();
        String[] resumed = Stream.concat(Stream.of(compare("killed-" + name, file, options)), Stream.of("--resume"))
                .toArray(String[]::new);
        Outcome outcome = CommandLine.runHere(resumed);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("1 of 2 kept from before");
        assertThat(json("killed-" + name)).isEqualTo(json("whole-" + name));
        assertThat(folder.resolve("killed-" + name).resolve("history.csv"))
                .hasSameBinaryContentAs(folder.resolve("whole-" + name).resolve("history.csv"));
    }

    /** Whether the first inputs of two, three or four steps have a positive sum. */
    private static DataSet maskedSequences() {
        Nd4j.getRandom().setSeed(1);
        INDArray features = Nd4j.randn(120, 2, 4);
        INDArray mask = Nd4j.zeros(120, 4);
        INDArray labels = Nd4j.zeros(120, 2);
        for (int i = 0; i < 120; i++) {
            double sum = 0;
            for (int step = 0; step < 2 + i % 3; step++) {
                mask.putScalar(i, step, 1);
                sum += features.getDouble(i, 0, step);
            }
            labels.putScalar(i, sum > 0 ? 1 : 0, 1);
        }
        return new DataSet(features, labels, mask, null);
    }

    private static String recurrent() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.02))
                .list(
                        new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                        new OutputLayer.Builder()
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.recurrent(2, 4))
                .build()
                .toJson();
    }

    /** Symbols are told at each step, and judged by what is told of all of them. */
    @Test
    void symbolsAreCopied() throws Exception {
        Outcome outcome =
                CommandLine.runHere(preset("--network", "lstm", "--data", "copy:2", "--depth", "1", "--schemes", "he"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "640 training and 2000 test sequences of 22 steps of 10 inputs, 9 classes at each of 22 steps");
        // In twenty iterations a network hardly learns when blanks are told, which are 12 of 22 steps.
        assertThat(accuracy(json("a").get("summary").get(0))).isBetween(0.2, 0.65);
        JsonNode run = new ObjectMapper().readTree(folder.resolve("a/run.json").toFile());
        assertThat(run.get("data").get("chance").asDouble()).isEqualTo((12 + 10.0 / 8) / 22);
        Schemas.assertFollowed(folder.resolve("a"));
    }

    private String[] preset(String... options) {
        List<String> always = List.of(
                "compare",
                "--out",
                folder.resolve("a").toString(),
                "--seeds",
                "1",
                "--width",
                "4",
                "--train-limit",
                "640");
        return Stream.concat(always.stream(), Stream.of(options)).toArray(String[]::new);
    }

    private String[] compare(String out, Path file, String... options) {
        List<String> always = List.of(
                "compare",
                "--conf",
                file.toString(),
                "--batch",
                "32",
                "--seeds",
                "1",
                "--out",
                folder.resolve(out).toString());
        Stream<String> data =
                List.of(options).contains("--data") ? Stream.empty() : Stream.of("--data", patterns.toString());
        return Stream.of(always.stream(), data, Stream.of(options))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    private static double accuracy(JsonNode summary) {
        return summary.get("scoreMean").asDouble();
    }

    private JsonNode json(String out) throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve(out).resolve("results.json").toFile());
        ((ObjectNode) json).remove("run");
        json.get("trials").forEach(trial -> ((ObjectNode) trial).remove(List.of("seconds", "msPerIteration")));
        json.get("summary").forEach(summary -> ((ObjectNode) summary).remove("msPerIterationMean"));
        return json;
    }
}
