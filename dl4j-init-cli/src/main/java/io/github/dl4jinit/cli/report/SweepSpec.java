// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.PresetSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.activations.Activation;

/**
 * What decides the trials of a sweep, as files say it: what {@link TrainingSpec} says; of the network the knobs say all
 * but the skip connections and the tailoring.
 *
 * @param knobs all values of each knob, by its name
 * @param network a user's own; {@code null} of others, which the knobs say
 * @param preset which ready-made network; {@code null} of perceptrons
 */
public record SweepSpec(
        Map<String, List<String>> knobs,
        OwnNetworkSpec network,
        @JsonInclude(JsonInclude.Include.NON_NULL) PresetSpec.Preset preset,
        boolean residual,
        boolean tailored,
        int batchSize,
        int epochs,
        int trainLimit,
        DataSource data,
        @JsonInclude(JsonInclude.Include.NON_NULL) Measure measure) {

    /** The specification of a sweep. */
    public static SweepSpec of(Sweep sweep) {
        Map<String, List<String>> knobs = new LinkedHashMap<>();
        sweep.axes().forEach(axis -> knobs.put(axis.knob().flag(), axis.values()));
        TrainingSpec training = sweep.base();
        return new SweepSpec(
                knobs,
                training.network() instanceof OwnNetworkSpec own ? own : null,
                training.network() instanceof PresetSpec layers ? layers.preset() : null,
                training.network() instanceof MlpSpec mlp && mlp.residual(),
                training.network() instanceof MlpSpec mlp && mlp.tailored(),
                training.batchSize(),
                training.epochs(),
                training.trainLimit(),
                training.data(),
                training.measure());
    }

    /**
     * The sweep again, but for when its trials end early: the same trials by name, in the same order.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Sweep sweep() {
        return Sweep.of(
                new TrainingSpec(network == null ? layered() : network, batchSize, epochs, trainLimit, data)
                        .withMeasure(measure),
                knobs.entrySet().stream()
                        .map(knob -> new Sweep.Axis(Knob.of(knob.getKey()), knob.getValue()))
                        .toList());
    }

    /** Each field of it has an axis but those that are known here. */
    private NetworkSpec layered() {
        ActivationSpec activation = ActivationSpec.of(Activation.RELU);
        double rate = Optimiser.SGD.defaultLearningRate();
        return preset == null
                ? new MlpSpec(1, 1, activation, residual, tailored, Optimiser.SGD, rate)
                : new PresetSpec(preset, 1, 1, activation, Optimiser.SGD, rate);
    }
}
