// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.learning.config.Nesterovs;

/** What to write in a program so that a network gets some values of knobs. */
final class JavaLine {

    private static final String HIDDEN = "   // of each hidden layer";

    private JavaLine() {}

    /**
     * One line for the weights, one before it if activation functions are tailored, and one for each other knob that is
     * set; of the update rule and its learning rate one together.
     *
     * @param own the initialiser that hidden layers of a user's own network share, if they do
     */
    static List<String> of(TuningSpec spec, Setting setting, Optional<Scheme> own) {
        TrialSpec trial = setting.of(new TrialSpec(spec.scheme(), spec.firstSeed(), spec.training()));
        List<String> lines = new ArrayList<>();
        if (trial.training().network() instanceof MlpSpec mlp && mlp.tailored()) {
            lines.add("configuration = Tailoring.builder().build().apply(configuration)");
        }
        if (trial.training().network() instanceof NetworkSpec.Layered network) {
            lines.addAll(layers(network, setting.values().keySet()));
        }
        lines.add(weights(trial.scheme(), setting, own));
        if (setting.values().containsKey(Knob.LR) || setting.values().containsKey(Knob.OPTIMIZER)) {
            lines.add(updater(trial.training().network()));
        }
        if (setting.values().containsKey(Knob.BATCH)) {
            lines.add("// batches of " + trial.training().batchSize() + " examples");
        }
        return lines;
    }

    private static List<String> layers(NetworkSpec.Layered network, Set<Knob> set) {
        List<String> lines = new ArrayList<>();
        if (set.contains(Knob.DEPTH)) {
            lines.add("// " + network.depth() + " hidden layers");
        }
        if (set.contains(Knob.WIDTH)) {
            lines.add(".nOut(" + network.width() + ")" + HIDDEN);
        }
        if (set.contains(Knob.ACTIVATION)) {
            lines.add(".activation(" + function(network.activation()) + ")" + HIDDEN);
        }
        return lines;
    }

    private static String function(ActivationSpec activation) {
        if (activation.parameters().isEmpty()) {
            return "Activation." + activation.name();
        }
        String parameters =
                activation.parameters().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "new " + activation.function().getClass().getSimpleName() + "(" + parameters + ")";
    }

    private static String weights(Scheme scheme, Setting setting, Optional<Scheme> own) {
        List<Map.Entry<Knob, String>> knobs = setting.values().entrySet().stream()
                .filter(entry -> entry.getKey().ofScheme())
                .toList();
        if (!scheme.keepsOwn() || own.isEmpty() || knobs.isEmpty()) {
            return scheme.java();
        }
        Scheme set = own.get();
        for (Map.Entry<Knob, String> knob : knobs) {
            set = knob.getKey().replacing(set, knob.getValue());
        }
        return set.java() + HIDDEN;
    }

    private static String updater(NetworkSpec network) {
        if (!(network instanceof NetworkSpec.Layered layers)) {
            return "network.setLearningRate(" + ((OwnNetworkSpec) network).learningRate() + ")";
        }
        double rate = layers.learningRate();
        String updater =
                switch (layers.optimiser()) {
                    case SGD -> "Sgd(" + rate;
                    case NESTEROV -> "Nesterovs(" + rate + ", " + Nesterovs.DEFAULT_NESTEROV_MOMENTUM;
                    case ADAM -> "Adam(" + rate;
                    case RMSPROP -> "RmsProp(" + rate;
                };
        return ".updater(new " + updater + "))";
    }
}
