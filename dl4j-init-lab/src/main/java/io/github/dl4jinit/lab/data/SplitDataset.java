// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.lab.data.split.Split;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Examples with numbers, of which a {@link Split} says which are for training and which for testing. */
abstract sealed class SplitDataset implements Dataset permits SavedDataset, SequenceDataset, TableDataset {

    private static final long serialVersionUID = 1L;

    private final Split split;

    SplitDataset(Split split) {
        this.split = split;
    }

    final Split split() {
        return split;
    }

    /** The examples of these numbers. */
    abstract MultiDataSet examples(int[] numbers);

    @Override
    public final int trainCount() {
        return split.train().length;
    }

    @Override
    public final int testCount() {
        return split.test().length;
    }

    @Override
    public final MultiDataSet trainData(int[] order, int from, int to) {
        return examples(split.train(order, from, to));
    }

    @Override
    public final MultiDataSet testData(int from, int to) {
        return examples(split.test(from, to));
    }

    @Override
    public final MultiDataSet someTestData(int most) {
        return examples(split.someTest(most));
    }
}
