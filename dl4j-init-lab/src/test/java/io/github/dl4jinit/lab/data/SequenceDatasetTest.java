// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.data.SequenceSource.Task;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class SequenceDatasetTest {

    private static final int LENGTH = 9;

    private static final SequenceDataset DATA = new SequenceSource(Task.ADDING, LENGTH).load(0);

    /** The share of the steps that are marked. */
    private static final double SHARE = 2.0 / LENGTH;

    private static DataSet first(SequenceDataset data, int count) {
        return Single.batch(data.trainData(IntStream.range(0, data.trainCount()).toArray(), 0, count));
    }

    /** Undoes the standardisation, and adds what is marked: one number of each half. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 9, 50})
    void theLabelIsTheSumOfWhatIsMarked(int length) {
        DataSet examples = first(new SequenceSource(Task.ADDING, length).load(200), 200);
        INDArray features = examples.getFeatures();
        assertThat(features.shape()).containsExactly(200, 2, length);
        assertThat(examples.getLabels().shape()).containsExactly(200, 1);
        for (int i = 0; i < 200; i++) {
            double sum = 0;
            int marksOfFirstHalf = 0;
            int marks = 0;
            for (int step = 0; step < length; step++) {
                double number = features.getDouble(i, 0, step) / Math.sqrt(12) + 0.5;
                assertThat(number).isBetween(-1e-6, 1 + 1e-6);
                // Of length 2 both steps are marked, and their marks are 0.
                if (length == 2 || features.getDouble(i, 1, step) > 0) {
                    sum += number;
                    marks++;
                    marksOfFirstHalf += step < length / 2 ? 1 : 0;
                }
            }
            assertThat(marks).isEqualTo(2);
            assertThat(marksOfFirstHalf).isEqualTo(1);
            assertThat(examples.getLabels().getDouble(i, 0) / Math.sqrt(6) + 1).isCloseTo(sum, within(1e-5));
        }
    }

    /**
     * Tolerances are five standard errors of a mean, and of a variance, √((κ − 1)/n): the kurtosis κ of a uniform
     * number is 9/5, that of the sum of two is 12/5.
     */
    @Test
    void inputsAndLabelsAreStandardised() {
        DataSet all = first(DATA, DATA.trainCount());
        int count = DATA.trainCount();
        INDArray numbers = all.getFeatures().tensorAlongDimension(0, 0, 2);
        assertMoments(numbers, (long) count * LENGTH, 1.8);
        assertMoments(all.getLabels(), count, 2.4);
        INDArray marks = all.getFeatures().tensorAlongDimension(1, 0, 2);
        assertThat(marks.meanNumber().doubleValue()).isCloseTo(0, within(1e-6));
        assertThat(marks.maxNumber().doubleValue())
                .isCloseTo((1 - SHARE) / Math.sqrt(SHARE * (1 - SHARE)), within(1e-6));
        assertThat(marks.minNumber().doubleValue()).isCloseTo(-SHARE / Math.sqrt(SHARE * (1 - SHARE)), within(1e-6));
        // The mean squared error of always naming the mean, which is 1/6 where labels are not standardised.
        assertThat(Single.target(DATA).lossOfGuessing()).isEqualTo(1);
        assertThat(DATA.chance()).isZero();
    }

    private static void assertMoments(INDArray array, long count, double kurtosis) {
        assertThat(array.meanNumber().doubleValue()).isCloseTo(0, within(5 / Math.sqrt(count)));
        assertThat(array.varNumber().doubleValue()).isCloseTo(1, within(5 * Math.sqrt((kurtosis - 1) / count)));
    }

    /** Marks are evenly spread over each half, the longer second one, too. */
    @Test
    void everyStepIsMarkedAsOften() {
        INDArray marks = first(DATA, DATA.trainCount()).getFeatures().tensorAlongDimension(1, 0, 2);
        double std = Math.sqrt(SHARE * (1 - SHARE));
        for (int step = 0; step < LENGTH; step++) {
            double share = marks.getColumn(step).meanNumber().doubleValue() * std + SHARE;
            double expected = step < LENGTH / 2 ? 1.0 / (LENGTH / 2) : 1.0 / (LENGTH - LENGTH / 2);
            assertThat(share).isCloseTo(expected, within(5 * Math.sqrt(expected * (1 - expected) / DATA.trainCount())));
        }
    }

    /** The digest was printed once: another one is another problem, on this machine or another. */
    @Test
    void theSameSequencesEverywhere() {
        assertThat(new SequenceSource(Task.ADDING, 3).load(5).sha256())
                .isEqualTo("be97c183c2a413f275853f0ef081a7a3569bd2c679a9b76a08c9bac120cf4dac");
        SequenceDataset fewer = new SequenceSource(Task.ADDING, LENGTH).load(7);
        assertThat(fewer.trainCount()).isEqualTo(7);
        assertThat(fewer.trainData(new int[] {6, 0}, 0, 2)).isEqualTo(DATA.trainData(new int[] {6, 0}, 0, 2));
        assertThat(fewer.testData(3, 5)).isEqualTo(DATA.testData(3, 5));
        assertThat(fewer.sha256()).isNotEqualTo(DATA.sha256());
    }

    @Test
    void noSequenceIsTrainedAndTestedWith() {
        SequenceDataset held = DATA.holdOut(5_000);
        assertThat(held.trainCount()).isEqualTo(15_000);
        assertThat(held.testCount()).isEqualTo(5_000);
        Set<Double> sums = new HashSet<>();
        for (INDArray labels : new INDArray[] {
            first(held, 15_000).getLabels(),
            held.testData(0, 5_000).getLabels(0),
            DATA.testData(0, 2_000).getLabels(0)
        }) {
            for (double sum : labels.toDoubleVector()) {
                sums.add(sum);
            }
        }
        // Of 22 000 floats within ±√6 some are equal by chance: 22 000² / 2 / 2²⁴ and somewhat more.
        assertThat(sums).hasSizeGreaterThan(21_800);
        assertThat(held.someTestData(10).getFeatures(0).size(0)).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adding:1 | length must be from 2 to 10000, received 1",
                "adding:10001 | length must be from 2 to 10000, received 10001",
                "adding:99999999999 | length must be from 2 to 10000, received 99999999999",
                "adding:-3 | length must be from 2 to 10000, received -3",
                "ading:3 | --data must be a folder, a table, adding:LENGTH or copy:LENGTH, received ading:…",
            })
    void mistakes(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SequenceSource.parse(text))
                .withMessage(message);
    }

    @Test
    void aSourceIsWrittenAndRead() throws IOException {
        assertThat(SequenceSource.parse("images")).isEmpty();
        SequenceSource source = SequenceSource.parse("Adding:12").orElseThrow();
        String json = new ObjectMapper().writeValueAsString(source);
        assertThat(json).isEqualTo("{\"sequences\":\"adding\",\"length\":12}");
        assertThat(new ObjectMapper().readValue(json, DataSource.class)).isEqualTo(source);
        assertThat(source.description()).isEqualTo("adding:12, generated");
        assertThat(source.load(3).content())
                .isEqualTo("3 training and 2000 test sequences of 12 steps of 2 inputs, 1 value");
    }
}
