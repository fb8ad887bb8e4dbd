// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.Sightings;
import com.example.TameInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.signal.SignalProbe;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What is loaded is what DL4J would have loaded. */
class ModelFileTest {

    @TempDir
    Path folder;

    static Stream<Arguments> stacks() {
        return Stream.of(
                Arguments.of("dense", Networks.dense(), Nd4j.linspace(-1, 1, 8).reshape(2, 4), labels()),
                Arguments.of(
                        "tailored", Networks.tailored(), Nd4j.linspace(-1, 1, 8).reshape(2, 4), labels()),
                Arguments.of(
                        "convolution",
                        Networks.convolution(),
                        Nd4j.linspace(-1, 1, 72).reshape(2, 1, 6, 6),
                        labels()),
                Arguments.of(
                        "recurrent",
                        Networks.recurrent(),
                        Nd4j.linspace(-1, 1, 8).reshape(2, 2, 2),
                        Nd4j.zeros(2, 3, 2).addi(1 / 3.0)));
    }

    private static INDArray labels() {
        return Nd4j.create(new float[][] {{1, 0, 0}, {0, 0, 1}});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stacks")
    void aStackComesBackAsItWas(String name, MultiLayerConfiguration configuration, INDArray input, INDArray labels)
            throws IOException {
        MultiLayerNetwork trained = new MultiLayerNetwork(configuration);
        trained.init();
        INDArray x = input.castTo(DataType.FLOAT);
        trained.fit(new DataSet(x, labels));
        trained.fit(new DataSet(x, labels));
        trained.setEpochCount(7);
        File file = folder.resolve("model").toFile();
        ModelSerializer.writeModel(trained, file, true);

        MultiLayerNetwork expected = ModelSerializer.restoreMultiLayerNetwork(file);
        MultiLayerNetwork found = (MultiLayerNetwork) ModelFile.load(file.toPath(), List.of());

        assertSame(found.params(), trained.params());
        assertSame(found.params(), expected.params());
        assertSame(found.getUpdater().getStateViewArray(), trained.getUpdater().getStateViewArray());
        assertSame(found.getUpdater().getStateViewArray(), expected.getUpdater().getStateViewArray());
        assertSame(found.output(x), expected.output(x));
        assertThat(found.getLayerWiseConfigurations()).isEqualTo(expected.getLayerWiseConfigurations());
        assertThat(found.getIterationCount()).isEqualTo(2).isEqualTo(expected.getIterationCount());
        assertThat(found.getEpochCount()).isEqualTo(7).isEqualTo(expected.getEpochCount());

        assertThat(SignalProbe.probe(found, new DataSet(x, labels)).layers()).isNotEmpty();

        // It goes on training as the other does, which a wrong state or count would show.
        found.fit(new DataSet(x, labels));
        expected.fit(new DataSet(x, labels));
        assertSame(found.params(), expected.params());
    }

    @Test
    void aGraphComesBackAsItWas() throws IOException {
        ComputationGraph trained = new ComputationGraph(Networks.graph());
        trained.init();
        INDArray x = Nd4j.linspace(-1, 1, 8).reshape(2, 4).castTo(DataType.FLOAT);
        trained.fit(new DataSet(x, labels()));
        File file = folder.resolve("model").toFile();
        ModelSerializer.writeModel(trained, file, true);

        ComputationGraph expected = ModelSerializer.restoreComputationGraph(file);
        ComputationGraph found = (ComputationGraph) ModelFile.load(file.toPath(), List.of());

        assertSame(found.params(), trained.params());
        assertSame(found.params(), expected.params());
        assertSame(found.getUpdater().getStateViewArray(), trained.getUpdater().getStateViewArray());
        assertSame(found.getUpdater().getStateViewArray(), expected.getUpdater().getStateViewArray());
        assertSame(found.outputSingle(x), expected.outputSingle(x));
        assertThat(found.getConfiguration()).isEqualTo(expected.getConfiguration());
        assertThat(found.getIterationCount()).isEqualTo(1).isEqualTo(expected.getIterationCount());
    }

    @ParameterizedTest
    @MethodSource("types")
    void parametersOfAnyPrecision(DataType type) throws IOException {
        MultiLayerConfiguration configuration = Networks.dense();
        configuration.setDataType(type);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        File file = folder.resolve("model").toFile();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork found = (MultiLayerNetwork) ModelFile.load(file.toPath(), List.of());
        assertThat(found.params().dataType()).isEqualTo(type);
        assertSame(found.params(), network.params());
    }

    /** Before 1.0.0-beta4 no configuration named a type; DL4J takes the parameters' own. */
    @Test
    void theTypeOfTheParametersIsTheTypeOfTheNetwork() throws IOException {
        File file = folder.resolve("model").toFile();
        MultiLayerNetwork stack = new MultiLayerNetwork(Networks.dense());
        stack.init();
        for (Model network : List.of(stack, graph())) {
            writeAsDoubles(network, file);
            assertThat(ModelFile.load(file.toPath(), List.of()).params().dataType())
                    .isEqualTo(DataType.DOUBLE);
        }
    }

    private static ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(Networks.graph());
        graph.init();
        return graph;
    }

