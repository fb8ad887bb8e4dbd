// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.ResidualRule;
import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.theory.Preserve;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code network(…)} and {@code lsuv} on the networks that {@code compare} trains. */
class WholeNetworkSchemeTest {

    private static ImageDataset data;

    @BeforeAll
    static void load() throws Exception {
        data = ImageDataset.load(SmallMnist.source(), 640);
    }

    static Stream<Arguments> knobs() {
        return Stream.of(
                Arguments.of("network", NetworkInit.builder()),
                Arguments.of("network(preserve=backward)", NetworkInit.builder().preserve(Preserve.BACKWARD)),
                Arguments.of(
                        "network(distribution=orthogonal)",
                        NetworkInit.builder().orthogonal()),
                Arguments.of(
                        "network(distribution=uniform,gain=1.2)",
                        NetworkInit.builder()
                                .distribution(WeightDistribution.UNIFORM)
                                .gain(1.2)),
                Arguments.of("network(sigmaB2=0.05)", NetworkInit.builder().critical(0.05)),
                Arguments.of("mirrored", NetworkInit.builder().mirrored()),
                Arguments.of(
                        "mirrored(gain=1.2)", NetworkInit.builder().mirrored().gain(1.2)),
                Arguments.of(
                        "mirrored(preActivationVariance=0.25,residual=none)",
                        NetworkInit.builder()
                                .mirrored()
                                .preActivationVariance(0.25)
                                .residual(ResidualRule.NONE)),
                Arguments.of("network(residual=fixup)", NetworkInit.builder().residual(ResidualRule.FIXUP)));
    }

    @ParameterizedTest
    @MethodSource("knobs")
    void everyKnobIsTheBuilders(String scheme, NetworkInit.Builder builder) {
        for (boolean residual : new boolean[] {false, true}) {
            Model expected = Trainer.network(spec("he", 9, residual), data);
            builder.build().apply(expected);
            Model network = Trainer.network(spec(scheme, 9, residual), data);
            assertThat(network.params().data().asFloat())
                    .isEqualTo(expected.params().data().asFloat());
        }
    }

    /** Thirty layers of tanh: the choice by depth is another variance than 1. */
    @Test
    void theVarianceOfPreActivationsIsTheBuilders() {
        TrainingSpec tanh = new TrainingSpec(
                new MlpSpec(30, 16, "TANH", false, Optimiser.ADAM, 1e-3), 64, 1, 640, SmallMnist.source());
        Map<String, NetworkInit.Builder> builders = Map.of(
                "network(preActivationVariance=0.09)", NetworkInit.builder().preActivationVariance(0.09),
                "network(preActivationVariance=auto)", NetworkInit.builder().preActivationVariance());
        float[] usual = weights(new TrialSpec(Scheme.parse("network"), 3, tanh));
        builders.forEach((scheme, builder) -> {
            Model expected = Trainer.network(new TrialSpec(Scheme.HE, 3, tanh), data);
            builder.build().apply(expected);
            assertThat(weights(new TrialSpec(Scheme.parse(scheme), 3, tanh)))
                    .isEqualTo(expected.params().data().asFloat())
                    .isNotEqualTo(usual);
        });
    }

    private static float[] weights(TrialSpec spec) {
        return Trainer.network(spec, data).params().data().asFloat();
    }

    /** 152 layers with weights, where He explodes with skip connections. */
    @Test
    void resNetsDepthIsHealthy() {
        for (String scheme : new String[] {"network", "lsuv"}) {
            SignalReport report = probe(spec(scheme, 151, true));
            assertThat(report.forward().healthy()).isTrue();
            assertThat(report.backward().healthy()).isTrue();
        }
        SignalReport he = probe(spec("he", 151, true));
        assertThat(he.forward().healthy()).isFalse();
        assertThat(he.backward().healthy()).isFalse();
    }

    /** It sees the very batch that the trial trains on first. */
    @Test
    void lsuvFitsTheFirstBatch() {
        SignalReport report = probe(spec("lsuv(tolerance=1e-3,targetVariance=2)", 9, false));
        assertThat(report.layers())
                .filteredOn(layer -> layer.preActivation().isPresent())
                .hasSize(10)
                .allSatisfy(layer -> assertThat(variance(layer)).isBetween(2 * 0.999, 2 * 1.001));
    }

    @Test
    void aRuleThatDoesNotFitSaysWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.network(spec("network(residual=skip_init)", 9, true), data))
                .withMessage("the branch into block1-sum must be one that ends in an ElementWiseMultiplicationLayer for"
                        + " SKIP_INIT, received block1-dense2 (DenseLayer)");
    }

    private static double variance(LayerSignal layer) {
        double std = layer.preActivation().get().std();
        return std * std;
    }

    private static SignalReport probe(TrialSpec spec) {
        return Trainer.probe(spec, data, Trainer.network(spec, data));
    }

    private static TrialSpec spec(String scheme, int depth, boolean residual) {
        return new TrialSpec(
                Scheme.parse(scheme),
                3,
                new TrainingSpec(
                        new MlpSpec(depth, 64, "RELU", residual, Optimiser.ADAM, 1e-3),
                        64,
                        1,
                        640,
                        SmallMnist.source()));
    }
}
