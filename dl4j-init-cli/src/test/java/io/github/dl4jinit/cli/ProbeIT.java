// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.Schemas;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** {@code dl4j-init probe}, as a user starts it. */
class ProbeIT {

    private static final Path MNIST = Path.of("../dl4j-init-lab/src/main/resources/io/github/dl4jinit/lab/data/mnist")
            .toAbsolutePath();

    private static final String MODELS = "../dl4j-init-lab/src/test/resources/models/";

    @TempDir
    private Path folder;

    @Test
    void theDefaultNetworkIsHealthy() throws Exception {
        Outcome outcome = CommandLine.run("probe", "--fail-unhealthy");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("Healthy: ").contains("\n\nforward   HEALTHY, ", "backward  HEALTHY, ");
        assertThat(outcome.err()).isEmpty();
    }

    /** He weights suit ReLU: a leaky one's signal grows by √(1 + 0.639²) a layer. */
    @Test
    void anActivationFunctionHasParameters() throws Exception {
        Outcome outcome = CommandLine.runHere("probe", "--activation", "leakyrelu(0.639)", "--depth", "30", "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(outcome.out());
        double standardError = 0.5 * Math.sqrt(5.0 / 128 / 30);
        assertThat(json.get("forward").get("ratePerLayer").asDouble())
                .isCloseTo(Math.sqrt(1 + 0.639 * 0.639), within(3 * 1.187 * standardError));
    }

    /** A slope of 0.4305, by an independent computation, and mirrored weights, which keep the signal exactly. */
    @Test
    void aTailoredMirroredNetwork() throws Exception {
        Outcome outcome = CommandLine.runHere("probe", "--tailored", "--init", "mirrored", "--width", "32");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("tailored: leakyrelu(0.4305) (alpha = ")
                .contains(")\nHealthy: ", "\n\nforward   HEALTHY, 1.000 a layer, ");
        CommandLine.runHere("probe", "--tailored", "--init", "mirrored", "--activation", "gelu")
                .assertOneMessage(2, "the activation function of layer0 must be ReLU, leaky ReLU, PReLU, GELU,");
    }

    /** Two layers of Xavier's weights leave a quarter of the mean square, but the skip carries all of it on. */
    @Test
    void skipConnectionsCarryWhatPlainLayersLose() throws Exception {
        Outcome outcome = CommandLine.runHere(
                "probe",
                "--init",
                "xavier",
                "--depth",
                "31",
                "--network",
                "mlp-residual",
                "--fail-unhealthy",
                "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode layers = new ObjectMapper().readTree(outcome.out()).get("layers");
        assertThat(layers.get(layers.size() - 1).get("depth").asInt()).isEqualTo(32);
        assertThat(outcome.out()).contains("stem", "block15-sum");
    }

    /** Report, exit code, JSON for programs, and a picture that is not blank. */
    @Test
    void aSickNetworkFailsABuild() throws Exception {
        Path out = folder.resolve("out");
        Outcome outcome = CommandLine.runHere(
                "probe", "--scheme", "xavier", "--depth", "30", "--fail-unhealthy", "--out", out.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.out()).contains("VANISHING", ".weightInit(new HeInit())", "signal.json");
        JsonNode json = new ObjectMapper().readTree(out.resolve("signal.json").toFile());
        assertThat(json.get("forward").get("ratePerLayer").asDouble()).isCloseTo(Math.sqrt(0.5), within(0.03));
        assertThat(json.get("layers")).hasSize(32);
        BufferedImage picture = ImageIO.read(out.resolve("signal.png").toFile());
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                colours.add(picture.getRGB(x, y));
            }
        }
        assertThat(colours).contains(0xFF0072B2, 0xFFD55E00);
        assertThat(Files.readString(out.resolve("signal.svg"))).contains("<svg");
    }

    @Test
    void aSavedModelWithRealAndWithGeneratedData() throws Exception {
        Path file = folder.resolve("model.zip");
        save(dense(new XavierInit(), 28 * 28, 25), file);
        Outcome generated = CommandLine.runHere("probe", "--model", file.toString(), "--json", "--fail-unhealthy");
        assertThat(generated.exitCode()).as(generated.err()).isEqualTo(3);
        assertThat(new ObjectMapper()
                        .readTree(generated.out())
                        .get("forward")
                        .get("verdict")
                        .asText())
                .isEqualTo("VANISHING");
        Outcome real = CommandLine.runHere("probe", "--model", file.toString(), "--data", MNIST.toString());
        assertThat(real.exitCode()).as(real.err()).isZero();
        assertThat(real.out()).contains("VANISHING");
    }

