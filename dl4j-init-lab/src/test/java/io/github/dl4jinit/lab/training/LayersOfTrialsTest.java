// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.signal.SignalReport;
import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

/** What a trial keeps of the layers that a probe has measured. */
class LayersOfTrialsTest {

    @Test
    void aPlainNetworkHasItsInputAndEveryHiddenLayer() throws Exception {
        SignalReport report = probe("he", 4, false);
        TrialSignal.Layers layers = TrialSignal.of(report).layers();
        assertThat(layers.depths()).containsExactly(0, 1, 2, 3, 4);
        for (int depth = 1; depth <= 4; depth++) {
            assertThat(layers.activations().get(depth))
                    .isEqualTo(fourDigits(
                            report.layer("layer" + (depth - 1)).activation().rms()));
            assertThat(layers.gradients().get(depth))
                    .isEqualTo(fourDigits(
                            report.layer("layer" + (depth - 1)).gradientNorm().getAsDouble()));
        }
    }

    /** Within a branch only a part of the signal passes. */
    @Test
    void aResidualNetworkHasThePlacesBetweenItsBlocks() throws Exception {
        SignalReport report = probe("he", 5, true);
        TrialSignal.Layers layers = TrialSignal.of(report).layers();
        assertThat(layers.depths()).containsExactly(0, 1, 3, 5);
        assertThat(layers.activations().get(2))
                .isEqualTo(fourDigits(report.layer("block1-sum").activation().rms()));
    }

    @Test
    void whatIsNotFiniteIsNoNumber() throws Exception {
        TrialSignal.Layers layers =
                TrialSignal.of(probe("he(gain=1e30)", 4, false)).layers();
        assertThat(layers.activations().get(1)).isGreaterThan(1e29);
        assertThat(layers.activations().get(4)).isNull();
    }

    private static SignalReport probe(String scheme, int depth, boolean residual) throws Exception {
        MlpSpec network = new MlpSpec(depth, 8, "RELU", residual, Optimiser.SGD, 0.1);
        TrialSpec trial =
                new TrialSpec(Scheme.parse(scheme), 1, new TrainingSpec(network, 16, 1, 64, SmallMnist.source()));
        ImageDataset images = ImageDataset.load(SmallMnist.source(), 64);
        return Trainer.probe(trial, images, Trainer.network(trial, images));
    }

    private static double fourDigits(double value) {
        return BigDecimal.valueOf(value).round(new MathContext(4)).doubleValue();
    }
}
