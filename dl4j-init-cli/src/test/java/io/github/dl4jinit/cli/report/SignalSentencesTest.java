// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.Comparisons.LN_10;
import static io.github.dl4jinit.cli.report.Comparisons.completed;
import static io.github.dl4jinit.cli.report.Comparisons.learning;
import static io.github.dl4jinit.cli.report.Comparisons.signal;
import static io.github.dl4jinit.cli.report.Comparisons.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.signal.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalSentencesTest {

    @Test
    void sentencesComeFromTheMeasuredVerdict() {
        TrialSpec trial = spec().trials().get(0);
        assertThat(sentences(completed(trial, 0.12, 20.0, 2.3, learning(), signal(Verdict.EXPLODING, 1.5))))
                .containsExactly(
                        "he: the signal explodes: at the start each layer multiplied it by 1.500, and the gradient by"
                                + " 1.500 on its way back; training did not change that (accuracy 0.120).");
        assertThat(sentences(completed(trial, 0.12, 2.4, 2.3, learning(), signal(Verdict.HEALTHY, 1))))
                .containsExactly(
                        "he did not learn (accuracy 0.120, the commonest class alone 0.114), though its signal neither"
                                + " vanishes nor explodes: its training loss was 2.400 at the start and 2.300 at the end.");
        assertThat(sentences(completed(trial, 0.6, LN_10, 1.2, learning(), signal(Verdict.VANISHING, 0.7)))
                        .get(0))
                .endsWith("training first had to undo that (accuracy 0.600).");
        assertThat(sentences(completed(trial, 0.9, 2.4, 0.4, learning(), signal(Verdict.HEALTHY, 1))))
                .isEmpty();
        // A gradient that vanishes is enough.
        TrialSignal backward = new TrialSignal(
                signal(Verdict.HEALTHY, 1).forward(),
                signal(Verdict.VANISHING, 0.25).backward());
        assertThat(sentences(completed(trial, 0.12, 2.4, 2.3, learning(), backward))
                        .get(0))
                .startsWith("he: the signal vanishes");
    }

    /** 0.69¹⁸ = 0.0013 is more than a thousandth; nobody should have to work that out. */
    @Test
    void anOddRateThatIsHealthyIsExplained() {
        TrialSpec trial = spec().trials().get(0);
        assertThat(sentences(completed(trial, 0.9, 2.4, 0.4, learning(), healthy(0.69, -2.9))))
                .containsExactly(
                        "he: the signal is healthy, though each layer multiplied it by 0.690: in all that makes"
                                + " 0.00126, and only less than 1/1000 or more than 1000 is unhealthy.");
        TrialSignal backward =
                new TrialSignal(healthy(1, 0).forward(), healthy(1.3, 2.5).backward());
        assertThat(sentences(completed(trial, 0.9, 2.4, 0.4, learning(), backward)))
                .containsExactly(
                        "he: the gradient is healthy, though each layer multiplied it by 1.300: in all that makes"
                                + " 316, and only less than 1/1000 or more than 1000 is unhealthy.");
        // 30 layers of 0.80 are healthy, those of 0.79 are not.
        assertThat(sentences(completed(trial, 0.9, 2.4, 0.4, learning(), healthy(0.8, -2))))
                .isEmpty();
        assertThat(sentences(completed(trial, 0.9, 2.4, 0.4, learning(), healthy(0.79, -2))))
                .hasSize(1);
    }

    private static TrialSignal healthy(double rate, double orders) {
        TrialSignal.Direction both = new TrialSignal.Direction(Verdict.HEALTHY, rate, orders);
        return new TrialSignal(both, both);
    }

    private static List<String> sentences(TrialResult result) {
        return new SignalSentences(Measure.ACCURACY, new Guess("the commonest class alone", 0.1135))
                .of(List.of(SchemeSummary.of(Scheme.HE, List.of(result))));
    }
}
