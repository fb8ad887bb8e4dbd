// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.preset.Presets;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Backend;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.PresetSpec;
import io.github.dl4jinit.lab.trial.PresetSpec.Preset;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;

/**
 * Trials tried out before any of them runs, on networks of two units a layer: whether activation functions can be
 * tailored, and whether they fit the scheme. ND4J is loaded only where that is in question.
 */
public final class Rehearsal {

    /** What decides how a rehearsal ends: trials that differ in others need none of their own. */
    public static final Set<Knob> KNOBS = Set.of(Knob.SCHEME, Knob.ACTIVATION, Knob.DEPTH);

    /** Units, inputs and classes: one mirrored pair. */
    private static final int WIDTH = 2;

    /** A layer of each kind: first, hidden and last, and with skip connections a whole block. */
    private static final int DEPTH = 3;

    private Rehearsal() {}

    /** What decides the outcome of a rehearsal; a tailored function depends on the depth. */
    private record Question(
            boolean ofScheme, ActivationSpec activation, boolean residual, int tailoredDepth, Preset preset) {

        static Question of(TrialSpec trial, NetworkSpec.Layered network) {
            boolean ofScheme = trial.scheme().fitsSomeActivationsOnly();
            return network instanceof MlpSpec mlp
                    ? new Question(ofScheme, mlp.activation(), mlp.residual(), mlp.tailored() ? mlp.depth() : 0, null)
                    : new Question(ofScheme, network.activation(), false, 0, ((PresetSpec) network).preset());
        }

        boolean arises() {
            return ofScheme || tailoredDepth > 0;
        }
    }

    /**
     * Checks trials.
     *
     * @throws IllegalArgumentException if an activation function cannot be tailored, or does not fit the scheme; the
     *     message says which do
     */
    public static void check(List<TrialSpec> trials) {
        Set<Question> asked = new HashSet<>();
        for (TrialSpec trial : Check.given("trials", trials)) {
            Check.given("trial", trial);
            if (trial.training().network() instanceof NetworkSpec.Layered network) {
                Question question = Question.of(trial, network);
                if (question.arises() && asked.add(question)) {
                    rehearse(trial, network);
                }
            }
        }
    }

    /** Why a trial cannot run; empty if its activation function can be tailored and fits its scheme. */
    public static Optional<String> misfit(TrialSpec trial) {
        try {
            check(List.of(Check.given("trial", trial)));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void rehearse(TrialSpec trial, NetworkSpec.Layered network) {
        Backend.load();
        if (network instanceof MlpSpec mlp) {
            rehearse(trial, mlp);
        } else {
            PresetSpec preset = (PresetSpec) network;
            Check.require(
                    preset.preset() != Preset.LSTM || !trial.scheme().fitsSomeActivationsOnly(),
                    "scheme",
                    "another one for lstm, whose gates no pair of units can cancel",
                    trial.scheme());
            new OwnNetwork(Presets.smallest(preset.withWidth(WIDTH).withDepth(Math.min(DEPTH, preset.depth()))))
                    .checkFits(trial.scheme());
        }
    }

    private static void rehearse(TrialSpec trial, MlpSpec network) {
        MlpSpec narrow = network.withWidth(WIDTH);
        MlpSpec small = network.tailored() ? narrow : narrow.withDepth(Math.min(DEPTH, network.depth()));
        Model built = new Architecture(trial, small, WIDTH, Target.classes(WIDTH)).network();
        try {
            if (trial.scheme().fitsSomeActivationsOnly()) {
                trial.scheme().finish(built, null);
            }
        } finally {
            built.close();
        }
    }
}
