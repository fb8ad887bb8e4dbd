// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.SequenceSource.Task;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The copying memory problem, held to its definition by Arjovsky, Shah and Bengio (2016), section 4.1. */
class CopyMemoryTest {

    private static final int BLANK = 8;
    private static final int MARKER = 9;

    private static SequenceDataset data(int blanks, int trainLimit) {
        return new SequenceSource(Task.COPY, blanks).load(trainLimit);
    }

    private static DataSet first(Dataset data, int count) {
        return Single.batch(data.trainData(IntStream.range(0, count).toArray(), 0, count));
    }

    /** The one of the categories whose number is not 0, at each step. */
    private static int[] categories(INDArray array, int example, int categories, double one) {
        int steps = (int) array.size(2);
        return IntStream.range(0, steps)
                .map(step -> {
                    int found = -1;
                    for (int category = 0; category < categories; category++) {
                        double number = array.getDouble(example, category, step);
                        if (number != 0) {
                            assertThat(number).isCloseTo(one, within(1e-6));
                            assertThat(found).as("one category a step").isEqualTo(-1);
                            found = category;
                        }
                    }
                    return found;
                })
                .toArray();
    }

    /** "The first 10 entries …, the next T − 1 … blank, the next a delimiter, the remaining 10 blank." */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 40})
    void tenSymbolsThenBlanksAndAMarkerThenTenBlanks(int blanks) {
        SequenceDataset data = data(blanks, 50);
        assertThat(Single.inputType(data)).isEqualTo(InputType.recurrent(10, blanks + 20));
        assertThat(Single.target(data)).isEqualTo(Target.classes(9).atEachOf(blanks + 20));
        DataSet examples = first(data, 50);
        assertThat(examples.getFeatures().shape()).containsExactly(50, 10, blanks + 20);
        assertThat(examples.getLabels().shape()).containsExactly(50, 9, blanks + 20);
        for (int i = 0; i < 50; i++) {
            int[] inputs = categories(examples.getFeatures(), i, 10, Math.sqrt(10));
            int[] outputs = categories(examples.getLabels(), i, 9, 1);
            for (int step = 0; step < inputs.length; step++) {
                if (step < 10) {
                    assertThat(inputs[step]).isBetween(0, 7);
                } else {
                    assertThat(inputs[step]).isEqualTo(step == 10 + blanks - 1 ? MARKER : BLANK);
                }
                assertThat(outputs[step]).isEqualTo(step < 10 + blanks ? BLANK : inputs[step - 10 - blanks]);
            }
        }
    }

    /** Each of the eight is drawn at each of ten places alike, within five standard errors. */
    @Test
    void symbolsAreUniformAndIndependent() {
        int count = 8_000;
        INDArray features = first(data(2, 0), count).getFeatures();
        double error = 5 * Math.sqrt(1.0 / 8 * 7 / 8 / count);
        int[] before = new int[count];
        for (int place = 0; place < 10; place++) {
            int[] frequencies = new int[8];
            int same = 0;
            for (int i = 0; i < count; i++) {
                int symbol = 0;
                while (features.getDouble(i, symbol, place) == 0) {
                    symbol++;
                }
                frequencies[symbol]++;
                same += place > 0 && symbol == before[i] ? 1 : 0;
                before[i] = symbol;
            }
            for (int frequency : frequencies) {
                assertThat((double) frequency / count).isCloseTo(1.0 / 8, within(error));
            }
            if (place > 0) {
                assertThat((double) same / count).isCloseTo(1.0 / 8, within(error));
            }
        }
    }

    /** The digest was printed once: another one is another problem, on this machine or another. */
    @Test
    void theSameSequencesEverywhere() throws IOException {
        assertThat(data(3, 5).sha256()).isEqualTo("b3866b1b69c23e3b7cb04664b5aa21a015434e59961ba75819dc224a276e1d2f");
        assertThat(data(4, 5).sha256()).isNotEqualTo(data(3, 5).sha256());
        assertThat(first(data(3, 5), 5)).isEqualTo(first(data(3, 0), 5));
        assertThat(SequenceSource.parse("Copy:12").orElseThrow().description()).isEqualTo("copy:12, generated");
        assertThat(data(12, 3).content())
                .isEqualTo(
                        "3 training and 2000 test sequences of 32 steps of 10 inputs, 9 classes at each of 32 steps");
    }

    @Test
    void noSequenceIsTrainedAndTestedWith() {
        Dataset data = data(2, 3_000);
        Dataset held = data.holdOut(1_000);
        assertThat(held.trainCount()).isEqualTo(2_000);
        Set<String> sequences = new HashSet<>();
        for (INDArray features : new INDArray[] {
            first(held, 2_000).getFeatures(),
            held.testData(0, 1_000).getFeatures(0),
            data.testData(0, 2_000).getFeatures(0)
        }) {
            INDArray symbols = features.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 10));
            for (int[] sequence : symbols.argMax(1).toIntMatrix()) {
                sequences.add(Arrays.toString(sequence));
            }
        }
        // Of 8^10 sequences 5000 are the same by chance once in a hundred times.
        assertThat(sequences).hasSize(5_000);
    }
}