    @Test
    void aModelOfAnOldRelease() throws Exception {
        Outcome outcome = CommandLine.runHere("probe", "--model", MODELS + "0.8.0/lstm.zip");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("GravesLSTM");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void aConfigurationAndAShape() throws Exception {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new HeInit())
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nIn(3).nOut(8).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(8 * 4 * 4)
                        .nOut(2)
                        .build())
                .setInputType(InputType.convolutional(6, 6, 3))
                .build());
        Path file = folder.resolve("network.json");
        Files.writeString(file, network.getLayerWiseConfigurations().toJson());
        // The size of the pictures follows from where they become vectors.
        assertThat(CommandLine.runHere("probe", "--model", file.toString()).exitCode())
                .isZero();
        Outcome outcome = CommandLine.runHere("probe", "--model", file.toString(), "--input-shape", "3,6,6");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("ConvolutionLayer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--init|nonsense|2|scheme must be one of he, xavier,",
                "--init|network(gain=0)|2|gain must be positive and finite, received 0.0",
                "--input-shape|3|2|--input-shape must be given together with --model or --conf, received [3]",
                "--depth|0|2|depth must be from 1 to 1000, received 0",
                "--model|missing.zip|1|missing.zip does not exist",
                "--model|pom.xml|1|pom.xml",
                "--model|" + MODELS + "0.9.1/graph.zip|1|save the model again with DL4J 0.9.1",
                "--data|missing|1|missing",
                "--epochs|2|2|unknown option --epochs, which is an option of compare, sweep, tune",
            })
    void mistakes(String option, String value, int code, String message) throws Exception {
        CommandLine.runHere("probe", option, value).assertOneMessage(code, message);
    }

    @Test
    void noProcessForWhatIsNoModelAtFirstSight() throws Exception {
        Path missing = folder.resolve("missing");
        WorkerScript.dead()
                .run("probe", "--model", missing.toString())
                .assertOneMessage(1, missing + " does not exist: expected a model");
        WorkerScript.dead()
                .run("probe", "--conf", folder.toString())
                .assertOneMessage(1, folder + " is a directory: expected a model");
    }

    @Test
    void aSchemeThatDoesNotFitTheNetwork() throws Exception {
        CommandLine.runHere(
                        "probe", "--init", "network(residual=skip_init)", "--network", "mlp-residual", "--depth", "9")
                .assertOneMessage(1, "network(residual=skip_init) cannot initialise this network: the branch into");
        // The one ReLU of the first layer answers with zero to every image.
        CommandLine.runHere("probe", "--init", "lsuv", "--depth", "30", "--width", "1")
                .assertOneMessage(1, "the variance of the pre-activations of layer2 must be positive");
    }

    /** The learning rate comes after the doctor's report, in a line and a file of its own. */
    @Test
    void theLearningRate() throws Exception {
        Path out = folder.resolve("out");
        Outcome outcome = CommandLine.runHere(
                "probe", "--lr", "--depth", "3", "--width", "16", "--optimizer", "NESTEROV", "--out", out.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsSubsequence(
                        "Healthy",
                        "\nTrain with a learning rate of ",
                        "Yours, 0.01, is",
                        ".updater(new Nesterovs(",
                        ", 0.9))")
                .contains("learning-rate.json");
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("learning-rate.json").toFile());
        assertThat(json.get("current").asDouble()).isEqualTo(0.01);
        Schemas.assertFollowed(out);
    }

    @Test
    void howFarALearningRateIs() throws Exception {
        Outcome outcome = CommandLine.runHere("probe", "--lr", "50", "--depth", "1", "--width", "8", "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .contains("\"current\":50.0", " times too large");
    }

    @Test
    void theLearningRateOfAModelNeedsData() throws Exception {
        CommandLine.runHere("probe", "--lr", "--model", "model.zip")
                .assertOneMessage(2, "--lr must be given together with --data beside --model");
    }

    /** Its configuration's own, 0.001, is replaced. */
    @Test
    void theLearningRateOfAFile() throws Exception {
        Path file = folder.resolve("model.zip");
        save(dense(new HeInit(), 784, 2), file);
        Outcome outcome =
                CommandLine.runHere("probe", "--lr", "0.002", "--conf", file.toString(), "--data", MNIST.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Train with a learning rate of ", "Yours, 0.002, is", ".updater(new Adam(");
    }

    @Test
    void dataThatDoesNotFitTheModel() throws Exception {
        Path file = folder.resolve("model.zip");
        save(dense(new HeInit(), 100, 2), file);
        CommandLine.runHere("probe", "--model", file.toString(), "--data", MNIST.toString())
                .assertOneMessage(1, "the inputs do not fit " + file);
    }

    /** A saved network has what the flags would say. */
    @Test
    void flagsOfANetworkBesideAModel() throws Exception {
        for (List<String> flag : List.of(List.of("--depth", "9"), List.of("--lr", "0.1"), List.of("--tailored"))) {
            List<String> command = new ArrayList<>(List.of("probe", "--model", "model.zip"));
            command.addAll(flag);
            CommandLine.runHere(command.toArray(String[]::new))
                    .assertOneMessage(
                            2, flag.get(0) + " must be left out with --model, whose network has its own (try");
        }
    }

    /** What is in the file must be allowed before it is loaded. */
    @Test
    void aClassThatIsNotAllowed() throws Exception {
        MultiLayerNetwork network = dense(new HeInit(), 10, 1);
        Path file = folder.resolve("network.json");
        Files.writeString(
                file,
                network.getLayerWiseConfigurations()
                        .toJson()
                        .replace("io.github.dl4jinit.HeInit", "com.example.Surprise"));
        CommandLine.runHere("probe", "--model", file.toString())
                .assertOneMessage(1, "names the class com.example.Surprise");
    }

    private static MultiLayerNetwork dense(IWeightInit init, int inputs, int depth) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(init)
                .activation(Activation.RELU)
                .updater(new Adam(1e-3))
                .list();
        int before = inputs;
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder().nIn(before).nOut(64).build());
            before = 64;
        }
        MultiLayerNetwork network = new MultiLayerNetwork(layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(before)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static void save(MultiLayerNetwork network, Path file) throws Exception {
        network.save(file.toFile(), true);
    }
}
