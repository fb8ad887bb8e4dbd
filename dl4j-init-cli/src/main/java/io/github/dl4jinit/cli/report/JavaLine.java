// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.learning.config.Nesterovs;

/** What to write in a program so that a network gets some values of knobs. */
final class JavaLine {

    private JavaLine() {}

    /**
     * One line for the weights, one before it if activation functions are tailored, and one for the updater if its
     * learning rate is tuned.
     *
     * @param own the initialiser that hidden layers of a user's own network share, if they do
     */
    static List<String> of(TuningSpec spec, Setting setting, Optional<Scheme> own) {
        List<String> lines = new ArrayList<>();
        if (spec.training().network() instanceof MlpSpec mlp && mlp.tailored()) {
            lines.add("configuration = Tailoring.builder().build().apply(configuration)");
        }
        boolean weights = setting.values().keySet().stream().anyMatch(knob -> knob != Knob.LR);
        if (spec.scheme().equals(Scheme.OWN) && own.isPresent() && weights) {
            lines.add(with(own.get(), setting).java() + "   // of each hidden layer");
        } else {
            lines.add(with(spec.scheme(), setting).java());
        }
        Double rate = setting.values().get(Knob.LR);
        if (rate != null) {
            lines.add(updater(spec.training().network(), rate));
        }
        return lines;
    }

    private static Scheme with(Scheme scheme, Setting setting) {
        Scheme set = scheme;
        for (Map.Entry<Knob, Double> entry : setting.values().entrySet()) {
            if (entry.getKey() != Knob.LR) {
                set = set.replacing(entry.getKey().flag(), entry.getValue().toString());
            }
        }
        return set;
    }

    private static String updater(NetworkSpec network, double rate) {
        if (!(network instanceof MlpSpec mlp)) {
            return "network.setLearningRate(" + rate + ")";
        }
        String updater =
                switch (mlp.optimiser()) {
                    case SGD -> "Sgd(" + rate;
                    case NESTEROV -> "Nesterovs(" + rate + ", " + Nesterovs.DEFAULT_NESTEROV_MOMENTUM;
                    case ADAM -> "Adam(" + rate;
                    case RMSPROP -> "RmsProp(" + rate;
                };
        return ".updater(new " + updater + "))";
    }
}
