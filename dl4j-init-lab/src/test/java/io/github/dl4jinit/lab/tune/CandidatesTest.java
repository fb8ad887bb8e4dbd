// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static io.github.dl4jinit.lab.tune.Searches.gain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.tune.Dimension.Range;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidatesTest {

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 10, 25, 26, 101})
    void ofOneKnobAreEvenlySpacedInTheLogarithmAroundTheStart(int count) {
        List<Setting> candidates = first(spec(Knob.GAIN, 1.0, 1.3), count);
        assertThat(candidates).hasSize(count).doesNotHaveDuplicates();
        assertThat(candidates.get(0)).isEqualTo(gain(1.3));
        double[] logs = logs(candidates, Knob.GAIN);
        int above = count / 2;
        assertThat(logs[count - 1]).isCloseTo(Math.log(2.6), within(1e-9));
        for (int i = 0; i < count; i++) {
            double step = i - (count - 1) / 2;
            assertThat(logs[i]).isCloseTo(Math.log(1.3) + step * Math.log(2) / above, within(1e-3));
        }
    }

    @Test
    void reachFromHalfTheStartToItsDouble() {
        assertThat(ends(spec(Knob.GAIN, 1.0, 1.3))).containsExactly(0.65, 2.6);
        assertThat(ends(spec(Knob.NUMERATOR, 2.0, 3.0))).containsExactly(0.75, 12.0);
        assertThat(ends(spec(Knob.LR, 0.0002, 0.0003))).containsExactly(0.00003, 0.003);
    }

    private static List<Double> ends(TuningSpec spec) {
        List<Double> values = first(spec, 25).stream()
                .map(setting -> spec.number(setting, spec.space().knobs().get(0)))
                .sorted()
                .toList();
        return List.of(values.get(0), values.get(24));
    }

    /** It trains as it is without the knob, so its trials are those of the default. */
    @Test
    void theDefaultIsNotSetAgain() {
        assertThat(first(spec(Knob.GAIN, 1.0, 1.0), 5).get(0)).isEqualTo(Setting.DEFAULT);
        assertThat(first(spec(Knob.GAIN, 1.0, 0.5), 5))
                .as("the upper end")
                .contains(Setting.DEFAULT)
                .doesNotContain(gain(1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.9999, 1.7, 5.5})
    void aThousandOfOneKnobDiffer(double start) {
        List<Setting> candidates = first(spec(Knob.GAIN, 1.0, start), 1000);
        assertThat(new HashSet<>(candidates)).hasSize(1000);
        assertThat(Math.exp(logs(candidates, Knob.GAIN)[999])).isCloseTo(2 * start, within(2e-3 * start));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 25, 200})
    void ofTwoKnobsAreInTheBox(int count) {
        List<Setting> candidates = first(plane(), count);
        assertThat(candidates).hasSize(count).doesNotHaveDuplicates();
        assertThat(candidates.get(0).values()).isEqualTo(Map.of(Knob.GAIN, "1.5", Knob.LR, "0.001"));
        for (Setting candidate : candidates) {
            assertThat(candidate.number(Knob.GAIN).orElseThrow()).isBetween(0.75, 3.0);
            assertThat(candidate.number(Knob.LR).orElseThrow()).isBetween(0.0001, 0.01);
        }
    }

    /** Each quarter of the plane has a quarter of 24 points, give or take two. */
    @Test
    void ofTwoKnobsCoverAllFourQuarters() {
        List<Setting> candidates = first(plane(), 25).subList(1, 25);
        for (boolean right : new boolean[] {true, false}) {
            for (boolean upper : new boolean[] {true, false}) {
                assertThat(candidates.stream()
                                .filter(candidate -> candidate.number(Knob.GAIN).orElseThrow() > 1.5 == right
                                        && candidate.number(Knob.LR).orElseThrow() > 0.001 == upper))
                        .hasSizeBetween(4, 8);
            }
        }
    }

    /** Both orders of the knobs are the same to a setting. */
    @Test
    void settingsKeepTheOrderInWhichKnobsAreSet() {
        Setting setting = new Setting(Map.of(Knob.LR, "0.0000001", Knob.GAIN, "1.25"));
        assertThat(setting.text()).isEqualTo("gain 1.25, lr 1.0E-7");
        assertThat(Setting.DEFAULT.text()).isEqualTo("the default");
        assertThat(gain(1.23456).rounded()).isEqualTo(gain(1.235));
        TrialSpec trial = setting.of(plane().verdictTrial(Setting.DEFAULT, 0));
        assertThat(trial.scheme().text()).isEqualTo("he(gain=1.25)");
        assertThat(((MlpSpec) trial.training().network()).learningRate()).isEqualTo(1e-7);
    }

    private static double[] logs(List<Setting> candidates, Knob knob) {
        return candidates.stream()
                .mapToDouble(setting -> Math.log(setting.number(knob).orElse(1)))
                .sorted()
                .toArray();
    }

    private static List<Setting> first(TuningSpec spec, int count) {
        return new Candidates(spec, count, 1).first();
    }

    private static TuningSpec spec(Knob knob, double current, double start) {
        return spec(SearchSpace.of(Range.around(knob, start)), Setting.of(knob, current));
    }

    private static TuningSpec plane() {
        return spec(
                SearchSpace.of(Range.around(Knob.GAIN, 1.5), Range.around(Knob.LR, 0.001)),
                new Setting(Map.of(Knob.GAIN, "1", Knob.LR, "0.0002")));
    }

    private static TuningSpec spec(SearchSpace space, Setting current) {
        TrainingSpec training =
                new TrainingSpec(new MlpSpec(5, 16, "RELU", false, Optimiser.ADAM, 0.0002), 32, 1, 0, null);
        return new TuningSpec(Scheme.HE, training, 900, 100, space, current, current, 1);
    }
}
