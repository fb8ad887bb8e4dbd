// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dl4jinit.theory.Preserve;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Configurations carry every knob, and refuse what they cannot carry. */
class SerializationTest {

    static List<IWeightInit> inits() {
        return List.of(
                new HeInit(),
                HeInit.builder()
                        .gain(1.1)
                        .numerator(2.5)
                        .fanMode(FanMode.FAN_OUT)
                        .distribution(WeightDistribution.UNIFORM)
                        .build(),
                XavierInit.builder()
                        .gain(0.1)
                        .distribution(WeightDistribution.TRUNCATED_NORMAL)
                        .build(),
                BengioInit.builder().numerator(1.0 / 3).fanMode(FanMode.FAN_AVG).build(),
                new VarianceScalingInit(1e-3, 7, FanMode.FAN_AVG, WeightDistribution.TRUNCATED_NORMAL),
                VarianceScalingInit.builder()
                        .forActivation(new ActivationSwish(), Preserve.GEOMETRIC_MEAN)
                        .build(),
                CriticalInit.of(new ActivationTanH(), 0.05),
                new CriticalInit(1.5, 0, WeightDistribution.UNIFORM),
                new OrthogonalInit(Math.sqrt(2)),
                new DeltaOrthogonalInit(Math.sqrt(2)),
                new GateOrthogonalInit(0.9),
                MirroredInit.first(),
                MirroredInit.hidden(new ActivationLReLU(0.3)).withGain(0.9),
                MirroredInit.last());
    }

    @ParameterizedTest
    @MethodSource("inits")
    void multiLayerConfiguration(IWeightInit init) {
        MultiLayerConfiguration configuration = configuration(init);
        assertThat(initOf(MultiLayerConfiguration.fromJson(configuration.toJson())))
                .isEqualTo(init);
        assertThat(initOf(MultiLayerConfiguration.fromYaml(configuration.toYaml())))
                .isEqualTo(init);
        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }

