// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Searches for the best gain of a perceptron. */
final class Searches {

    /** The iterations of a whole training. */
    static final int ITERATIONS = 900;

    static final double LEARNING_RATE = 0.001;

    /** What always naming the commonest class gives. */
    static final double CHANCE = 0.1;

    private Searches() {}

    /** An accuracy of 0.9 at the best value, and 0.84 at two thirds of it. */
    static double hill(double value, double best) {
        return 0.9 - 0.4 * Math.pow(Math.log(value / best), 2);
    }

    static Setting gain(double value) {
        return Setting.of(Knob.GAIN, value);
    }

    static TuningSpec spec(double current, double theory, double start) {
        return new TuningSpec(
                Scheme.parse("he"),
                training(),
                ITERATIONS,
                1000,
                SearchSpace.of(Dimension.Range.around(Knob.GAIN, start)),
                gain(current),
                gain(theory),
                1);
    }

    static TrainingSpec training() {
        return new TrainingSpec(
                new MlpSpec(10, 32, "RELU", false, Optimiser.ADAM, LEARNING_RATE), 32, ITERATIONS, 0, null);
    }

    static double gainOf(TrialSpec trial) {
        Matcher gain = Pattern.compile("gain=([^,)]+)").matcher(trial.scheme().text());
        return gain.find() ? Double.parseDouble(gain.group(1)) : 1;
    }
}
