// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.theory.MeanField;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class TailoredActivationTest {

    private static final TailoredActivation SOME = new TailoredActivation(new ActivationTanH(), 0.5, 0.2, -0.1, 3);

    static Stream<IActivation> functions() {
        return Stream.of(
                new ActivationTanH(),
                new ActivationGELU(),
                new ActivationSwish(),
                new ActivationMish(),
                new ActivationSoftSign(),
                new ActivationELU(),
                new ActivationRationalTanh());
    }

    @Test
    void formula() {
        INDArray in = Nd4j.createFromArray(-2.0, 0.0, 0.7).reshape(1, 3);
        INDArray out = SOME.getActivation(in.dup(), true);
        for (int i = 0; i < 3; i++) {
            assertThat(out.getDouble(i)).isCloseTo(3 * (Math.tanh(0.5 * in.getDouble(i) + 0.2) - 0.1), within(1e-14));
        }
    }

    /** By the theory of the object itself. */
    @Test
    void fourConditions() {
        for (IActivation function : List.of(new ActivationTanH(), new ActivationMish(), new ActivationRationalTanh())) {
            for (int layers : new int[] {5, 151}) {
                MeanField theory = MeanField.of(TailoredActivation.of(function, 0.3 / layers));
                assertThat(theory.secondMoment(1)).as("Q(1)").isCloseTo(1, within(1e-9));
                assertThat(theory.varianceSlope(1, 1)).as("Q'(1)").isCloseTo(1, within(1e-9));
                assertThat(theory.chi(1, 1)).as("C'(1)").isCloseTo(1, within(1e-9));
                assertThat(theory.correlationCurvature(1, 1, 0)).as("C''(1)").isCloseTo(0.3 / layers, within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void derivative(IActivation function) {
        TailoredActivation tailored = new TailoredActivation(function, 0.5, 0.2, -0.1, 3);
        INDArray in = Nd4j.linspace(DataType.DOUBLE, -3.01, 0.13, 40).reshape(8, 5);
        INDArray epsilon = Nd4j.linspace(DataType.DOUBLE, 1, 0.1, 40).reshape(8, 5);
        double h = 1e-5;
        INDArray difference = tailored.getActivation(in.add(h), true)
                .sub(tailored.getActivation(in.sub(h), true))
                .div(2 * h)
                .mul(epsilon);
        INDArray given = epsilon.dup();
        INDArray gradient = tailored.backprop(in.dup(), epsilon).getFirst();
        assertThat(gradient.equalsWithEps(difference, 1e-7)).isTrue();
        assertThat(epsilon).as("the caller's").isEqualTo(given);
    }

    /** The identity hands on the very array that it was given. */
    @Test
    void derivativeOfTheIdentity() {
        INDArray epsilon = Nd4j.createFromArray(1.0, 2.0).reshape(1, 2);
        TailoredActivation line = new TailoredActivation(new ActivationIdentity(), 2, 1, 1, 3);
        assertThat(line.backprop(Nd4j.zeros(DataType.DOUBLE, 1, 2), epsilon).getFirst())
                .isEqualTo(Nd4j.createFromArray(6.0, 12.0).reshape(1, 2));
        assertThat(epsilon).isEqualTo(Nd4j.createFromArray(1.0, 2.0).reshape(1, 2));
    }

    @Test
    void gradientsOfANetwork() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(5).activation(SOME).build())
                .layer(new DenseLayer.Builder()
                        .nIn(5)
                        .nOut(5)
                        .activation(new ActivationIdentity())
                        .build())
                .layer(new ActivationLayer(TailoredActivation.of(new ActivationGELU(), 0.01)))
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        INDArray features = Nd4j.linspace(DataType.DOUBLE, -1, 0.2, 12).reshape(3, 4);
        DataSet batch =
                new DataSet(features, Nd4j.linspace(DataType.DOUBLE, 0, 0.1, 6).reshape(3, 2));
        network.setInput(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        INDArray gradient = network.gradient().gradient().div(3); // DL4J's is the sum over three examples
        INDArray parameters = network.params();
        double h = 1e-6;
        for (long i = 0; i < parameters.length(); i++) {
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + h);
            double above = network.score(batch);
            parameters.putScalar(i, value - h);
            double below = network.score(batch);
            parameters.putScalar(i, value);
            assertThat(gradient.getDouble(i)).as("parameter %d", i).isCloseTo((above - below) / (2 * h), within(1e-7));
        }
    }

    @ParameterizedTest
    @CsvSource({"DOUBLE, 52", "FLOAT, 23", "HALF, 10", "BFLOAT16, 7"})
    void dataTypes(DataType type, int mantissaBits) {
        TailoredActivation tailored = TailoredActivation.of(new ActivationTanH(), 0.03);
        INDArray in = Nd4j.linspace(DataType.DOUBLE, -2, 0.1, 40).reshape(8, 5);
        INDArray expected = tailored.getActivation(in.dup(), true);
        INDArray out = tailored.getActivation(in.castTo(type), true);
        assertThat(out.dataType()).isEqualTo(type);
        // Before γ a rounding is one of a number below 1, and γ multiplies it.
        double rounding = 3 * tailored.gamma() * Math.scalb(1.0, -mantissaBits);
        assertThat(out.castTo(DataType.DOUBLE).equalsWithEps(expected, rounding))
                .isTrue();
        if (type != DataType.BFLOAT16) { // in which ND4J has no derivative of tanh
            INDArray epsilon = Nd4j.onesLike(in.castTo(type));
            assertThat(tailored.backprop(in.castTo(type), epsilon).getFirst().dataType())
                    .isEqualTo(type);
        }
    }

    @Test
    void jsonYamlAndSerialization() {
        for (IActivation function : List.of(SOME, new TailoredActivation(new ActivationLReLU(0.3), 1, 0, 0, -2))) {
            MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                    .list()
                    .layer(new DenseLayer.Builder()
                            .nIn(4)
                            .nOut(3)
                            .activation(function)
                            .build())
                    .build();
            MultiLayerConfiguration json = MultiLayerConfiguration.fromJson(configuration.toJson());
            assertThat(functionOf(json)).isEqualTo(function);
            assertThat(json).isEqualTo(configuration);
            assertThat(functionOf(MultiLayerConfiguration.fromYaml(configuration.toYaml())))
                    .isEqualTo(function);
            assertThat(SerializationUtils.clone(function)).isEqualTo(function);
        }
    }

    private static IActivation functionOf(MultiLayerConfiguration configuration) {
        return ((BaseLayer) configuration.getConf(0).getLayer()).getActivationFn();
    }

    @Test
    void jsonIsChecked() {
        String json = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(3).activation(SOME).build())
                .build()
                .toJson();
        assertThat(json).contains("\"gamma\" : 3.0");
        assertThatThrownBy(() -> MultiLayerConfiguration.fromJson(json.replace("\"gamma\"", "\"gama\"")))
                .hasStackTraceContaining("TailoredActivation.gamma must be given, received null");
        assertThatThrownBy(() -> MultiLayerConfiguration.fromJson(json.replace("\"gamma\" : 3.0", "\"gamma\" : 0.0")))
                .hasStackTraceContaining("TailoredActivation.gamma must be finite and not 0, received 0.0");
    }

    @Test
    void equality() {
        IActivation tanh = new ActivationTanH();
        assertThat(new TailoredActivation(new ActivationTanH(), 0.5, 0.2, -0.1, 3))
                .isEqualTo(SOME)
                .hasSameHashCodeAs(SOME)
                .hasToString("tailored(tanh, a=0.5, b=0.2, d=-0.1, gamma=3.0)")
                .isNotEqualTo(new TailoredActivation(new ActivationSoftSign(), 0.5, 0.2, -0.1, 3))
                .isNotEqualTo(new TailoredActivation(tanh, 0.6, 0.2, -0.1, 3))
                .isNotEqualTo(new TailoredActivation(tanh, 0.5, 0.3, -0.1, 3))
                .isNotEqualTo(new TailoredActivation(tanh, 0.5, 0.2, 0.1, 3))
                .isNotEqualTo(new TailoredActivation(tanh, 0.5, 0.2, -0.1, -3))
                .isNotEqualTo(tanh);
        assertThat(new TailoredActivation(tanh, 0.5, 0.0, -0.1, 3))
                .as("as their hash codes differ")
                .isNotEqualTo(new TailoredActivation(tanh, 0.5, -0.0, -0.1, 3));
    }

    @Test
    void argumentsAreChecked() {
        IActivation tanh = new ActivationTanH();
        assertThatThrownBy(() -> new TailoredActivation(null, 1, 0, 0, 1))
                .hasMessage("TailoredActivation.activation must be given, received null");
        assertThatThrownBy(() -> new TailoredActivation(tanh, 0, 0, 0, 1))
                .hasMessage("TailoredActivation.a must be finite and not 0, received 0.0");
        assertThatThrownBy(() -> new TailoredActivation(tanh, 1, Double.NaN, 0, 1))
                .hasMessage("TailoredActivation.b must be finite, received NaN");
        assertThatThrownBy(() -> new TailoredActivation(tanh, 1, 0, Double.POSITIVE_INFINITY, 1))
                .hasMessage("TailoredActivation.d must be finite, received Infinity");
        assertThatThrownBy(() -> new TailoredActivation(new ActivationPReLU(Nd4j.ones(1, 3), null), 1, 0, 0, 1))
                .hasMessageStartingWith(
                        "TailoredActivation.activation must be a function without parameters that are trained");
    }
}
