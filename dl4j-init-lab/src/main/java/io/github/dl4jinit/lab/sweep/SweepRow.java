// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.sweep;

import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.Map;

/**
 * One trial of a sweep without the loss of every iteration and the signal of every layer, so that ten thousand of them
 * fit into memory.
 *
 * @param id the trial's name, which its file has
 * @param knobs values of the knobs by their names
 * @param status how it ended
 * @param trained whether the network was trained ({@link TrialResult#trained})
 * @param stuckAfter after which multiple of iterations it would have ended early, 0 for never
 * @param initialLoss as in {@link TrialResult}, and so are the following
 */
public record SweepRow(
        String id,
        Map<String, String> knobs,
        TrialStatus status,
        boolean trained,
        int stuckAfter,
        Double initialLoss,
        Double finalLoss,
        Double testScore,
        int iterations,
        double seconds,
        Double msPerIteration,
        TrialSignal signalAtStart,
        TrialSignal signalAtEnd,
        String error) {

    static SweepRow of(Map<String, String> knobs, TrialResult result) {
        return new SweepRow(
                result.spec().fullId(),
                knobs,
                result.status(),
                result.trained(),
                result.spec().training().stuckAfter(),
                result.initialLoss(),
                result.finalLoss(),
                result.testScore(),
                result.iterations(),
                result.seconds(),
                result.msPerIteration(),
                withoutLayers(result.signalAtStart()),
                withoutLayers(result.signalAtEnd()),
                result.error());
    }

    private static TrialSignal withoutLayers(TrialSignal signal) {
        return signal == null ? null : signal.withoutLayers();
    }
}