    @ParameterizedTest
    @MethodSource("inits")
    void computationGraphConfiguration(IWeightInit init) {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .weightInit(init)
                .graphBuilder()
                .addInputs("in")
                .addLayer("layer", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
                .setOutputs("layer")
                .build();
        assertThat(initOf(ComputationGraphConfiguration.fromJson(configuration.toJson())))
                .isEqualTo(init);
        assertThat(initOf(ComputationGraphConfiguration.fromYaml(configuration.toYaml())))
                .isEqualTo(init);
    }

    /** Spark ships configurations this way. */
    @ParameterizedTest
    @MethodSource("inits")
    void javaSerialization(IWeightInit init) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(init);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(init);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"gain\" : 1.1 | \"gain\" : -1 | gain must be positive and finite, received -1.0",
                "\"gain\" : 1.1 | \"gain\" : 0 | gain must be positive and finite, received 0.0",
                "\"gain\" : 1.1 | \"gain\" : \"NaN\" | HeInit.gain must be a number, received \"NaN\"",
                "\"gain\" : 1.1 | \"gain\" : 1e999 | gain must be positive and finite, received Infinity",
                "\"gain\" : 1.1 | \"gain\" : null | HeInit.gain must be a number, received null",
                "\"gain\" : 1.1, | `` | HeInit.gain must be given, received only {",
                "\"gain\" : 1.1 | \"gian\" : 1.1 | HeInit.gian must be one of the fields [gain, numerator, fanMode, distribution], received 1.1",
                "\"gain\" : 1.1 | \"gain\" : 1.1, \"gian\" : 1.2 | HeInit.gian must be one of the fields [gain, numerator, fanMode, distribution], received 1.2",
                "\"numerator\" : 2.0 | \"numerator\" : -2 | numerator must be positive and finite, received -2.0",
                "\"fanMode\" : \"FAN_IN\" | \"fanMode\" : \"FAN_INN\" | HeInit.fanMode must be one of [FAN_IN, FAN_OUT, FAN_AVG, FAN_GEO_AVG, FAN_SUM], received \"FAN_INN\"",
                "\"fanMode\" : \"FAN_IN\" | \"fanMode\" : 3 | HeInit.fanMode must be one of [FAN_IN, FAN_OUT, FAN_AVG, FAN_GEO_AVG, FAN_SUM], received 3",
                "\"distribution\" : \"NORMAL\" | \"distribution\" : \"NORML\" | HeInit.distribution must be one of [NORMAL, TRUNCATED_NORMAL, UNIFORM], received \"NORML\"",
            })
    void badJsonIsRefusedByNameAndValue(String field, String replacement, String message) {
        String json = configuration(new HeInit(1.1)).toJson();
        assertThat(json).contains(field);
        assertThat(messages(catchThrowable(() -> MultiLayerConfiguration.fromJson(json.replace(field, replacement)))))
                .anySatisfy(text -> assertThat(text).contains(message));
    }

    /** A bare NaN or Infinity is no JSON: DL4J's parser itself refuses it, naming it. */
    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void bareNonNumbersAreRefused(String token) {
        String json = configuration(new HeInit(1.1)).toJson().replace("\"gain\" : 1.1", "\"gain\" : " + token);
        assertThat(messages(catchThrowable(() -> MultiLayerConfiguration.fromJson(json))))
                .anySatisfy(text -> assertThat(text).contains(token));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"gain\" : 2.0 | \"gain\" : -1 | gain must be positive and finite, received -1.0",
                "\"gain\" : 2.0 | \"gian\" : 2.0 | OrthogonalInit.gian must be one of the fields [gain], received 2.0",
                "\"gain\" : 2.0 | \"gain\" : 2.0, \"fan\" : 1 | OrthogonalInit.fan must be one of the fields [gain], received 1",
            })
    void badOrthogonalJsonIsRefusedByNameAndValue(String field, String replacement, String message) {
        for (IWeightInit init : List.of(new OrthogonalInit(2), new DeltaOrthogonalInit(2), new GateOrthogonalInit(2))) {
            String json = configuration(init).toJson().replace(field, replacement);
            String ofClass = message.replace("OrthogonalInit", init.getClass().getSimpleName());
            assertThat(messages(catchThrowable(() -> MultiLayerConfiguration.fromJson(json))))
                    .anySatisfy(text -> assertThat(text).contains(ofClass));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"sigmaW2\" : 1.5 | \"sigmaW2\" : 0 | sigmaW2 must be positive and finite, received 0.0",
                "\"sigmaB2\" : 0.05 | \"sigmaB2\" : -1 | sigmaB2 must be zero or more and finite, received -1.0",
                "\"sigmaB2\" : 0.05 | \"sigma\" : 0.05 | CriticalInit.sigma must be one of the fields [sigmaW2, sigmaB2, distribution], received 0.05",
            })
    void badCriticalJsonIsRefusedByNameAndValue(String field, String replacement, String message) {
        String json = configuration(new CriticalInit(1.5, 0.05)).toJson();
        assertThat(json).contains(field);
        assertThat(messages(catchThrowable(() -> MultiLayerConfiguration.fromJson(json.replace(field, replacement)))))
                .anySatisfy(text -> assertThat(text).contains(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"HIDDEN\" | \"MIDDLE\" | MirroredInit.position must be one of [FIRST, HIDDEN, LAST], received \"MIDDLE\"",
                "\"slope\" : 1.25 | \"slope\" : 0 | slope must be finite and other than 0, received 0.0",
                "\"gain\" : 2.0 | \"gain\" : -1 | gain must be positive and finite, received -1.0",
                "\"gain\" : 2.0 | \"gian\" : 2.0 | MirroredInit.gian must be one of the fields [position, slope, gain], received 2.0",
            })
    void badMirroredJsonIsRefusedByNameAndValue(String field, String replacement, String message) {
        String json = configuration(
                        MirroredInit.hidden(new ActivationLReLU(0.25)).withGain(2))
                .toJson();
        assertThat(json).contains(field);
        assertThat(messages(catchThrowable(() -> MultiLayerConfiguration.fromJson(json.replace(field, replacement)))))
                .anySatisfy(text -> assertThat(text).contains(message));
    }

    /** JSON holds the numbers, not the activation that they were computed from. */
    @Test
    void jsonOfComputedGainsIsNumbers() {
        String json = configuration(VarianceScalingInit.builder()
                        .forActivation(new ActivationTanH())
                        .build())
                .toJson();
        assertThat(json).contains("\"gain\" : 1.59253741").contains("\"numerator\" : 1.0");
        json = configuration(CriticalInit.of(new ActivationTanH(), 0.05)).toJson();
        assertThat(json).contains("\"sigmaW2\" : 1.760954").contains("\"sigmaB2\" : 0.05");
    }

    private static MultiLayerConfiguration configuration(IWeightInit init) {
        return new NeuralNetConfiguration.Builder()
                .weightInit(init)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
                .build();
    }

    private static IWeightInit initOf(MultiLayerConfiguration configuration) {
        return ((BaseLayer) configuration.getConf(0).getLayer()).getWeightInitFn();
    }

    private static IWeightInit initOf(ComputationGraphConfiguration configuration) {
        LayerVertex vertex = (LayerVertex) configuration.getVertices().get("layer");
        return ((BaseLayer) vertex.getLayerConf().getLayer()).getWeightInitFn();
    }

    /** What a user sees in the stack trace. */
    private static List<String> messages(Throwable thrown) {
        assertThat(thrown).isNotNull();
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .map(String::valueOf)
                .collect(java.util.stream.Collectors.toList());
    }
}
