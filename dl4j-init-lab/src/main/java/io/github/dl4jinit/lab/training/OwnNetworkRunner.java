// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.modelfile.NetworkConfiguration;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Trains a program's own network on its own examples, one trial after the other in this process: for a sweep or a
 * search in a program. What labels are, their numbers say ({@link io.github.dl4jinit.lab.data.LabelKind}), and that
 * decides how networks are judged, unless the trials' training names a measure
 * ({@link io.github.dl4jinit.lab.trial.Measure}). Masked steps do not count.
 *
 * <p>Every layer with weights gets the trial's scheme; or, if that is {@code own}, keeps its initialiser with the knobs
 * of the trial. Layers' own updaters stay, but for a learning rate that the trial sets.
 */
public final class OwnNetworkRunner implements TrialRunner {

    private final OwnNetwork network;
    private final IteratorExamples tested;
    private final IteratorExamples validated;

    /**
     * A runner of trials that all see the training examples in the same order, whatever their seed.
     *
     * @param configuration the network; it stays as it is
     * @param train what to train on, in the same order after each {@code reset()}
     * @param validation what trials that hold examples out are judged by
     * @param test what all other trials are judged by
     * @throws IllegalArgumentException if an iterator gives nothing, cannot begin anew, or shuffles at each
     *     {@code reset()}; or if labels are not of shape [examples, outputs] or [examples, outputs, steps]
     */
    public OwnNetworkRunner(
            MultiLayerConfiguration configuration,
            DataSetIterator train,
            DataSetIterator validation,
            DataSetIterator test) {
        this(configuration, same(train), validation, test);
    }

    /**
     * A runner of trials whose order of the training examples follows from their seed, as in {@code seed ->
     * images.trainIterator(128, seed)} of an {@link io.github.dl4jinit.lab.data.ImageDataset}. Every trial begins with
     * a new iterator and resets it before each epoch but the first, so it gives the same result whichever trials ran
     * before.
     *
     * @param configuration the network; it stays as it is
     * @param train gives the iterator to train on for the seed of a trial: a new one each time, unless it keeps its
     *     order at each {@code reset()}
     * @param validation what trials that hold examples out are judged by
     * @param test what all other trials are judged by
     * @throws IllegalArgumentException if an iterator gives nothing or cannot begin anew, if two iterators of a seed
     *     begin with different batches, or if labels are not of shape [examples, outputs] or [examples, outputs, steps]
     */
    public OwnNetworkRunner(
            MultiLayerConfiguration configuration,
            LongFunction<DataSetIterator> train,
            DataSetIterator validation,
            DataSetIterator test) {
        this(new OwnNetwork(configuration), train, validation, test);
    }

    /** A runner of trials of a graph with one input and one output; else as that of a list. */
    public OwnNetworkRunner(
            ComputationGraphConfiguration configuration,
            DataSetIterator train,
            DataSetIterator validation,
            DataSetIterator test) {
        this(configuration, same(train), validation, test);
    }

    /** A runner of trials of a graph with one input and one output; else as that of a list. */
    public OwnNetworkRunner(
            ComputationGraphConfiguration configuration,
            LongFunction<DataSetIterator> train,
            DataSetIterator validation,
            DataSetIterator test) {
        this(new OwnNetwork(configuration), train, validation, test);
    }

    /** A runner of trials of a graph with any number of inputs and outputs; else as that of a list. */
    public OwnNetworkRunner(
            ComputationGraphConfiguration configuration,
            MultiDataSetIterator train,
            MultiDataSetIterator validation,
            MultiDataSetIterator test) {
        this(configuration, same(train), validation, test);
    }

    /** A runner of trials of a graph with any number of inputs and outputs; else as that of a list. */
    public OwnNetworkRunner(
            ComputationGraphConfiguration configuration,
            LongFunction<MultiDataSetIterator> train,
            MultiDataSetIterator validation,
            MultiDataSetIterator test) {
        this(new OwnNetwork(configuration), train, Check.given("validation", validation), test);
    }

