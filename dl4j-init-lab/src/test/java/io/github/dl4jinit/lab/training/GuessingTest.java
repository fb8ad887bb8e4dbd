// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.data.SequenceSource;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.PresetSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What each measure is of a network that tells the frequencies or the means, and that trials are judged by it. */
class GuessingTest {

    /** How many images of each digit there are in MNIST's test set. */
    private static final int[] DIGITS = {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009};

    private static final SequenceSource SUMS = new SequenceSource(SequenceSource.Task.ADDING, 5);

    @Test
    void classesByTheirFrequencies() throws IOException {
        Dataset mnist = DataSource.of(null).load(1);
        assertThat(Guessing.score(mnist, Measure.ACCURACY)).isEqualTo(0.1135);
        // Precision of the ones 0.1135, recall 1; the nine other digits are never named.
        assertThat(Guessing.score(mnist, Measure.F1)).isCloseTo(2 * 0.1135 / 1.1135 / 10, within(1e-9));
        double entropy = IntStream.of(DIGITS)
                .mapToDouble(count -> -count / 1e4 * Math.log(count / 1e4))
                .sum();
        assertThat(Guessing.score(mnist, Measure.LOSS)).isCloseTo(entropy, within(1e-5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guessing.score(mnist, Measure.RMSE))
                .withMessage("--metric must be accuracy, f1, loss for 10 classes, received rmse");
    }

    /** Who always tells the shares 0, 1/4 and 3/4 loses nothing by a class that is not there. */
    @Test
    void aClassThatIsNotAmongTheTestExamples(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("saved");
        float[][] labels = {{0, 1, 0}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}};
        new DataSet(Nd4j.ones(4, 2), Nd4j.createFromArray(labels)).save(file.toFile());
        Dataset data = new SavedSource(file.toString(), file.toString(), 0.5, 1).load(0);
        double entropy = -Math.log(0.25) / 4 - 3 * Math.log(0.75) / 4;
        assertThat(Guessing.score(data, Measure.LOSS)).isCloseTo(entropy, within(1e-6));
    }

    /**
     * A network that remembers nothing tells the blanks and one of eight symbols at ten of {@code 7 + 20} steps: its
     * loss, added up over the steps, is 10·ln 8 (Arjovsky, Shah and Bengio 2016, section 4.1), its accuracy (17 + 10/8)
     * / 27. Of the F1 of nine classes, which is known from the 20 000 symbols of the test sequences, the blank's is 1,
     * that of the symbol which is named 2 · 1/8 / (1 + 1/8), and the others' 0.
     */
    @Test
    void symbolsThatNobodyRemembers() {
        Dataset symbols = new SequenceSource(SequenceSource.Task.COPY, 7).load(1);
        assertThat(Guessing.score(symbols, Measure.LOSS)).isCloseTo(10 * Math.log(8), within(1e-4));
        assertThat(Guessing.score(symbols, Measure.ACCURACY)).isCloseTo((17 + 10.0 / 8) / 27, within(1e-12));
        double error = 5 * Math.sqrt(1.0 / 8 * 7 / 8 / 20_000);
        assertThat(Guessing.score(symbols, Measure.F1)).isCloseTo((1 + 2.0 / 9) / 9, within(2 * error / 9));
    }

    /** The variance of a sum of two numbers from [0, 1) is 1/6; the standard error of that of 2000 is 0.0041. */
    @Test
    void valuesByTheirMean() {
        Dataset sums = SUMS.load(1);
        assertThat(Guessing.score(sums, Measure.R2)).isZero();
        double rmse = Guessing.score(sums, Measure.RMSE);
        assertThat(rmse * rmse).isCloseTo(1 / 6.0, within(3 * 0.0041));
        assertThat(Guessing.score(sums, Measure.LOSS)).isCloseTo(6 * rmse * rmse, within(1e-5));
    }

    /** The loss, by DL4J, is the mean squared error of standardised sums, R² and RMSE are our arithmetic. */
    @Test
    void aTrialIsJudgedByTheMeasureThatWasAskedFor() throws IOException {
        TrialResult r2 = trial(null);
        TrialResult rmse = trial(Measure.RMSE);
        TrialResult loss = trial(Measure.LOSS);
        assertThat(r2.measure()).isEqualTo(Measure.R2);
        assertThat(loss.chance()).isCloseTo(6 * rmse.chance() * rmse.chance(), within(1e-5));
        assertThat(loss.testScore()).isCloseTo(6 * rmse.testScore() * rmse.testScore(), within(1e-5));
        assertThat(1 - r2.testScore()).isCloseTo(loss.testScore() / loss.chance(), within(1e-5));
        assertThat(loss.trained()).isEqualTo(r2.trained());
        assertThat(loss.history()).isEqualTo(r2.history());
    }

    private static TrialResult trial(Measure measure) throws IOException {
        PresetSpec network =
                new PresetSpec(PresetSpec.Preset.LSTM, 1, 4, ActivationSpec.of(Activation.TANH), Optimiser.ADAM, 0.01);
        TrainingSpec training = new TrainingSpec(network, 16, 1, 64, SUMS).withMeasure(measure);
        return new Trainer().run(new TrialSpec(Scheme.HE, 1, training), (done, planned, batchLoss) -> {});
    }
}
