// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.BrokenInit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jinit.OrthogonalInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every fault of a configuration is one sentence that names its file. */
class ConfigurationFaultsTest {

    private static final String REFUSED = "has a configuration that DL4J refuses: ";

    @TempDir
    Path folder;

    @Test
    void textsThatAreNoNetwork() throws IOException {
        String neither = "holds no network: expected \"confs\" (of a MultiLayerConfiguration) or \"vertices\" (of a"
                + " ComputationGraphConfiguration), found ";
        assertThat(problem("{\"a\": 1}")).isEqualTo(neither + "neither");
        assertThat(problem("{\"confs\": [], \"vertices\": {}}")).isEqualTo(neither + "both");
        assertThat(problem("Dear all")).isEqualTo(neither + "neither");
        assertThat(problem("[1, 2]")).isEqualTo(neither + "neither");
        assertThat(problem("---\na: 1\n---\nb: 2\n"))
                .isEqualTo("holds more than one YAML document: expected one configuration");
        assertThat(problem("{\"a\": 1")).startsWith("is not proper JSON: Unexpected end-of-input");
        assertThat(problem("{\"a\": 1} {}"))
                .isEqualTo("is not proper JSON: expected one configuration, found more behind it, in line 1");
        assertThat(problem("{\"a\": 1" + "0".repeat(2_000) + "}"))
                .isEqualTo("is not proper JSON: Number value length (2001) exceeds the maximum allowed (1000)");
        String otherText =
                "holds no network: expected a zip of DL4J's ModelSerializer, JSON or YAML, found other text (";
        assertThat(problem("a: [1\nb: }")).startsWith(otherText);
        assertThat(problem("? {a: 1}\n: 2")).isEqualTo(otherText + "Expected a field name (Scalar value in YAML))");
        String empty = "holds a network without layers: expected at least one";
        assertThat(problem("{\"confs\": []}")).isEqualTo(empty);
        assertThat(problem("{\"vertices\": {}}")).isEqualTo(empty);
        assertThat(problem("{\"confs\": [1, null]}"))
                .startsWith(REFUSED
                        + "confs[0] must be an object of the type NeuralNetConfiguration, found something else");
        assertThat(problem("{\"vertices\": {\"a\": null}}")).startsWith(REFUSED + "a value that is needed is missing");
    }

    @Test
    void textsThatAreMadeToBreakAParser() throws IOException {
        String tooDeep = "is nested too deeply: expected at most 200 levels, found more";
        assertThat(problem("{\"confs\":" + "[".repeat(100_000))).isEqualTo(tooDeep);
        assertThat(problem("[".repeat(100_000))).isEqualTo(tooDeep);
        assertThat(problem("{\"confs\":" + "{\"@class\":\"org.nd4j.X\",\"a\":".repeat(100_000)))
                .isEqualTo(tooDeep);
        // A few kB of gzip hold 64 MB, which made 1.8 GB of empty arrays.
        String tooLarge = "is too large: expected at most 2000000 values, found more";
        assertThat(problem("{\"confs\":[" + "[],".repeat(1_000_000) + "[]]}")).isEqualTo(tooLarge);
        assertThat(problem("confs:\n" + "- 1\n".repeat(2_000_000))).isEqualTo(tooLarge);
        // The billion laughs.
        assertThat(problem("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"))
                .isEqualTo("has a YAML alias, which DL4J never writes");
        byte[] large = new byte[ModelFile.MAX_CONFIGURATION + 1];
        Arrays.fill(large, (byte) ' ');
        assertThat(problem(large))
                .isEqualTo("is too large: expected a configuration of at most 67108864 bytes, found more");
    }

    @Test
    void classesThatCannotBeLoaded() throws IOException {
        String json = Networks.dense().toJson();
        assertThat(problem(json.replace("io.github.dl4jinit.HeInit", "com.example.Absent"), "com.example."))
                .isEqualTo("names the class com.example.Absent, which is allowed but not on the class path");
        assertThat(problem(json.replace("io.github.dl4jinit.HeInit", "org.deeplearning4j.Absent")))
                .isEqualTo("names the class org.deeplearning4j.Absent, which is allowed but not on the class path");
        assertThat(problem(json.replace("io.github.dl4jinit.HeInit", "com.example.BrokenInit"), BROKEN))
                .startsWith("names a class that cannot be loaded: ");
        assertThat(problem(json.replace("io.github.dl4jinit.HeInit", "org.nd4j.linalg.learning.config.Adam")))
                .isEqualTo(REFUSED + "confs[0].layer.weightInitFn must be an object of the type"
                        + " IWeightInit, found the class org.nd4j.linalg.learning.config.Adam");
    }

    /** At 64 x 64 it would end this process. */
    @Test
    void dl4jsOrthogonalWeightsAreRefusedBeforeTheyAreDrawn() throws IOException {
        NeuralNetConfiguration.Builder builder =
                new NeuralNetConfiguration.Builder().weightInit(new OrthogonalDistribution(1));
        DenseLayer dense = new DenseLayer.Builder().nIn(64).nOut(64).build();
        String refused =
                "names DL4J's OrthogonalDistribution, which crashes or hangs in init() from 64 x 64 weights on:"
                        + " expected OrthogonalInit, which OrthogonalInit.replaceIn(configuration) puts in its place";
        MultiLayerConfiguration list =
                builder.clone().list().layer(dense.clone()).build();
        ComputationGraphConfiguration graph = builder.clone()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", dense.clone(), "in")
                .setOutputs("out")
                .build();
        assertThat(problem(list.toJson())).isEqualTo(refused);
        assertThat(problem(graph.toJson())).isEqualTo(refused);
        OrthogonalInit.replaceIn(list);
        Path file = Files.writeString(folder.resolve("replaced.json"), list.toJson());
        ModelFile.load(file, List.of()).close();
    }

