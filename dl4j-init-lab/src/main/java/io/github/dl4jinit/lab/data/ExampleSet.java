// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** One half of a data set, and the order in which each epoch goes through it. Immutable. */
sealed interface ExampleSet extends Serializable {

    Dataset data();

    /** The numbers of all examples in the order of this epoch, which is 0 for the first. */
    int[] order(int epoch);

    /** The examples {@code order[from] … order[to − 1]}. */
    MultiDataSet batch(int[] order, int from, int to);

    /** The training examples in the order of a seed. */
    record Training(Dataset data, long seed) implements ExampleSet {

        @Override
        public int[] order(int epoch) {
            return data.trainOrder(seed, epoch);
        }

        @Override
        public MultiDataSet batch(int[] order, int from, int to) {
            return data.trainData(order, from, to);
        }
    }

    /** The test examples in the order of their file. */
    record Test(Dataset data) implements ExampleSet {

        @Override
        public int[] order(int epoch) {
            return IntStream.range(0, data.testCount()).toArray();
        }

        @Override
        public MultiDataSet batch(int[] order, int from, int to) {
            return data.testData(from, to);
        }
    }
}
