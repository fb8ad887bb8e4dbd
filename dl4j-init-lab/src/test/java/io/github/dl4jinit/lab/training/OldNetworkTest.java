// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.data.Target;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration that an old release of DL4J wrote is a user's own network like any other. */
class OldNetworkTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.7.2", "0.8.0", "0.9.1", "1.0.0-alpha", "1.0.0-beta", "1.0.0-beta3", "1.0.0-beta4"})
    void isTrained(String release) throws IOException, URISyntaxException {
        Path file = Path.of(
                Objects.requireNonNull(getClass().getResource("/models/" + release + "/perceptron.json"), release)
                        .toURI());
        OwnNetwork network = OwnNetwork.read(OwnNetwork.spec(file, List.of()));
        network.checkFits(ExampleForm.of(List.of(784), Target.classes(10)));
        assertThat(network.configuration().layers()).hasSize(2).allSatisfy(layer -> assertThat(
                        ((BaseLayer) layer).getWeightInitFn())
                .isEqualTo(new WeightInitXavier()));
    }
}
