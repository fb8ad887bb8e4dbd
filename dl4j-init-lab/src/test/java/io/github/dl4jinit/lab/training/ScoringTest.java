// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.Target;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Scores of batches of different sizes against DL4J's own evaluations of all examples at once. */
class ScoringTest {

    private static final int[] BATCHES = {0, 1, 40, 100};

    private static Scoring scored(Target target, INDArray outputs, INDArray labels) {
        Scoring scoring = Scoring.of(target);
        for (int i = 1; i < BATCHES.length; i++) {
            scoring.add(
                    outputs.get(NDArrayIndex.interval(BATCHES[i - 1], BATCHES[i]), NDArrayIndex.all()),
                    labels.get(NDArrayIndex.interval(BATCHES[i - 1], BATCHES[i]), NDArrayIndex.all()));
        }
        return scoring;
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
        assertThat(scored(Target.values(3), outputs, labels).score().orElseThrow())
                .isCloseTo((dl4j.rSquared(0) + dl4j.rSquared(1) + 0) / 3, within(1e-5));
        assertThat(scored(Target.values(3), labels, labels).score().orElseThrow())
                .isCloseTo(2.0 / 3, within(1e-12));
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
        assertThat(scored(Target.values(1), outputs, labels).score().orElseThrow())
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
        assertThat(scored(Target.classes(4), outputs, labels).score()).hasValue(dl4j.accuracy());
    }

    @Test
    void whatIsNotFiniteHasNoScore() {
        INDArray labels = Nd4j.ones(100, 1);
        INDArray outputs = Nd4j.zeros(100, 1);
        outputs.putScalar(70, 0, Double.NaN);
        assertThat(scored(Target.values(1), outputs, labels).score()).isEmpty();
        assertThat(Scoring.of(Target.classes(2)).score()).isEmpty();
    }
}
