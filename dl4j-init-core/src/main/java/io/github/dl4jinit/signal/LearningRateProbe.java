// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.rate.RateSearch;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Measures which learning rates a network can be trained with, by training copies of it for 100 steps.
 *
 * <p>The steps are those of DL4J's {@code fit}, with the network's own updater and the state that it is in: gradient
 * normalisation, regularisation, dropout, batch normalisation, masks and frozen layers take part. Rates are tried in
 * steps of 2. The largest with which the loss of batches to come falls at least four fifths as far as with the best
 * rate is the upper bound; a quarter of it is recommended. All updaters of a network keep their rates' ratios to each
 * other, and schedules stand still where training is. Series that DL4J would cut (truncated backpropagation) are taken
 * whole.
 *
 * <p>The network itself stays untouched: its parameters, its updater's state, its iteration count; so does ND4J's
 * random generator. The same network and batches always give the same figures. It takes about as long as 800 training
 * steps, and the memory of the parameters, gradients and updater's state once more.
 *
 * <p>The first 25 batches count; where there are fewer, they are used more often. Give as many as that, such as the
 * network shall be trained on: with few examples it sees how well they are learnt by heart.
 *
 * <p>All methods throw an {@link IllegalArgumentException} if the network is neither a {@code MultiLayerNetwork} nor a
 * {@code ComputationGraph}, is not initialised, has an output without a loss, is trained by another algorithm than
 * stochastic gradient descent, or has no updater with a learning rate; and if there is no batch, or one without labels.
 * What DL4J throws for a batch that does not fit is passed on. The network must not be trained by another thread at the
 * same time.
 */
public final class LearningRateProbe {

    private LearningRateProbe() {}

    /**
     * Measures with the first batches of an iterator, which is reset before and after if it can be.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     */
    public static LearningRateReport of(Model network, DataSetIterator batches) {
        Runnable reset = Check.given("batches", batches).resetSupported() ? batches::reset : () -> {};
        return measure(network, first(batches, reset, batch -> batch.toMultiDataSet()));
    }

    /**
     * Measures with the first batches of an iterator, which is reset before and after if it can be; for networks of
     * several inputs or outputs.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     */
    public static LearningRateReport of(Model network, MultiDataSetIterator batches) {
        Runnable reset = Check.given("batches", batches).resetSupported() ? batches::reset : () -> {};
        return measure(network, first(batches, reset, batch -> batch));
    }

    private static <T> List<MultiDataSet> first(Iterator<T> batches, Runnable reset, Function<T, MultiDataSet> form) {
        reset.run();
        List<MultiDataSet> first = new ArrayList<>();
        while (first.size() < RateSearch.MOST_BATCHES && batches.hasNext()) {
            first.add(form.apply(batches.next()));
        }
        reset.run();
        return first;
    }

    /**
     * Measures with the first batches of a list.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     */
    public static LearningRateReport of(Model network, List<? extends DataSet> batches) {
        return measure(
                network,
                Check.given("batches", batches).stream()
                        .limit(RateSearch.MOST_BATCHES)
                        .map(batch -> Check.given("batch", batch).toMultiDataSet())
                        .collect(Collectors.toList()));
    }

    /**
     * Measures with the first of some batches; for networks of several inputs or outputs.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     */
    public static LearningRateReport of(Model network, MultiDataSet... batches) {
        return measure(
                network,
                Arrays.stream(Check.given("batches", batches))
                        .limit(RateSearch.MOST_BATCHES)
                        .collect(Collectors.toList()));
    }

    private static LearningRateReport measure(Model network, List<MultiDataSet> batches) {
        NetworkView view = NetworkView.of(network);
        check(view);
        Check.require(!batches.isEmpty(), "batches", "one or more", "none");
        batches.forEach(LearningRateProbe::check);
        return new LearningRateReport(RateSearch.measure(view, batches));
    }

    private static void check(NetworkView view) {
        OptimizationAlgorithm algorithm = view.network().conf().getOptimizationAlgo();
        Check.require(
                algorithm == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
                "network",
                "trained by STOCHASTIC_GRADIENT_DESCENT, because other algorithms search their steps themselves",
                algorithm);
        for (NetworkNode node : view.nodes()) {
            Check.require(
                    node.outputNumber().isEmpty() || node.loss().isPresent(),
                    "network",
                    "one whose outputs have a loss (an output layer or a loss layer)",
                    node.name() + ", a " + node.type());
        }
    }

    private static void check(MultiDataSet batch) {
        Check.given("batch", batch);
        Check.require(
                batch.getLabels() != null && Arrays.stream(batch.getLabels()).noneMatch(labels -> labels == null),
                "batch",
                "one with labels",
                "one without");
    }
}