    /** DL4J makes a wrapper of nothing, and stumbles over it when it writes the configuration. */
    @Test
    void aWrapperWithoutItsLayer() throws IOException {
        String json = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LastTimeStep(new LSTM.Builder().nIn(2).nOut(3).build()))
                .build()
                .toJson();
        JsonNode tree = new ObjectMapper().readTree(json);
        ((ObjectNode) tree.at("/confs/0/layer")).remove("underlying");
        assertThat(problem(tree.toString()))
                .isEqualTo(
                        "has a configuration that DL4J reads but cannot write: confs[0].layer.gradientNormalization: a"
                                + " value that is needed is missing");
    }

    private static final String BROKEN = BrokenInit.class.getName();

    @Test
    void configurationsThatDl4jRefuses() throws IOException {
        String json = Networks.dense().toJson();
        assertThat(problem(json.replace("\"gain\" : 1.0", "\"gain\" : -1.0")))
                .isEqualTo(REFUSED + "confs[0].layer.weightInitFn: gain must be positive and finite, received -1.0");
        assertThat(problem(json.replace("\"nout\" : 5", "\"nout\" : -5")))
                .isEqualTo("has a nout of -5 in layer \"layer0\" (DenseLayer): expected 0 or more");
        assertThat(problem(json.replace("\"nout\" : 5", "\"nout\" : 4611686018427387904")))
                .matches("calls for .*|has a configuration that DL4J refuses: .*");
        assertThat(problem(json.replace("\"nout\" : 5", "\"nout\" : 100000000000")))
                .startsWith("needs more memory than there is: expected parameters of at most ")
                .endsWith("found 2000000000072");
        assertThat(problem(json.replace("\"@class\" : \"org.deeplearning4j.nn.conf.layers.DenseLayer\",", "")))
                .isEqualTo(REFUSED + "confs[0].layer must name the class of its Layer, found none");
        assertThat(problem(json.replace("\"nout\" : 5", "\"nout\" : \"five\"")))
                .isEqualTo(REFUSED + "confs[0].layer.nout must be a whole number, found five");
        assertThat(problem(json.replace("\"nout\" : 5", "\"nout\" : [5]")))
                .isEqualTo(REFUSED + "confs[0].layer.nout must be a whole number, found something else");
        assertThat(problem(json.replace("\"miniBatch\" : true", "\"miniBatch\" : \"perhaps\"")))
                .isEqualTo(REFUSED + "confs[0].miniBatch must be true or false, found perhaps");
        assertThat(problem(json.replace("\"backpropType\" : \"Standard\"", "\"backpropType\" : \"None\"")))
                .isEqualTo(REFUSED + "backpropType must be one of [Standard, TruncatedBPTT], found None");
        assertThat(problem(json.replace("\"optimizationAlgo\" : \"STOCHASTIC_GRADIENT_DESCENT\",", "")))
                .isEqualTo(REFUSED + "a value that is needed is missing");
    }

    /** ND4J would believe what these say of themselves. */
    @Test
    void arraysWithinAConfiguration() throws IOException {
        assertThat(problem(weights("{\"dataType\":\"FLOAT\",\"shape\":[1,3],\"data\":[1,2,3]}")))
                .isEmpty();
        assertThat(problem(weights("{\"dataType\":\"FLOAT\",\"shape\":[3,1000000],\"data\":[1,2,3]}")))
                .isEqualTo("has an array whose shape calls for 3000000 elements, but which has 3");
        assertThat(problem(weights("{\"dataType\":\"FLOAT\",\"shape\":[65536,65536,65536,65536],\"data\":[]}")))
                .isEqualTo("has an array whose shape calls for 2147483647 elements, but which has 0");
        assertThat(problem(weights("{\"dataType\":\"FLOAT\",\"shape\":[-3],\"data\":[1,2,3]}")))
                .isEqualTo("has an array of a shape that is none: expected dimensions of at least 0");
        assertThat(problem(weights("{\"dataBuffer\":[1],\"rankField\":1,\"strideField\":[1000000]}")))
                .isEqualTo("has an array in the format of DL4J before 1.0.0, which is not read");
    }

    private static String weights(String array) {
        String loss = "\"@class\" : \"org.nd4j.linalg.lossfunctions.impl.LossMCXENT\"";
        String json = Networks.dense().toJson().replace(loss, loss + ", \"weights\" : " + array);
        assertThat(json).contains(array);
        return json;
    }

    private String problem(String text, String... allowed) throws IOException {
        return FaultyFiles.problem(Files.writeString(folder.resolve("model"), text), allowed);
    }

    private String problem(byte[] bytes) throws IOException {
        return FaultyFiles.problem(Files.write(folder.resolve("model"), bytes));
    }
}
