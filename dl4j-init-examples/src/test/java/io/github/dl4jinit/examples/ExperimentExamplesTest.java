// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.comparison.ComparisonResult;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.sweep.SweepCell;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.tune.Dimension;
import io.github.dl4jinit.lab.tune.TuningSpec;
import io.github.dl4jinit.theory.Gains;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;

/** What the examples of comparing and tuning claim, with fewer and shorter trials. */
class ExperimentExamplesTest {

    /** Worker processes, and what they give: 0.57 and 0.69 against one class, of which a tenth of the digits are. */
    @Test
    void schemesAreCompared() throws Exception {
        TrainingSpec training =
                new TrainingSpec(new MlpSpec(3, 32, "RELU", false, Optimiser.ADAM, 1e-2), 64, 1, 1_280, null);
        Map<Scheme, List<Double>> accuracies = CompareSchemes.accuracies(
                new ComparisonSpec(Scheme.parseList("dl4j:ZERO,he"), List.of(1L, 2L), training));
        assertThat(accuracies.keySet()).extracting(Scheme::text).containsExactly("dl4j:ZERO", "he");
        assertThat(accuracies.get(Scheme.parse("dl4j:ZERO"))).hasSize(2).allMatch(accuracy -> accuracy < 0.2);
        assertThat(accuracies.get(Scheme.parse("he"))).hasSize(2).allMatch(accuracy -> accuracy > 0.4);
    }

    /** After 96 iterations: 0.77 against 0.62, over two seeds that the example does not use. */
    @Test
    void aTunedGainTrainsWhatTheDefaultDoesNot() throws Exception {
        OwnNetworkRunner runner = TuneOwnNetwork.runner();
        TuningSpec spec = TuningSpec.of(runner, "spirals", TuneOwnNetwork.EPOCHS, Knob.GAIN);
        assertThat(spec.iterations()).isEqualTo(96);
        assertThat(spec.heldOut()).isEqualTo(512);
        assertThat(spec.defaults()).isEqualTo(Setting.of(Knob.GAIN, 1));
        assertThat(spec.space().dimensions())
                .isEqualTo(List.of(Dimension.Range.around(
                        Knob.GAIN, spec.theory().number(Knob.GAIN).orElseThrow())));
        assertThat(spec.theory().number(Knob.GAIN).orElseThrow())
                .isCloseTo(Gains.forward(new ActivationSoftSign()), within(1e-4));
        List<SweepCell> cells = TuneOwnNetwork.sweep(runner, "1,1.855", "11,12").cells();
        assertThat(cells.get(1).trained()).isEqualTo(2);
        assertThat(cells.get(1).score().mean())
                .isGreaterThan(cells.get(0).score().mean() + 0.05);
    }

    /**
     * Each learns something in a fraction of the time of the example; 0.05 of the way is eleven standard errors of 10
     * 000 digits.
     */
    @Test
    void ownNetworksAreCompared(@TempDir Path folder) throws Exception {
        Path csv = Files.write(folder.resolve("friedman.csv"), CompareTable.friedman(500));
        learns(CompareTable.compare(csv, "y", 6, "mirrored", 1), Measure.R2, 0.5);
        learns(CompareConvNet.compare(640, "mirrored", 1), Measure.ACCURACY, 0.05);
        learns(CompareLstm.compare(1_000, 6, "own", 1), Measure.R2, 0.1);
        learns(CompareTwoInputs.compare(500, 4, "own", 1), Measure.LOSS, 0.15);
    }

    private static void learns(ComparisonResult result, Measure measure, double share) {
        assertThat(result.measure()).isEqualTo(measure);
        double score = result.schemes().get(0).score().mean();
        assertThat(measure.isBeyond(share, score, result.chance()))
                .as(result.toString() + result.chance())
                .isTrue();
    }
}
