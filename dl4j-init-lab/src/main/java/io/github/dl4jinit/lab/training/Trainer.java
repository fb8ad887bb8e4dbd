// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.preset.Presets;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.PresetSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;

/** Trains and tests the network of a {@link TrialSpec} in this process; keeps the last data set for the next trial. */
public final class Trainer {

    private final StepChoice steps;
    private DataKey loadedKey;
    private Dataset loaded;

    private record DataKey(DataSource source, int limit, int heldOut) {
        static DataKey of(TrainingSpec training) {
            return new DataKey(training.dataSource(), training.trainLimit(), training.heldOut());
        }
    }

    /** A trainer with the fastest steps there are for each network. */
    public Trainer() {
        this(StepChoice.FASTEST);
    }

    /** A trainer with such steps; a network from a user's configuration always has those of {@code fit}. */
    public Trainer(StepChoice steps) {
        this.steps = Check.given("steps", steps);
    }

    /**
     * Runs one trial.
     *
     * @throws IOException if the data or the network's configuration cannot be read
     */
    public TrialResult run(TrialSpec spec, Progress progress) throws IOException {
        Check.given("progress", progress);
        TrainingSpec training = Check.given("spec", spec).training();
        Dataset data = data(training);
        DatasetExamples examples = new DatasetExamples(data, training.batchSize());
        Model network = training.network() instanceof OwnNetworkSpec own
                ? OwnNetwork.read(own).network(spec, examples)
                : network(spec, data, examples);
        try (Step step = step(training.network(), network)) {
            return new Training(spec, examples, network, step).run(progress);
        } finally {
            network.close();
        }
    }

    private Step step(NetworkSpec spec, Model network) {
        return spec instanceof MlpSpec mlp
                ? steps.of(network, mlp.optimiser().updater(mlp.learningRate()))
                : OwnNetwork.step(network);
    }

    private Dataset data(TrainingSpec training) throws IOException {
        DataKey key = DataKey.of(training);
        if (!key.equals(loadedKey)) {
            loaded = load(training);
            loadedKey = key;
        }
        return loaded;
    }

    /**
     * The data of a trial.
     *
     * @throws IOException if it cannot be read; the message names the file
     * @throws IllegalArgumentException if the network cannot see such examples
     */
    public static Dataset load(TrainingSpec training) throws IOException {
        Check.given("training", training);
        Dataset data = training.network().seen(training.dataSource().load(training.trainLimit()));
        return training.heldOut() == 0 ? data : data.holdOut(training.heldOut());
    }

    /**
     * The network of a trial before training, other than a user's own.
     *
     * @throws IllegalArgumentException if the scheme cannot initialise this network with this data, or its activation
     *     function cannot be tailored
     */
    public static Model network(TrialSpec spec, Dataset data) {
        Check.given("data", data);
        TrainingSpec training = Check.given("spec", spec).training();
        return network(spec, data, new DatasetExamples(data, training.batchSize()));
    }

    private static Model network(TrialSpec spec, Dataset data, DatasetExamples examples) {
        NetworkSpec asked = spec.training().network();
        if (asked instanceof PresetSpec preset) {
            return new OwnNetwork(Presets.configuration(
                            preset,
                            data.inputTypes().get(0),
                            data.form().targets().all().get(0)))
                    .preset(spec, examples);
        }
        if (!(asked instanceof MlpSpec mlp)) {
            throw new IllegalArgumentException(Check.message("the trial's network", "one of ours", asked.network()));
        }
        Model network = new Architecture(
                        spec, mlp, data.inputs(), data.form().targets().all().get(0))
                .network();
        return examples.first(spec.seed(), batch -> {
            spec.scheme().finish(network, batch);
            return network;
        });
    }

    /** Probes a network on the batch that a trial of this specification trains on first. */
    public static SignalReport probe(TrialSpec spec, Dataset data, Model network) {
        Check.given("data", data);
        return new DatasetExamples(data, Check.given("spec", spec).training().batchSize())
                .first(spec.seed(), batch -> SignalProbe.probe(network, batch));
    }
}
