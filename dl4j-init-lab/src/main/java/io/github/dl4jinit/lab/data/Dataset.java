// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.lab.data.split.EpochOrder;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A training and a test set, whatever they were read from. Features are standardised by the training set, because all
 * the theory of initialisation assumes inputs of mean 0 and variance 1; but for those of a {@link SavedDataset}, which
 * are as they were saved. Immutable.
 *
 * <p>Each call that returns a {@link MultiDataSet} makes new arrays: for each input features of the shape [examples, …]
 * of the {@link #form}, and for each output labels of shape [examples, outputs], or [examples, outputs, steps] with a
 * target at each step. The caller may close them.
 */
public sealed interface Dataset extends Serializable permits ImageDataset, SplitDataset {

    /** Shapes of an example's inputs, and what a network shall tell of it. */
    ExampleForm form();

    /** Numbers of an example. */
    default int inputs() {
        return form().inputs().stream()
                .mapToInt(shape -> shape.stream().reduce(1, Math::multiplyExact))
                .reduce(0, Math::addExact);
    }

    /** What each input of an example is to DL4J, which finds out by it what a network's layers are given. */
    List<InputType> inputTypes();

    /**
     * What 1 of each label of an output is in the label's own unit: the standard deviation by which it was divided, if
     * labels are standardised. Labels that are classes have no unit.
     *
     * @param output the place of the output, from 0
     */
    default double[] labelUnits(int output) {
        return form().targets().all().get(output).ownUnits();
    }

    /** Number of training examples. */
    int trainCount();

    /** Number of test examples. */
    int testCount();

    /** What the data consists of, for people to read. */
    String content();

    /** The SHA-256 digest of all examples in hexadecimal: it tells whether two runs had the same data. */
    String sha256();

    /**
     * What is reached without a look at the examples: of classes the accuracy of always naming the commonest class of
     * the test set, of labels the F1 of always naming those that most have, of values 0, the R² of always naming their
     * mean; the mean over the outputs. Outputs of different kinds have no such measure in common. Of a task of which it
     * is known what a network tells that remembers nothing ({@link #guess}), the score of that.
     */
    double chance();

    /**
     * What a network tells that knows the task and remembers nothing of an example: for each step the probability of
     * each class. Empty where nothing is known but the labels, of which the mean is told then.
     */
    default Optional<double[][]> guess() {
        return Optional.empty();
    }

    /**
     * The same data, in which some of the training examples take the place of the test examples, so that what is chosen
     * by them has not seen the test set. They are drawn at random, because files may be sorted, and are always the
     * same.
     *
     * @param count how many, fewer than there are
     * @throws IllegalArgumentException if count is no such number, or one of them is so far from the others that its
     *     standardised numbers would be infinite
     */
    Dataset holdOut(int count);

    /** The numbers of the training examples in an order that follows from the seed and the epoch (Fisher–Yates). */
    default int[] trainOrder(long seed, int epoch) {
        return EpochOrder.of(trainCount(), seed, epoch);
    }

    /** The training examples {@code order[from] … order[to − 1]}. */
    MultiDataSet trainData(int[] order, int from, int to);

    /** The test examples {@code from … to − 1}. */
    MultiDataSet testData(int from, int to);

    /**
     * Some test examples, evenly spread over all of them, which may be sorted.
     *
     * @param most how many at most
     */
    MultiDataSet someTestData(int most);

    /**
     * The training examples for DL4J's {@code fit}, in the order of {@link #trainOrder}: another in each epoch, the
     * same epochs in each run.
     *
     * @param batchSize examples in a batch; the last of an epoch has what is left
     * @throws IllegalArgumentException if the size is less than 1, or there are several inputs or outputs
     */
    default DataSetIterator trainIterator(int batchSize, long seed) {
        return new ExampleIterator(new ExampleSet.Training(this, seed), batchSize);
    }

    /**
     * The test examples for DL4J's {@code evaluate}, in the order of their file.
     *
     * @param batchSize examples in a batch, which bounds the memory that testing takes
     * @throws IllegalArgumentException if the size is less than 1, or there are several inputs or outputs
     */
    default DataSetIterator testIterator(int batchSize) {
        return new ExampleIterator(new ExampleSet.Test(this), batchSize);
    }
}
