// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final double CHANCE = 0.1;

    /** An accuracy of 0.1 has a standard error of 0.0095 here, so a candidate above 0.119 does better than guessing. */
    private static final int EXAMPLES = 1000;

    private final Map<Setting, List<TrialResult>> results = new LinkedHashMap<>();

    @Test
    void candidatesThatDoBetterThanGuessingAreRankedByAccuracy() {
        Setting good = add(tested(0.8, 1.0), tested(0.9, 1.0));
        Setting better = add(tested(0.95, 5.0), tested(0.85, 5.0));
        assertThat(contest().ranking()).containsExactly(better, good);
        assertThat(contest().score(better).mean()).isCloseTo(0.9, within(1e-12));
    }

    /** 0.115 and 0.09 are two classes that somebody names; the loss knows who is on the way. */
    @Test
    void whoeverGuessesIsRankedByLoss() {
        Setting lucky = add(tested(0.115, 2.30), tested(0.115, 2.30));
        Setting onTheWay = add(tested(0.09, 2.25), tested(0.09, 2.25));
        Setting learns = add(tested(0.121, 2.9), tested(0.121, 2.9));
        assertThat(contest().ranking()).containsExactly(learns, onTheWay, lucky);
    }

    @Test
    void whoeverDivergesIsWorseThanWhoeverGuesses() {
        Setting diverged = add(diverged(), diverged());
        Setting guesses = add(tested(0.09, 2.4), tested(0.08, 2.4));
        Setting half = add(tested(0.9, 0.3), diverged());
        assertThat(contest().ranking()).containsExactly(half, guesses, diverged);
        assertThat(contest().score(diverged).mean()).isZero();
        assertThat(contest().difference(half, diverged).mean()).isCloseTo(0.45, within(1e-12));
    }

    /** An RMSE, of which naming the mean has 3: the least wins, and what diverged counts as 3·√2. */
    @Test
    void lessIsBetterOfAnError() {
        Setting useless = add(error(50.0), error(null));
        Setting good = add(error(1.0), error(1.2));
        Setting guesses = add(error(3.1), error(3.0));
        Setting better = add(error(0.9), error(1.0));
        assertThat(contest().ranking()).containsExactly(better, good, guesses, useless);
        assertThat(contest().score(useless).mean()).isCloseTo(3 * Math.sqrt(2), within(1e-12));
        assertThat(contest().difference(better, good).mean()).as("is better").isCloseTo(0.15, within(1e-12));
    }

    private static TrialResult error(Double rmse) {
        TrialStatus status = rmse == null ? TrialStatus.DIVERGED : TrialStatus.COMPLETED;
        Double loss = rmse == null ? null : rmse;
        return new TrialResult(
                spec(),
                status,
                2.3,
                loss,
                rmse,
                3.0,
                10,
                1,
                100.0,
                null,
                null,
                null,
                List.of(),
                10,
                null,
                Measure.RMSE);
    }

    /** A worker that was killed is nobody's fault. */
    @Test
    void seedsWithoutAResultAreLeftOut() {
        Setting one = add(tested(0.8, 1), tested(0.9, 1), failed());
        Setting other = add(tested(0.7, 1), failed(), tested(0.1, 1));
        Setting none = add(failed(), failed(), failed());
        assertThat(contest().score(one).mean()).isCloseTo(0.85, within(1e-12));
        assertThat(contest().difference(one, other).mean()).isCloseTo(0.1, within(1e-12));
        assertThat(contest().difference(one, other).significant()).isFalse();
        assertThat(contest().difference(one, none)).isEqualTo(new Difference(0, null, 1));
        assertThat(contest().ranking()).containsExactly(one, other, none);
    }

    private Setting add(TrialResult... ofSeeds) {
        Setting setting = Setting.of(Knob.GAIN, 1.0 + results.size());
        results.put(setting, List.of(ofSeeds));
        return setting;
    }

    private Contest contest() {
        List<TrialSpec> trials = new ArrayList<>();
        Map<TrialSpec, TrialResult> given = new HashMap<>();
        results.forEach((setting, ofSeeds) -> {
            for (int seed = 0; seed < ofSeeds.size(); seed++) {
                TrialSpec trial = setting.of(new TrialSpec(Scheme.parse("he"), seed, spec().training()));
                trials.add(trial);
                given.put(trial, ofSeeds.get(seed));
            }
        });
        return new Contest(List.copyOf(results.keySet()), EXAMPLES, trials, given);
    }

    private static TrialSpec spec() {
        MlpSpec network = new MlpSpec(3, 16, "RELU", false, Optimiser.SGD, 0.1);
        return new TrialSpec(Scheme.parse("he"), 1, new TrainingSpec(network, 64, 1, 0, null));
    }

    private static TrialResult tested(double accuracy, double loss) {
        return result(TrialStatus.COMPLETED, accuracy, loss);
    }

    private static TrialResult diverged() {
        return result(TrialStatus.DIVERGED, null, null);
    }

    private static TrialResult failed() {
        return TrialResult.failed(spec(), "killed");
    }

    private static TrialResult result(TrialStatus status, Double accuracy, Double loss) {
        return new TrialResult(
                spec(), status, 2.3, loss, accuracy, CHANCE, 10, 1, 100.0, null, null, null, List.of(), 10);
    }
}
