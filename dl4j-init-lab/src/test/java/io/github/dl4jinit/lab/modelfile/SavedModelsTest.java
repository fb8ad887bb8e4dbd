// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models that the releases of DL4J wrote, from 0.4 to 1.0.0-M2.1: what DL4J loads is loaded, and is the same. */
class SavedModelsTest {

    private static final Path MODELS = models();

    private static final Set<String> NOT_BY_DL4J = Set.of(
            "0.4-rc3.10/autoencoder.zip",
            "0.4-rc3.10/boltzmann-machine.zip",
            "0.4-rc3.10/cnn.zip",
            "0.4-rc3.10/graph.zip",
            "0.6.0/autoencoder.zip",
            "0.6.0/boltzmann-machine.zip",
            "0.6.0/graph.zip",
            "0.7.2/graph.zip",
            "0.8.0/graph.zip",
            "0.9.1/graph.zip");

    private static final String OLD_GRAPH =
            "has a configuration that DL4J refuses: of a graph that DL4J 0.9 or older wrote, it takes a layer without"
                    + " dropout for one that drops everything; save the model again with DL4J 0.9.1, and that with"
                    + " 1.0.0-beta3 (written by DL4J ";
    private static final String OLD_KIND =
            "has a configuration that DL4J refuses: confs[0].layer is a Layer of the kind \"RBM\", which DL4J does not"
                    + " know, or no longer; a class of your own in this old form is read by DL4J 1.0.0-beta to"
                    + " 1.0.0-beta4, which save it in the new (written by DL4J ";

