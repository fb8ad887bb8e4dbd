// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code meanfield(sigmaW2=…,sigmaB2=…)} draws, in real networks. */
class MeanFieldSchemeTest {

    private static final int WIDTH = 256;

    /** So many standard errors away is chance once in two million draws. */
    private static final double ERRORS = 5;

    private static ImageDataset images;

    @BeforeAll
    static void load() throws Exception {
        images = ImageDataset.load(SmallMnist.source(), 10);
    }

    /** The square of a normal number has the variance 2σ⁴, so that n of them know σ² to σ²·√(2/n). */
    @Test
    void weightsAndBiasesHaveTheirVariances() {
        Map<String, double[]> parameters = parameters("meanfield(sigmaW2=1.7,sigmaB2=0.05)", 1, false);
        assertThat(parameters).hasSize(8);
        parameters.forEach((name, values) -> {
            if (name.endsWith("_W")) {
                int fanIn = name.startsWith("0_") ? images.inputs() : WIDTH;
                assertVariance(name, values, 1.7 / fanIn);
            }
        });
        double[] biases = parameters.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("_b"))
                .flatMapToDouble(entry -> Arrays.stream(entry.getValue()))
                .toArray();
        assertThat(biases).hasSize(3 * WIDTH + 10).doesNotHaveDuplicates();
        assertVariance("biases", biases, 0.05);
        assertThat(Arrays.stream(biases).average().orElseThrow())
                .isCloseTo(0, within(ERRORS * Math.sqrt(0.05 / biases.length)));
    }

    @Test
    void theBiasesFollowFromTheSeed() {
        String scheme = "meanfield(sigmaW2=1.7,sigmaB2=0.05)";
        Map<String, double[]> first = parameters(scheme, 1, false);
        Map<String, double[]> again = parameters(scheme, 1, false);
        Map<String, double[]> other = parameters(scheme, 2, false);
        first.forEach((name, values) -> assertThat(again.get(name)).as(name).isEqualTo(values));
        first.forEach((name, values) -> assertThat(other.get(name)).as(name).isNotEqualTo(values));
    }

    /** So that maps of σ_w² and σ_b² differ by what the axes say alone. */
    @Test
    void withoutBiasesTheyAreZeroAndTheWeightsTheSame() {
        Map<String, double[]> with = parameters("meanfield(sigmaW2=1.7,sigmaB2=0.05)", 1, false);
        for (String scheme : new String[] {"meanfield(sigmaW2=1.7)", "meanfield(sigmaW2=1.7,sigmaB2=0)"}) {
            parameters(scheme, 1, false).forEach((name, values) -> {
                if (name.endsWith("_b")) {
                    assertThat(values).as(name).containsOnly(0);
                } else {
                    assertThat(values).as(name).isEqualTo(with.get(name));
                }
            });
        }
    }

    @Test
    void residualNetworksHaveBiasesToo() {
        Map<String, double[]> parameters = parameters("meanfield(sigmaW2=1,sigmaB2=0.2)", 1, true);
        double[] biases = Stream.of("stem_b", "block1-dense1_b", "block1-dense2_b", "output_b")
                .map(parameters::get)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertVariance("biases", biases, 0.2);
    }

    private static void assertVariance(String name, double[] values, double expected) {
        double meanSquare =
                Arrays.stream(values).map(value -> value * value).average().orElseThrow();
        assertThat(meanSquare).as(name).isCloseTo(expected, within(ERRORS * expected * Math.sqrt(2.0 / values.length)));
    }

    private static Map<String, double[]> parameters(String scheme, long seed, boolean residual) {
        MlpSpec mlp = new MlpSpec(3, WIDTH, "TANH", residual, Optimiser.SGD, 0.1);
        Model network = Trainer.network(
                new TrialSpec(Scheme.parse(scheme), seed, new TrainingSpec(mlp, 10, 1, 10, SmallMnist.source())),
                images);
        Map<String, double[]> parameters = new LinkedHashMap<>();
        network.paramTable()
                .forEach((name, values) ->
                        parameters.put(name, values.dup().data().asDouble()));
        network.close();
        return parameters;
    }
}