    private static void writeAsDoubles(Model network, File file) throws IOException {
        String json = network instanceof ComputationGraph graph
                ? graph.getConfiguration().toJson()
                : ((MultiLayerNetwork) network).getLayerWiseConfigurations().toJson();
        try (ZipOutputStream out = new ZipOutputStream(new FileOutputStream(file))) {
            out.putNextEntry(new ZipEntry("configuration.json"));
            out.write(json.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("coefficients.bin"));
            Nd4j.write(network.params().castTo(DataType.DOUBLE), new DataOutputStream(out));
        }
    }

    static List<DataType> types() {
        return List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16);
    }

    @Test
    void noUpdaterAndNoParameters() throws IOException {
        File file = folder.resolve("model").toFile();
        MultiLayerNetwork plain = new MultiLayerNetwork(Networks.dense(new HeInit(), new Sgd(0.1)));
        plain.init();
        ModelSerializer.writeModel(plain, file, true);
        assertSame(ModelFile.load(file.toPath(), List.of()).params(), plain.params());

        MultiLayerNetwork empty = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ActivationLayer(Activation.TANH))
                .layer(new LossLayer.Builder().build())
                .build());
        empty.init();
        ModelSerializer.writeModel(empty, file, false);
        assertThat(ModelFile.load(file.toPath(), List.of()).numParams()).isZero();
    }

    /** A normaliser is an object that Java serialised, or may be one. */
    @Test
    void aNormaliserIsIgnored() throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.dense());
        network.init();
        NormalizerStandardize normaliser = new NormalizerStandardize();
        normaliser.fit(new DataSet(Nd4j.rand(10, 4), Nd4j.rand(10, 3)));
        File file = folder.resolve("model").toFile();
        ModelSerializer.writeModel(network, file, true);
        ModelSerializer.addNormalizerToModel(file, normaliser);
        assertSame(ModelFile.load(file.toPath(), List.of()).params(), network.params());
    }

    static Stream<Arguments> texts() {
        return Stream.of(Networks.dense(), Networks.convolution(), Networks.recurrent(), Networks.distribution())
                .flatMap(c -> Stream.of(Arguments.of(c, c.toJson()), Arguments.of(c, c.toYaml())));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aConfigurationIsInitialised(MultiLayerConfiguration configuration, String text) throws IOException {
        MultiLayerNetwork expected = new MultiLayerNetwork(configuration.clone());
        expected.init();
        Model found = ModelFile.load(Files.writeString(folder.resolve("network.txt"), text), List.of());
        assertThat(found).isInstanceOf(MultiLayerNetwork.class);
        assertThat(((MultiLayerNetwork) found).getLayerWiseConfigurations())
                .isEqualTo(expected.getLayerWiseConfigurations());
        // The seed stands in the configuration.
        assertSame(found.params(), expected.params());
    }

    @Test
    void aGraphsConfigurationIsInitialised() throws IOException {
        ComputationGraph expected = new ComputationGraph(Networks.graph());
        expected.init();
        for (String text : List.of(
                Networks.graph().toJson(),
                Networks.graph().toYaml(),
                "\ufeff\n" + Networks.graph().toJson())) {
            Model found = ModelFile.load(Files.writeString(folder.resolve("graph.zip"), text), List.of());
            assertThat(found).isInstanceOf(ComputationGraph.class);
            assertSame(found.params(), expected.params());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "dist", "dataBuffer", "shape", "confs"})
    void aVertexMayHaveAnyName(String name) throws IOException {
        String json = Networks.graph().toJson().replace("\"one\"", "\"" + name + "\"");
        Model found = ModelFile.load(Files.writeString(folder.resolve("graph"), json), List.of());
        assertThat(((ComputationGraph) found).getVertex(name)).isNotNull();
    }

    @Test
    void aClassThatTheUserAllowsIsUsed() throws IOException {
        MultiLayerConfiguration configuration = Networks.dense(new TameInit(), new Adam(0.01));
        Sightings.seen().clear();
        for (String text : List.of(configuration.toJson(), configuration.toYaml())) {
            Path file = Files.writeString(folder.resolve("network"), text);
            for (String allowed : List.of("com.example.TameInit", "com.example.", "com.")) {
                MultiLayerNetwork network = (MultiLayerNetwork) ModelFile.load(file, List.of("a.B", allowed));
                assertThat(network.getLayer(0).getParam("W").meanNumber().doubleValue())
                        .isEqualTo(1);
            }
            for (String allowed :
                    List.of("com.example.TameIni", "com.example", "example.TameInit", "", ".", "com.x.")) {
                assertThatThrownBy(() -> ModelFile.load(file, List.of(allowed)))
                        .isInstanceOf(InvalidModelException.class)
                        .hasMessage(file + " names the class com.example.TameInit, which is neither DL4J's nor this"
                                + " library's: allow it with --allow-class com.example.TameInit if you trust the file");
            }
        }
    }

    private static void assertSame(INDArray found, INDArray expected) {
        assertThat(found.length()).isEqualTo(expected.length());
        assertThat(found.dataType()).isEqualTo(expected.dataType());
        // equals() of INDArray allows for a difference of 1e-5.
        assertThat(found.dup('c').data().asBytes())
                .isEqualTo(expected.dup('c').data().asBytes());
    }
}