    /**
     * A runner of trials that hold no examples out, as those of a comparison and a sweep.
     *
     * @param configuration the network; it stays as it is
     * @param train gives the iterator to train on for the seed of a trial: a new one each time, unless it keeps its
     *     order at each {@code reset()}
     * @param test what trials are judged by
     * @throws IllegalArgumentException if an iterator gives nothing or cannot begin anew, if two iterators of a seed
     *     begin with different batches, or if labels are not of shape [examples, outputs] or [examples, outputs, steps]
     */
    public OwnNetworkRunner(
            MultiLayerConfiguration configuration, LongFunction<DataSetIterator> train, DataSetIterator test) {
        this(new OwnNetwork(configuration), multiple(train), null, multiple(test));
    }

    /** A runner of trials of a graph with one input and one output that hold no examples out. */
    public OwnNetworkRunner(
            ComputationGraphConfiguration configuration, LongFunction<DataSetIterator> train, DataSetIterator test) {
        this(new OwnNetwork(configuration), multiple(train), null, multiple(test));
    }

    /** A runner of trials of a graph with any number of inputs and outputs that hold no examples out. */
    public OwnNetworkRunner(
            ComputationGraphConfiguration configuration,
            LongFunction<MultiDataSetIterator> train,
            MultiDataSetIterator test) {
        this(new OwnNetwork(configuration), train, null, test);
    }

    private OwnNetworkRunner(
            OwnNetwork network, LongFunction<DataSetIterator> train, DataSetIterator validation, DataSetIterator test) {
        this(network, multiple(train), multiple(Check.given("validation", validation)), multiple(test));
    }

    /** @param validation {@code null} if no trial holds examples out */
    private OwnNetworkRunner(
            OwnNetwork network,
            LongFunction<MultiDataSetIterator> train,
            MultiDataSetIterator validation,
            MultiDataSetIterator test) {
        this.network = network;
        Check.given("train", train);
        this.validated = validation == null ? null : new IteratorExamples(train, validation);
        this.tested = new IteratorExamples(train, Check.given("test", test));
    }

    private static <T> LongFunction<T> same(T train) {
        Check.given("train", train);
        return seed -> train;
    }

    private static LongFunction<MultiDataSetIterator> multiple(LongFunction<DataSetIterator> train) {
        Check.given("train", train);
        return seed -> multiple(train.apply(seed));
    }

    private static MultiDataSetIterator multiple(DataSetIterator examples) {
        return examples == null ? null : new MultiDataSetIteratorAdapter(examples);
    }

    /** What all its trials are like, for so many passes over the training set. */
    public TrainingSpec training(String name, int epochs) {
        return new TrainingSpec(OwnNetworkSpec.inMemory(name), 1, epochs, 0, null);
    }

    /** The configuration of the network; a copy. */
    public NetworkConfiguration configuration() {
        return network.configuration();
    }

    /**
     * Number of examples that trials which hold examples out are judged by.
     *
     * @throws IllegalArgumentException if there are none
     */
    public int validationExamples() {
        return validated().testExamples();
    }

    /** Number of iterations of an epoch. */
    public int iterationsPerEpoch() {
        return tested.batches();
    }

    @Override
    public void run(List<TrialSpec> trials, TrialListener listener) {
        Check.given("listener", listener);
        for (TrialSpec trial : Check.given("trials", trials)) {
            Check.given("trial", trial);
            listener.started(trial);
            listener.ended(run(trial, listener));
        }
    }

    private IteratorExamples validated() {
        Check.require(validated != null, "the runner", "one with validation examples for a search", "one without");
        return validated;
    }

    private TrialResult run(TrialSpec trial, TrialListener listener) {
        try {
            return run(trial, trial.training().heldOut() > 0 ? validated() : tested, listener);
        } catch (IOException | RuntimeException e) { // costs this trial only
            return TrialResult.failed(trial, e);
        }
    }

    private TrialResult run(TrialSpec trial, Examples examples, TrialListener listener) throws IOException {
        Model built = network.network(trial, examples);
        try {
            return new Training(trial, examples, built, OwnNetwork.step(built))
                    .run((iteration, iterations, loss) -> listener.progressed(trial, iteration, iterations, loss));
        } finally {
            built.close();
        }
    }
}
