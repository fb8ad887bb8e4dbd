// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.lab.tune.Bracket.Rung;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BracketTest {

    @Test
    void eachRungKeepsAThirdAndTrainsThreeTimesAsLong() {
        assertThat(Bracket.of(27).rungs())
                .containsExactly(new Rung(27, 2, 1.0 / 9), new Rung(9, 3, 1.0 / 3), new Rung(3, 5, 1));
        assertThat(Bracket.of(27).trials()).isEqualTo(54 + 27 + 15);
        assertThat(Bracket.of(28).rungs().stream().map(Rung::candidates))
                .as("rounded up: nobody is lost to rounding")
                .containsExactly(28, 10, 4);
    }

    @Test
    void fewCandidatesLeaveTwoToTheLast() {
        assertThat(Bracket.of(3).rungs().stream().map(Rung::candidates)).containsExactly(3, 2, 2);
        assertThat(Bracket.of(3).trials()).isEqualTo(6 + 6 + 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 37, 50, 99, 100, 101, 250, 1000})
    void asManyCandidatesAsTrialsAllow(int trials) {
        Bracket bracket = Bracket.ofTrials(trials, 10);
        assertThat(bracket.trials() + 10).isLessThanOrEqualTo(trials);
        assertThat(Bracket.of(bracket.candidates() + 1).trials() + 10).isGreaterThan(trials);
    }

    @Test
    void tooFewTrials() {
        assertThat(Bracket.ofTrials(32, 10)).isEqualTo(Bracket.of(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bracket.ofTrials(31, 10))
                .withMessage("trials must be 32 or more, which is what the smallest search takes, received 31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bracket.ofTrials(36, 15))
                .withMessage("trials must be 37 or more, which is what the smallest search takes, received 36");
    }

    @ParameterizedTest
    @CsvSource({"22.8, 1", "25, 1", "40, 1", "60.5, 2", "150, 7", "20, 16"})
    void asManyCandidatesAsTimeAllows(double trainings, int workers) {
        Bracket bracket = Bracket.ofTime(trainings, workers, 10, 9000);
        assertThat(time(bracket, workers, 10, 9000)).isLessThanOrEqualTo(trainings);
        assertThat(time(Bracket.of(bracket.candidates() + 1), workers, 10, 9000))
                .isGreaterThan(trainings);
    }

    /** (6 · 1025 + 6 · 3025 + 10 · 9025 + 10 · 9025) / 9000 = 22.756; one more was spent on the measurement. */
    @Test
    void tooLittleTime() {
        assertThat(Bracket.ofTime(22.76, 1, 10, 9000)).isEqualTo(Bracket.of(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bracket.ofTime(22.75, 1, 10, 9000))
                .withMessage("budget must be enough for 24 whole trainings one after the other, which is what the"
                        + " smallest search takes, received enough for 23");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bracket.ofTime(-0.5, 1, 15, 9000))
                .withMessageEndingWith("received enough for 0");
    }

    /** Each rung waits for its last trial: 1/9 + 1/3 + 1 + 1 whole trainings, and what comes on top of each. */
    @Test
    void manyWorkersDoNotMakeATrainingShorter() {
        assertThat(Bracket.ofTime(2.46, 1000, 10, 9000).candidates()).isGreaterThan(100);
        assertThatIllegalArgumentException().isThrownBy(() -> Bracket.ofTime(2.45, 1000, 10, 9000));
    }

    /** The first rung trains no ninth of 60 iterations, but 50: a share of five sixths. */
    @Test
    void timeIsThatOfTheIterationsThatAreTrained() {
        Bracket bracket = Bracket.ofTime(150, 1, 10, 60);
        assertThat(time(bracket, 1, 10, 60)).isLessThanOrEqualTo(150);
        assertThat(time(Bracket.of(bracket.candidates() + 1), 1, 10, 60)).isGreaterThan(150);
    }

    /** In whole trainings; 25 iterations for what is done beside training. */
    private static double time(Bracket bracket, int workers, int verdicts, int whole) {
        double iterations = Math.ceil((double) verdicts / workers) * (whole + 25);
        for (Rung rung : bracket.rungs()) {
            iterations += Math.ceil((double) rung.trials() / workers) * (rung.iterations(whole) + 25);
        }
        return iterations / whole;
    }

    /** Four digits of a value do not tell more apart. */
    @Test
    void aThousandCandidatesAtMost() {
        assertThat(Bracket.ofTrials(Integer.MAX_VALUE, 10).candidates()).isEqualTo(1000);
        assertThat(Bracket.ofTime(1e12, 1, 10, 9000).candidates()).isEqualTo(1000);
    }

    @Test
    void noRungTrainsLessThanFiftyIterationsOrMoreThanAll() {
        Rung ninth = Bracket.of(27).rungs().get(0);
        Rung third = Bracket.of(27).rungs().get(1);
        Rung last = Bracket.of(27).rungs().get(2);
        assertThat(ninth.iterations(9000)).isEqualTo(1000);
        assertThat(third.iterations(9000)).isEqualTo(3000);
        assertThat(last.iterations(9000)).isEqualTo(9000);
        assertThat(ninth.iterations(450)).isEqualTo(50);
        assertThat(ninth.iterations(300)).isEqualTo(50);
        assertThat(third.iterations(300)).isEqualTo(100);
        assertThat(ninth.iterations(24)).isEqualTo(24);
        assertThat(last.iterations(24)).isEqualTo(24);
    }
}