    private static Path models() {
        try {
            return Path.of(Objects.requireNonNull(SavedModelsTest.class.getResource("/models"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(MODELS)) {
            return found.filter(file -> file.toString().endsWith(".zip"))
                    .map(MODELS::relativize)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void whatDl4jLoadsIsLoadedAndIsTheSame(Path file) throws IOException {
        Path model = MODELS.resolve(file);
        Optional<Model> theirs = byDl4j(model.toFile());
        Optional<Model> ours = load(model);
        boolean loads = !NOT_BY_DL4J.contains(file.toString().replace(File.separatorChar, '/'));
        assertThat(theirs.isPresent()).as("loaded by DL4J").isEqualTo(loads);
        assertThat(ours.map(Model::getClass)).isEqualTo(theirs.map(Model::getClass));
        if (loads) {
            assertSame(ours.get(), theirs.get(), input(file.toString()));
            theirs.get().close();
            ours.get().close();
        }
    }

    @Test
    void aRefusalSaysWhyAndWhoWroteTheFile() {
        assertThat(problem("0.9.1/graph.zip")).isEqualTo(OLD_GRAPH + "0.9)");
        assertThat(problem("0.8.0/graph.zip")).isEqualTo(OLD_GRAPH + "0.7.2 or 0.8)");
        assertThat(problem("0.6.0/graph.zip")).isEqualTo(OLD_GRAPH + "0.7.1 or older)");
        assertThat(problem("0.6.0/boltzmann-machine.zip")).isEqualTo(OLD_KIND + "0.7.1 or older)");
        assertThat(FaultyFiles.problem(MODELS.resolve("0.4-rc3.10/cnn.zip")))
                .isEqualTo(
                        "(coefficients.bin) does not fit the configuration: expected 55 numbers, found 51 (written by"
                                + " DL4J 0.7.1 or older)");
    }

    @ParameterizedTest
    @CsvSource({
        "0.7.2, FROM_0_7_2_TO_0_8",
        "0.8.0, FROM_0_7_2_TO_0_8",
        "0.9.1, FROM_0_9",
        "1.0.0-alpha, FROM_1_0_0_ALPHA",
        "1.0.0-beta, FROM_1_0_0_BETA_TO_BETA3",
        "1.0.0-beta3, FROM_1_0_0_BETA_TO_BETA3",
        "1.0.0-beta4, SINCE_1_0_0_BETA4",
        "1.0.0-beta7, SINCE_1_0_0_BETA4",
        "1.0.0-M1.1, SINCE_1_0_0_BETA4"
    })
    void aConfigurationAsText(String release, Origin origin) throws IOException {
        Path file = MODELS.resolve(release).resolve("perceptron.json");
        String text = Files.readString(file);
        MultiLayerNetwork ours = (MultiLayerNetwork) ModelFile.load(file, List.of());
        MultiLayerNetwork theirs = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(text));
        theirs.init();
        assertSame(ours, theirs, Nd4j.ones(2, 784));
        theirs.close();
        ours.close();
        assertThat(Origin.of(ConfigurationText.tree("", FaultyFiles.bytes(text), new AllowedClasses(List.of()))))
                .isEqualTo(origin);
    }

    /** The table in docs/command-line.md, row by row. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0-M1.1/list",
                "1.0.0-beta7/graph",
                "1.0.0-beta3/list",
                "1.0.0-beta/graph",
                "0.4-rc3.10/list",
                "0.9.1/graph-with-dropout-and-weighted-loss",
                "0.8.0/lstm",
                "0.7.2/cnn-with-normaliser",
                "0.9.1/list-of-doubles",
                "0.9.1/variational-autoencoder",
                "1.0.0-M2.1/keras-lstm",
                "1.0.0-alpha/list-without-updater"
            })
    void theTwelveKindsAreProbed(String file) throws IOException {
        Model model = ModelFile.load(MODELS.resolve(file + ".zip"), List.of());
        SignalReport report = SignalProbe.probe(model);
        assertThat(report.layers())
                .isNotEmpty()
                .allSatisfy(
                        layer -> assertThat(layer.activation().rms()).isFinite().isPositive());
        model.close();
    }

    private static String problem(String file) {
        return FaultyFiles.problem(MODELS.resolve(file));
    }

    /** As DL4J's own {@code ModelGuesser} does. */
    private static Optional<Model> byDl4j(File file) {
        Model[] model = new Model[1];
        if (catchThrowable(() -> model[0] = ModelSerializer.restoreMultiLayerNetwork(file, true)) != null) {
            catchThrowable(() -> model[0] = ModelSerializer.restoreComputationGraph(file, true));
        }
        return Optional.ofNullable(model[0]);
    }

    private static Optional<Model> load(Path file) {
        try {
            return Optional.of(ModelFile.load(file, List.of()));
        } catch (InvalidModelException e) {
            return Optional.empty();
        }
    }

    private static void assertSame(Model ours, Model theirs, INDArray input) {
        assertThat(bits(ours.params())).isEqualTo(bits(theirs.params()));
        if (ours instanceof MultiLayerNetwork list) {
            MultiLayerNetwork other = (MultiLayerNetwork) theirs;
            assertThat(list.getLayerWiseConfigurations()).isEqualTo(other.getLayerWiseConfigurations());
            assertThat(bits(list.getUpdater().getStateViewArray()))
                    .isEqualTo(bits(other.getUpdater().getStateViewArray()));
            assertThat(bits(list.output(input))).isEqualTo(bits(other.output(input)));
        } else {
            ComputationGraph graph = (ComputationGraph) ours;
            ComputationGraph other = (ComputationGraph) theirs;
            assertThat(graph.getConfiguration()).isEqualTo(other.getConfiguration());
            assertThat(bits(graph.getUpdater().getStateViewArray()))
                    .isEqualTo(bits(other.getUpdater().getStateViewArray()));
            assertThat(bits(graph.outputSingle(input))).isEqualTo(bits(other.outputSingle(input)));
        }
    }

    private static long[] bits(INDArray array) {
        return array == null
                ? new long[0]
                : Arrays.stream(array.dup().data().asDouble())
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray();
    }

    /** What the programs that wrote the models trained them with, or of that shape. */
    private static INDArray input(String file) {
        if (file.contains("lstm")) {
            INDArray series = Nd4j.linspace(-1, 1, 20);
            return file.contains("keras") ? series.reshape(2, 5, 2) : series.reshape(2, 2, 5);
        }
        return file.contains("cnn")
                ? Nd4j.linspace(-1, 1, 72).reshape(2, 36)
                : Nd4j.linspace(-1, 1, 8).reshape(2, 4);
    }
}
