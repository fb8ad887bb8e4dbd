// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static io.github.dl4jinit.lab.tune.Searches.CHANCE;
import static io.github.dl4jinit.lab.tune.Searches.ITERATIONS;
import static io.github.dl4jinit.lab.tune.Searches.gainOf;

import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;

/** Accuracies with normal noise that follows from the trial: less of it the longer a trial trains. */
final class NoisyRunner implements TrialRunner {

    private final long salt;
    private final ToDoubleBiFunction<Double, Double> truth;
    final List<TrialSpec> asked = new ArrayList<>();
    double noise = 0.01;
    double seconds;
    ToDoubleBiFunction<Double, Double> loss = (gain, rate) -> 1;
    Random order;

    /** @param truth by gain and learning rate; NaN of a trial that diverges, −∞ of one that fails */
    NoisyRunner(long salt, ToDoubleBiFunction<Double, Double> truth) {
        this.salt = salt;
        this.truth = truth;
    }

    @Override
    public void run(List<TrialSpec> trials, TrialListener listener) {
        asked.addAll(trials);
        List<TrialSpec> ordered = new ArrayList<>(trials);
        if (order != null) {
            Collections.shuffle(ordered, order);
        }
        ordered.forEach(trial -> listener.ended(result(trial)));
    }

    private TrialResult result(TrialSpec trial) {
        double gain = gainOf(trial);
        double rate = ((MlpSpec) trial.training().network()).learningRate();
        double expected = truth.applyAsDouble(gain, rate);
        if (expected == Double.NEGATIVE_INFINITY) {
            return TrialResult.failed(trial, "a worker that was killed");
        }
        boolean diverged = Double.isNaN(expected);
        int planned = trial.training().maxIterations() == 0
                ? ITERATIONS
                : trial.training().maxIterations();
        double took = 2.0 * (diverged ? 1 : planned) / ITERATIONS;
        seconds += took;
        // Of what decides the accuracy only: another field of a specification is no reason for other noise.
        int decided = List.of(gain, rate, trial.seed(), planned).hashCode();
        Random random = new Random(0x9E3779B97F4A7C15L * (salt * 31 + decided));
        double deviation = noise * Math.sqrt((double) ITERATIONS / planned);
        return new TrialResult(
                trial,
                diverged ? TrialStatus.DIVERGED : TrialStatus.COMPLETED,
                2.3,
                diverged ? null : loss.applyAsDouble(gain, rate),
                diverged ? null : expected + deviation * random.nextGaussian(),
                CHANCE,
                diverged ? 0 : planned,
                took,
                1000 * 2.0 / ITERATIONS,
                null,
                null,
                null,
                List.of(),
                1);
    }
}
