// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.probe;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.Reason;
import io.github.dl4jinit.internal.madeup.RandomInputs;
import io.github.dl4jinit.internal.rate.RateSearch;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.modelfile.ModelFile;
import io.github.dl4jinit.lab.training.OwnNetwork;
import io.github.dl4jinit.signal.LearningRateProbe;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Probes a network in a file, in this process: a hostile file can end it. {@code WorkerPool} does it in a process of
 * its own.
 */
public final class ModelProbe {

    private final ProbeSpec spec;
    private final Runnable alive;

    private ModelProbe(ProbeSpec spec, Runnable alive) {
        this.spec = spec;
        this.alive = alive;
    }

    /**
     * Loads and probes.
     *
     * @param alive run now and then while learning rates are measured, which takes as long as 800 steps of training
     * @throws IOException if the file holds no network, it cannot be probed, or the data cannot be read; the message
     *     says which file, and why
     */
    public static ProbeResult run(ProbeSpec spec, Runnable alive) throws IOException {
        return new ModelProbe(Check.given("spec", spec), Check.given("alive", alive)).run();
    }

    private ProbeResult run() throws IOException {
        try {
            return reports(network(Path.of(spec.model())));
        } catch (OutOfMemoryError e) { // outside of Java's heap: the process can go on
            throw outOfMemory(e);
        }
    }

    private Model network(Path file) throws IOException {
        ProbeSpec.Start start = spec.start();
        if (start == null) {
            return ModelFile.load(file, spec.allowedClasses());
        }
        OwnNetwork configured = OwnNetwork.read(file, spec.allowedClasses());
        try {
            configured.checkFits(start.scheme());
            return configured.drawn(start.scheme(), start.seed(), start.learningRate());
        } catch (IllegalArgumentException e) {
            throw cannotBeInitialised(e);
        }
    }

    /** Does what the scheme does to a network that is built. */
    private void finish(Model drawn, Supplier<MultiDataSet> batch) throws IOException {
        if (spec.start() != null) {
            MultiDataSet first = batch.get();
            try {
                spec.start().scheme().finish(drawn, first);
            } catch (IllegalArgumentException e) {
                throw cannotBeInitialised(e);
            }
        }
    }

    private IOException cannotBeInitialised(IllegalArgumentException e) {
        return new IOException(
                spec.model() + " cannot be initialised by " + spec.start().scheme() + ": " + e.getMessage(), e);
    }

    private ProbeResult reports(Model loaded) throws IOException {
        return spec.data() == null ? ProbeResult.of(withMadeUpInputs(loaded)) : withData(loaded, spec.data());
    }

    private ProbeResult withData(Model loaded, ProbeSpec.RealData data) throws IOException {
        Dataset examples = data.source().load(data.trainLimit());
        int[] order = examples.trainOrder(data.seed(), 0);
        try {
            MultiDataSet first = batch(examples, order, 0, data.batchSize());
            finish(loaded, () -> first);
            SignalReport signal = SignalProbe.probe(loaded, first);
            alive.run();
            return data.learningRates()
                    ? ProbeResult.of(signal, LearningRateProbe.of(loaded, watched(examples, order, data.batchSize())))
                    : ProbeResult.of(signal);
        } catch (IllegalArgumentException e) {
            throw new IOException(spec.model() + " cannot be probed: " + e.getMessage(), e);
        } catch (RuntimeException e) { // whatever DL4J throws deep inside when shapes do not fit
            throw doesNotFit(e);
        }
    }

    /** The first batches, which say that the process is alive whenever a step of training looks at them. */
    private MultiDataSet[] watched(Dataset examples, int[] order, int batchSize) {
        List<MultiDataSet> watched = new ArrayList<>();
        for (int from = 0; from < order.length && watched.size() < RateSearch.MOST_BATCHES; from += batchSize) {
            watched.add(new WatchedBatch(batch(examples, order, from, batchSize), alive));
        }
        return watched.toArray(MultiDataSet[]::new);
    }

    private MultiDataSet batch(Dataset examples, int[] order, int from, int size) {
        MultiDataSet batch = examples.trainData(order, from, (int) Math.min((long) from + size, order.length));
        if (spec.inputShape() != null) {
            long[] shape = LongStream.concat(
                            LongStream.of(batch.getFeatures(0).size(0)),
                            spec.inputShape().stream().mapToLong(Long::longValue))
                    .toArray();
            batch.setFeatures(0, batch.getFeatures(0).reshape('c', shape));
        }
        return batch;
    }

    private SignalReport withMadeUpInputs(Model loaded) throws IOException {
        try {
            finish(loaded, () -> madeUp(loaded));
            if (spec.examples() != null) {
                return spec.inputShape() == null
                        ? SignalProbe.probe(loaded, spec.examples())
                        : SignalProbe.probe(loaded, spec.examples(), inputType());
            }
            return spec.inputShape() == null ? SignalProbe.probe(loaded) : SignalProbe.probe(loaded, inputType());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    spec.model() + " cannot be probed with generated inputs: " + e.getMessage()
                            + " (give --data or --input-shape)",
                    e);
        } catch (RuntimeException e) { // whatever DL4J throws deep inside when shapes do not fit
            throw doesNotFit(e);
        }
    }

    /** The inputs that the probe makes up, too. */
    @SuppressWarnings("try") // the state is closed, never read
    private MultiDataSet madeUp(Model loaded) {
        NetworkView view = NetworkView.of(loaded);
        RandomInputs inputs =
                spec.inputShape() == null ? RandomInputs.forNetwork(view) : RandomInputs.ofTypes(view, inputType());
        try (RandomState state = new RandomState(1)) {
            int examples = spec.examples() != null
                    ? spec.examples()
                    : inputs.affordable().count();
            return inputs.draw(examples);
        }
    }

    private IOException outOfMemory(Throwable e) {
        return new IOException(spec.model() + " needs more memory than there is", e);
    }

    private IOException doesNotFit(RuntimeException e) {
        if (Reason.isOutOfMemory(e)) {
            return outOfMemory(e);
        }
        return new IOException("the inputs do not fit " + spec.model() + ": " + Reason.forInput(e), e);
    }

    private InputType inputType() {
        List<Long> shape = spec.inputShape();
        return switch (shape.size()) {
            case 1 -> InputType.feedForward(shape.get(0));
            case 2 -> InputType.recurrent(shape.get(0), shape.get(1));
            default -> InputType.convolutional(shape.get(1), shape.get(2), shape.get(0));
        };
    }
}
