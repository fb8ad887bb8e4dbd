// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected figures by SciPy 1.17's {@code ttest_1samp}, which agrees with R's {@code t.test}. */
class DifferenceTest {

    @Test
    void studentsPairedTest() {
        Difference difference = Difference.of(List.of(0.02, 0.01, 0.03, -0.01, 0.04));
        assertThat(difference.mean()).isCloseTo(0.018, within(1e-15));
        assertThat(difference.ci95()).isCloseTo(0.023883883880999802, within(1e-12));
        assertThat(difference.pValue()).isCloseTo(0.10453999977837544, within(1e-12));
        assertThat(difference.significant()).isFalse();
    }

    /** Student's own: hours of sleep gained by ten patients with one drug over the other; R gives p = 0.00283. */
    @Test
    void studentsSleepData() {
        List<Double> gained = List.of(1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4);
        Difference difference = Difference.of(gained);
        assertThat(difference.mean()).isCloseTo(1.58, within(1e-12));
        assertThat(difference.mean() - difference.ci95()).isCloseTo(0.7001142367230175, within(1e-9));
        assertThat(difference.pValue()).isCloseTo(0.002832890197384273, within(1e-12));
        assertThat(difference.significant()).isTrue();

        Difference other = Difference.of(gained.stream().map(hours -> -hours).toList());
        assertThat(other.mean()).isEqualTo(-difference.mean());
        assertThat(other.ci95()).isEqualTo(difference.ci95());
        assertThat(other.pValue()).as("two-sided").isEqualTo(difference.pValue());
    }

    /** Five pairs need a mean of 1.2417 deviations: {−2, −1, 0, 1, 2} has a deviation of √2.5. */
    @Test
    void whatIsSignificantOfFivePairs() {
        assertThat(shifted(1.2417 * Math.sqrt(2.5)).significant()).isTrue();
        assertThat(shifted(1.2416 * Math.sqrt(2.5)).significant()).isFalse();
    }

    private static Difference shifted(double mean) {
        return Difference.of(List.of(mean - 2, mean - 1, mean, mean + 1, mean + 2));
    }

    @Test
    void tiesAreNoDifference() {
        assertThat(Difference.of(Collections.nCopies(5, 0.0))).isEqualTo(new Difference(0, 0.0, 1));
        assertThat(Difference.of(Collections.nCopies(5, 0.0)).significant()).isFalse();
        assertThat(Difference.of(List.of(0.0, 0.0, 0.0, 0.0, 0.5)).significant())
                .as("a single pair that differs")
                .isFalse();
    }

    /** It is that of two networks that name one class each, whatever the seed. */
    @Test
    void theSameDifferenceInEveryPairSaysNothing() {
        assertThat(Difference.of(Collections.nCopies(5, 0.25))).isEqualTo(new Difference(0.25, 0.0, 1));
        assertThat(Difference.of(Collections.nCopies(5, -0.25)).significant()).isFalse();
    }

    @Test
    void noPairSaysNothing() {
        assertThat(Difference.of(List.of())).isEqualTo(new Difference(0, null, 1));
    }

    /** Two that lie close together: t would be 201, and p 0.003. */
    @Test
    void twoPairsSayNothing() {
        Difference difference = Difference.of(List.of(0.5, 0.505));
        assertThat(difference).isEqualTo(new Difference(0.5025, null, 1));
        assertThat(difference.significant()).isFalse();
    }

    @Test
    void onePairSaysNothing() {
        Difference difference = Difference.of(List.of(0.9));
        assertThat(difference).isEqualTo(new Difference(0.9, null, 1));
        assertThat(difference.significant()).isFalse();
    }
}
