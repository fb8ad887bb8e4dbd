// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.EvaluationBinary;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Scores of batches of different sizes against DL4J's own evaluations of all examples at once. */
class ScoringTest {

    private static final int[] BATCHES = {0, 1, 40, 100};

    private static Scoring scored(Measure measure, int width, INDArray outputs, INDArray labels) {
        Scoring scoring = Scoring.of(measure, Target.Kind.CLASSES, ones(width));
        for (int i = 1; i < BATCHES.length; i++) {
            scoring.add(
                    outputs.get(NDArrayIndex.interval(BATCHES[i - 1], BATCHES[i]), NDArrayIndex.all()),
                    labels.get(NDArrayIndex.interval(BATCHES[i - 1], BATCHES[i]), NDArrayIndex.all()),
                    null);
        }
        return scoring;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** One value is told well, one badly, of the third nothing is left to tell. */
    @Test
    void valuesByTheShareOfVariance() {
        Nd4j.getRandom().setSeed(3);
        INDArray labels = Nd4j.randn(100, 3).addi(2);
        labels.getColumn(2).assign(0.5);
        INDArray outputs = labels.add(Nd4j.randn(100, 3).muliRowVector(Nd4j.createFromArray(0.3f, 2f, 1f)));
        RegressionEvaluation dl4j = new RegressionEvaluation(3);
        dl4j.eval(labels, outputs);
        assertThat(dl4j.rSquared(0)).isGreaterThan(0.8);
        assertThat(dl4j.rSquared(1)).isNegative();
        assertThat(scored(Measure.R2, 3, outputs, labels).score().orElseThrow())
                .isCloseTo((dl4j.rSquared(0) + dl4j.rSquared(1) + 0) / 3, within(1e-5));
        assertThat(scored(Measure.R2, 3, labels, labels).score().orElseThrow()).isCloseTo(2.0 / 3, within(1e-12));
    }

    /**
     * A thousand million away from 0 the squares of labels are 10¹⁸, of which a double keeps no part of their variance.
     */
    @Test
    void labelsFarFromZero() {
        INDArray labels = Nd4j.arange(100)
                .castTo(DataType.DOUBLE)
                .reshape(100, 1)
                .divi(99)
                .addi(1e9);
        double step = 1.0 / 99;
        INDArray outputs = labels.add(step);
        // Σ(y − ȳ)² of 100 even steps is step² · 100 (100² − 1) / 12.
        assertThat(scored(Measure.R2, 1, outputs, labels).score().orElseThrow())
                .isCloseTo(1 - 100 / (100 * (1e4 - 1) / 12), within(1e-6));
    }

    @Test
    void classesByTheShareToldRightly() {
        Nd4j.getRandom().setSeed(4);
        INDArray outputs = Nd4j.rand(100, 4);
        INDArray labels = Nd4j.zeros(100, 4);
        IntStream.range(0, 100).forEach(i -> labels.putScalar(i, i % 3, 1));
        Evaluation dl4j = new Evaluation(4);
        dl4j.eval(labels, outputs);
        assertThat(scored(Measure.ACCURACY, 4, outputs, labels).score()).hasValue(dl4j.accuracy());
    }

    private static INDArray oneHot(int classes, int... ofRows) {
        INDArray rows = Nd4j.zeros(ofRows.length, classes);
        IntStream.range(0, ofRows.length).forEach(i -> rows.putScalar(i, ofRows[i], 1));
        return rows;
    }

    /** The second of two classes is the positive one, of more each counts alike, as in DL4J's evaluation. */
    @Test
    void classesByF1() {
        Nd4j.getRandom().setSeed(5);
        for (int classes = 2; classes <= 4; classes++) {
            INDArray outputs = Nd4j.rand(100, classes);
            int[] rows = Nd4j.rand(100).mul(classes).toIntVector();
            Evaluation dl4j = new Evaluation(classes);
            dl4j.eval(oneHot(classes, rows), outputs);
            assertThat(scored(Measure.F1, classes, outputs, oneHot(classes, rows))
                            .score()
                            .orElseThrow())
                    .isCloseTo(dl4j.f1(), within(1e-9));
        }
    }

    /** Classes 0 0 1 1 2 as 0 1 1 1 1, of four: F1 of 2/3, 2·2/(4 + 2), 0 for the one that is never named, and none. */
    @Test
    void aClassThatIsNeverNamedCountsAsNothing() {
        Scoring scoring = Scoring.of(Measure.F1, Target.Kind.CLASSES, ones(4));
        scoring.add(oneHot(4, 0, 1, 1, 1, 1), oneHot(4, 0, 0, 1, 1, 2), null);
        assertThat(scoring.score().orElseThrow()).isCloseTo((2 / 3.0 + 4 / 6.0 + 0) / 3, within(1e-12));
        Scoring two = Scoring.of(Measure.F1, Target.Kind.CLASSES, ones(2));
        two.add(oneHot(2, 0, 0), oneHot(2, 0, 0), null);
        assertThat(two.score()).hasValue(0);
    }

    /** In the labels' units, the mean over the values. */
    @Test
    void valuesByTheRootOfTheMeanSquaredError() {
        Nd4j.getRandom().setSeed(6);
        INDArray labels = Nd4j.randn(100, 2);
        INDArray outputs = labels.add(Nd4j.randn(100, 2).muliRowVector(Nd4j.createFromArray(0.3f, 2f)));
        RegressionEvaluation dl4j = new RegressionEvaluation(2);
        dl4j.eval(labels, outputs);
        Scoring scoring = Scoring.of(Measure.RMSE, Target.Kind.VALUES, new double[] {10, 0.5});
        scoring.add(outputs, labels, null);
        assertThat(scoring.score().orElseThrow())
                .isCloseTo((10 * dl4j.rootMeanSquaredError(0) + 0.5 * dl4j.rootMeanSquaredError(1)) / 2, within(1e-5));
    }

    /** Several labels at each of three steps, of which some are hidden, as DL4J's evaluation of binary outputs. */
    @Test
    void labelsOfTheStepsThatCount() {
        Nd4j.getRandom().setSeed(7);
        INDArray outputs = Nd4j.rand(DataType.FLOAT, 20, 2, 3);
        INDArray labels = Nd4j.rand(DataType.FLOAT, 20, 2, 3).gt(0.5).castTo(outputs.dataType());
        INDArray mask = Nd4j.rand(20, 3).gt(0.3).castTo(outputs.dataType());
        EvaluationBinary dl4j = new EvaluationBinary();
        dl4j.eval(labels, outputs, mask);
        double right = 0;
        double all = 0;
        double named = 0;
        double truePositives = 0;
        for (int i = 0; i < 2; i++) {
            right += dl4j.truePositives(i) + dl4j.trueNegatives(i);
            all += dl4j.totalCount(i);
            named += 2.0 * dl4j.truePositives(i) + dl4j.falsePositives(i) + dl4j.falseNegatives(i);
            truePositives += dl4j.truePositives(i);
        }
        Scoring accuracy = Scoring.of(Measure.ACCURACY, Target.Kind.LABELS, ones(2));
        accuracy.add(outputs, labels, mask);
        assertThat(all).isLessThan(120);
        assertThat(accuracy.score().orElseThrow()).isCloseTo(right / all, within(1e-12));
        Scoring f1 = Scoring.of(Measure.F1, Target.Kind.LABELS, ones(2));
        f1.add(outputs, labels, mask);
        assertThat(f1.score().orElseThrow()).isCloseTo(2 * truePositives / named, within(1e-12));
    }

    @Test
    void whatIsNotFiniteHasNoScore() {
        INDArray labels = Nd4j.ones(100, 1);
        INDArray outputs = Nd4j.zeros(100, 1);
        outputs.putScalar(70, 0, Double.NaN);
        assertThat(scored(Measure.R2, 1, outputs, labels).score()).isEmpty();
        assertThat(Scoring.of(Measure.ACCURACY, Target.Kind.CLASSES, ones(2)).score())
                .isEmpty();
    }
}
