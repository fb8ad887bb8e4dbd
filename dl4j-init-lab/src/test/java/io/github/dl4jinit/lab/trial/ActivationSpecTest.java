// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

class ActivationSpecTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relu | RELU",
                "Tanh | TANH",
                "leakyrelu | LEAKYRELU",
                "leakyrelu(0.639) | LEAKYRELU(0.639)",
                "LeakyReLU( .20 ) | LEAKYRELU(0.2)",
                "leakyrelu(-1e-9) | LEAKYRELU(-1E-9)",
                "elu(2.0) | ELU(2)",
                "rrelu(0.1, 0.3) | RRELU(0.1,0.3)",
            })
    void isWrittenInOneWay(String written, String text) throws Exception {
        ActivationSpec spec = ActivationSpec.parse(written);
        assertThat(spec.text()).isEqualTo(text);
        assertThat(JSON.writeValueAsString(spec)).isEqualTo('"' + text + '"');
        assertThat(JSON.readValue('"' + text + '"', ActivationSpec.class)).isEqualTo(spec);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void namesAreDl4js(Activation name) {
        ActivationSpec spec = ActivationSpec.parse(name.name());
        assertThat(spec).isEqualTo(ActivationSpec.of(name));
        assertThat(spec.text()).isEqualTo(name.name());
        assertThat(spec.function()).isEqualTo(name.getActivationFunction());
    }

    @Test
    void parametersReachTheFunction() {
        assertThat(ActivationSpec.parse("leakyrelu(0.2)").function()).isEqualTo(new ActivationLReLU(0.2));
        assertThat(ActivationSpec.parse("elu(2)").function()).isEqualTo(new ActivationELU(2));
        assertThat(ActivationSpec.parse("thresholdedrelu(0.5)").function())
                .isEqualTo(new ActivationThresholdedReLU(0.5));
        assertThat(ActivationSpec.parse("rrelu(0.1,0.3)").function()).isEqualTo(new ActivationRReLU(0.1, 0.3));
    }

    /** What one keeps between the passes must not be another's. */
    @Test
    void everyCallGivesAnotherFunction() {
        for (String written : List.of("rrelu", "rrelu(0.1,0.3)")) {
            ActivationSpec spec = ActivationSpec.parse(written);
            assertThat(spec.function()).isNotSameAs(spec.function());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reluu | activation must be a known name, received reluu; did you mean RELU?",
                "leakyrelu( | activation must be a name, with parameters as in leakyrelu(0.2), received leakyrelu(",
                "leakyrelu() | activation must be a name, with parameters as in leakyrelu(0.2), received leakyrelu()",
                "leakyrelu(x) | a parameter of leakyrelu must be a number, received x",
                "leakyrelu(NaN) | a parameter of leakyrelu must be finite, received NaN",
                "leakyrelu(1,2) | the number of parameters of leakyrelu must be 1, received 2",
                "relu(1) | the number of parameters of relu must be 0, received 1",
                "rrelu(0.1) | the number of parameters of rrelu must be 2, received 1",
            })
    void whatIsNoneIsRefused(String written, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActivationSpec.parse(written))
                .withMessage(message);
    }

    /** Results of earlier versions are taken for what they are. */
    @Test
    void aPerceptronIsReadAsItWasWritten() throws Exception {
        String json = "{\"depth\":4,\"width\":16,\"activation\":\"RELU\",\"residual\":false,\"optimiser\":\"SGD\","
                + "\"learningRate\":0.1}";
        MlpSpec spec = new MlpSpec(4, 16, "relu", false, Optimiser.SGD, 0.1);
        assertThat(JSON.readValue(json, NetworkSpec.class)).isEqualTo(spec);
        assertThat(spec.fileName()).isEqualTo("depth4-width16-relu-sgd-lr0.1");
        assertThat(spec.network()).isEqualTo("4 hidden layers x 16, RELU");
    }

    @Test
    void aPerceptronKnowsTheParameters() throws Exception {
        MlpSpec spec = new MlpSpec(4, 16, "leakyrelu(0.639)", false, Optimiser.SGD, 0.1);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), NetworkSpec.class))
                .isEqualTo(spec);
        assertThat(spec.fileName()).isEqualTo("depth4-width16-leakyrelu-0.639-sgd-lr0.1");
        assertThat(spec.network()).isEqualTo("4 hidden layers x 16, LEAKYRELU(0.639)");
        assertThat(spec.withActivation(ActivationSpec.parse("leakyrelu(-0.639)"))
                        .fileName())
                .isEqualTo("depth4-width16-leakyrelu--0.639-sgd-lr0.1");
    }
}
