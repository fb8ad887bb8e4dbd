// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ExampleIteratorTest {

    private static final int EXAMPLES = 1000;
    private static final int BATCH = 64;

    private static ImageDataset mnist;

    @BeforeAll
    static void load() throws IOException {
        mnist = ImageDataset.load(DataSource.of(null), EXAMPLES);
    }

    /** Fifteen batches of 64 and one of 40, which are the pixels that a trial of this seed trains on. */
    @Test
    void anEpochIsWhatATrialTrainsOn() {
        DataSetIterator iterator = mnist.trainIterator(BATCH, 7);
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] order = mnist.trainOrder(7, epoch);
            assertThat(order)
                    .containsExactlyInAnyOrder(IntStream.range(0, EXAMPLES).toArray());
            List<DataSet> batches = rest(iterator);
            assertThat(batches).extracting(DataSet::numExamples).hasSize(16).endsWith(64, 40);
            assertThat(pixels(batches))
                    .isEqualTo(mnist.trainBatch(order, 0, EXAMPLES).pixels());
            assertThat(labels(batches))
                    .isEqualTo(mnist.trainBatch(order, 0, EXAMPLES).labels());
            iterator.reset();
        }
    }

    @Test
    void testExamplesKeepTheirOrder() {
        DataSetIterator iterator = mnist.testIterator(3000);
        for (int epoch = 0; epoch < 2; epoch++) {
            List<DataSet> batches = rest(iterator);
            assertThat(batches).extracting(DataSet::numExamples).containsExactly(3000, 3000, 3000, 1000);
            assertThat(labels(batches)).isEqualTo(mnist.testBatch(0, 10_000).labels());
            iterator.reset();
        }
    }

    /** DL4J's prefetching resets the iterator first, and overwrites what is made within its workspace. */
    @Test
    void prefetchedBatchesMayBeKept() {
        AsyncDataSetIterator prefetching = new AsyncDataSetIterator(mnist.trainIterator(BATCH, 7), 2, true);
        List<DataSet> kept = rest(prefetching);
        prefetching.shutdown();
        assertThat(kept).noneMatch(batch -> batch.getFeatures().isAttached());
        assertThat(kept).noneMatch(batch -> batch.getLabels().isAttached());
        assertThat(pixels(kept)).isEqualTo(pixels(rest(mnist.trainIterator(BATCH, 7))));
    }

    @Test
    void aListOfLayersFitsAndEvaluates() {
        MultiLayerNetwork network = list();
        DataSetIterator train = mnist.trainIterator(BATCH, 7);
        network.fit(train, 3);

        MultiLayerNetwork byHand = list();
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] order = mnist.trainOrder(7, epoch);
            for (int from = 0; from < EXAMPLES; from += BATCH) {
                Batch batch = mnist.trainBatch(order, from, Math.min(from + BATCH, EXAMPLES));
                byHand.fit(batch.features(), batch.oneHotLabels());
            }
        }
        assertThat(floats(network.params())).isEqualTo(floats(byHand.params()));
        assertThat(network.evaluate(mnist.testIterator(1000)).accuracy()).isGreaterThan(0.8);
    }

    @Test
    void aGraphFitsAndEvaluatesTheSameEachTime() {
        ComputationGraph network = graph();
        network.fit(mnist.trainIterator(BATCH, 7), 3);
        ComputationGraph again = graph();
        again.fit(mnist.trainIterator(BATCH, 7), 3);
        assertThat(floats(network.params())).isEqualTo(floats(again.params()));
        assertThat(network.evaluate(mnist.testIterator(1000)).accuracy()).isGreaterThan(0.8);

        ComputationGraph otherOrder = graph();
        otherOrder.fit(mnist.trainIterator(BATCH, 8), 3);
        assertThat(floats(network.params())).isNotEqualTo(floats(otherOrder.params()));
    }

    @Test
    void aPreProcessorSeesEachBatchOnce() {
        DataSetIterator iterator = mnist.trainIterator(BATCH, 7);
        float[] before = pixels(rest(mnist.trainIterator(BATCH, 7)));
        iterator.setPreProcessor(batch -> batch.getFeatures().addi(1));
        float[] after = pixels(rest(iterator));
        assertThat(IntStream.range(0, after.length).filter(i -> after[i] != before[i] + 1))
                .isEmpty();
    }

    @Test
    void bundledMnistHasNamesAndSizes() {
        DataSetIterator train = Mnist.train(BATCH, 7);
        assertThat(train.inputColumns()).isEqualTo(784);
        assertThat(train.totalOutcomes()).isEqualTo(10);
        assertThat(train.batch()).isEqualTo(BATCH);
        assertThat(train.getLabels()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(rest(train).stream().mapToInt(DataSet::numExamples).sum()).isEqualTo(60_000);
        assertThat(rest(Mnist.test(1000)).stream().mapToInt(DataSet::numExamples))
                .hasSize(10)
                .allMatch(size -> size == 1000);
    }

    @Test
    void goesOnInAnotherProcess() {
        DataSetIterator iterator = mnist.trainIterator(BATCH, 7);
        rest(iterator);
        iterator.reset();
        iterator.next();
        DataSetIterator copy = SerializationUtils.roundtrip(iterator);
        assertThat(pixels(rest(copy))).isEqualTo(pixels(rest(iterator)));
    }

    @Test
    void mistakesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnist.train(0, 7))
                .withMessageContaining("batch size")
                .withMessageContaining("received 0");
        DataSetIterator iterator = mnist.testIterator(10_000);
        iterator.next();
        assertThat(iterator.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(iterator::next)
                .withMessage("the epoch has ended: call reset() to begin the next");
    }

    private static List<DataSet> rest(DataSetIterator iterator) {
        List<DataSet> batches = new ArrayList<>();
        iterator.forEachRemaining(batches::add);
        return batches;
    }

    private static float[] pixels(List<DataSet> batches) {
        return floats(DataSet.merge(batches).getFeatures());
    }

    private static int[] labels(List<DataSet> batches) {
        INDArray classes = DataSet.merge(batches).getLabels().argMax(1);
        return Arrays.stream(classes.toLongVector()).mapToInt(Math::toIntExact).toArray();
    }

    private static float[] floats(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static NeuralNetConfiguration.Builder configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .activation(Activation.RELU)
                .updater(new Adam(1e-2));
    }

    private static DenseLayer hidden() {
        return new DenseLayer.Builder().nIn(784).nOut(32).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(32)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork list() {
        MultiLayerNetwork network = new MultiLayerNetwork(
                configuration().list().layer(hidden()).layer(output()).build());
        network.init();
        return network;
    }

    private static ComputationGraph graph() {
        ComputationGraph network = new ComputationGraph(configuration()
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("hidden", hidden(), "pixels")
                .addLayer("output", output(), "hidden")
                .setOutputs("output")
                .build());
        network.init();
        return network;
    }
}
