// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.SingleBatch;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A set of examples as DL4J trains and evaluates with it. Each reset begins the next epoch, and each epoch hands every
 * example over once; the last batch holds what is left. Batches are new arrays outside all workspaces, so they may be
 * kept, and made by DL4J's own thread while the batch before is trained on.
 */
final class ExampleIterator implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final ExampleSet examples;
    private final int batchSize;
    private int epoch;
    private int[] order;
    private int position;
    private DataSetPreProcessor preProcessor;

    /** @throws IllegalArgumentException if the size is less than 1, or there are several inputs or outputs */
    ExampleIterator(ExampleSet examples, int batchSize) {
        Check.require(
                examples.data().form().fitsDataSet(),
                "the data",
                "of one input and one output for a DataSetIterator",
                examples.data().content());
        this.examples = examples;
        this.batchSize = checkBatchSize(batchSize);
        this.order = examples.order(0);
    }

    static int checkBatchSize(int size) {
        return Check.inRange("batch size", size, 1, Integer.MAX_VALUE);
    }

    @Override
    public boolean hasNext() {
        return position < order.length;
    }

    @Override
    public DataSet next() {
        return next(batchSize);
    }

    @Override
    public DataSet next(int size) {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch has ended: call reset() to begin the next");
        }
        checkBatchSize(size);
        int to = (int) Math.min((long) position + size, order.length);
        DataSet data = detached(position, to);
        position = to;
        if (preProcessor != null) {
            preProcessor.preProcess(data);
        }
        return data;
    }

    /** DL4J prefetches within a workspace that it overwrites soon. */
    @SuppressWarnings("try") // the scope is closed, never read
    private DataSet detached(int from, int to) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return SingleBatch.of(examples.batch(order, from, to));
        }
    }

    /** Begins the next epoch; one of which nothing was taken begins again, since DL4J resets before it fits, too. */
    @Override
    public void reset() {
        if (position > 0) {
            epoch++;
            order = examples.order(epoch);
            position = 0;
        }
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return true;
    }

    @Override
    public int batch() {
        return batchSize;
    }

    @Override
    public int inputColumns() {
        return examples.data().inputs();
    }

    @Override
    public int totalOutcomes() {
        return examples.data().form().targets().all().get(0).count();
    }

    /** The numbers of classes or values. */
    @Override
    public List<String> getLabels() {
        return IntStream.range(0, totalOutcomes()).mapToObj(String::valueOf).toList();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        this.preProcessor = preProcessor;
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return preProcessor;
    }
}
