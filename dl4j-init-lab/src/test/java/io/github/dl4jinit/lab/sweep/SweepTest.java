// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {

    private static final double CHANCE = 0.1;

    /** An early look at a sweep of several seeds sees the whole map. */
    @Test
    void allCellsOfASeedComeBeforeTheNext() {
        Sweep sweep = sweep("depth 10,20", "seed 3,1", "gain 0.5:1.5:0.5", "scheme he");
        assertThat(sweep.size()).isEqualTo(12);
        assertThat(sweep.cells()).isEqualTo(6);
        assertThat(sweep.trials()).hasSize(12);
        assertThat(sweep.trials().stream()
                        .map(trial -> trial.seed() + " " + trial.scheme() + " "
                                + mlp(trial).depth()))
                .containsExactly(
                        "3 he(gain=0.5) 10",
                        "3 he(gain=0.5) 20",
                        "3 he(gain=1) 10",
                        "3 he(gain=1) 20",
                        "3 he(gain=1.5) 10",
                        "3 he(gain=1.5) 20",
                        "1 he(gain=0.5) 10",
                        "1 he(gain=0.5) 20",
                        "1 he(gain=1) 10",
                        "1 he(gain=1) 20",
                        "1 he(gain=1.5) 10",
                        "1 he(gain=1.5) 20");
        assertThat(sweep.axes()).extracting(Axis::knob).containsExactly(Knob.SEED, Knob.SCHEME, Knob.GAIN, Knob.DEPTH);
        assertThat(sweep.swept()).extracting(Axis::knob).containsExactly(Knob.GAIN, Knob.DEPTH);
        assertThat(sweep.knobs(9)).isEqualTo(Map.of("seed", "1", "scheme", "he", "gain", "1", "depth", "20"));
    }

    @Test
    void everyKnobReachesItsPlace() {
        TrialSpec trial = only(
                "seed -7",
                "scheme he(distribution=uniform)",
                "gain 1.25",
                "numerator 3",
                "depth 17",
                "width 23",
                "activation tanh",
                "optimizer nesterov",
                "lr 0.125");
        assertThat(trial)
                .isEqualTo(new TrialSpec(
                        Scheme.parse("he(distribution=uniform,gain=1.25,numerator=3)"),
                        -7,
                        base().withNetwork(new MlpSpec(17, 23, "TANH", true, Optimiser.NESTEROV, 0.125))));
        assertThat(only("scheme meanfield", "sigma-b2 0.05", "sigma-w2 1.5")
                        .scheme()
                        .text())
                .isEqualTo("meanfield(sigmaW2=1.5,sigmaB2=0.05)");
    }

    /** What has no knob stays as it is, the seed is 1. */
    @Test
    void theRestIsTheBases() {
        assertThat(only("scheme xavier")).isEqualTo(new TrialSpec(Scheme.parse("xavier"), 1, base()));
    }

    @ParameterizedTest
    @CsvSource({"SGD, 0.01", "NESTEROV, 0.01", "ADAM, 2e-4", "RMSPROP, 1e-4"})
    void anUpdateRuleBringsItsOwnLearningRate(String optimiser, double rate) {
        assertThat(mlp(only("scheme he", "optimizer " + optimiser)).learningRate())
                .isEqualTo(rate);
        assertThat(mlp(only("lr 0.5", "scheme he", "optimizer " + optimiser)).learningRate())
                .isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he,he(gain=1) | gain 1,2 | scheme must be without gain, which is given apart from it, received he(gain=1)",
                "he(numerator=1) | numerator 1 | scheme must be without numerator, which is given apart from it",
                "dl4j:XAVIER | gain 1,2 | scheme must be one that has a knob gain, received dl4j:XAVIER",
                "own | depth 3 | scheme must be one that draws weights by itself, since this network has no initialisers or weights to keep, received own",
                "own | gain 1 | scheme must be one that draws weights by itself",
                "he( | gain 1 | scheme must be written as NAME or NAME(KNOB=VALUE,…), received he(",
                "he(gain=12 | numerator 1 | scheme must be written as NAME or NAME(KNOB=VALUE,…), received he(gain=12",
                "he,xavier,hee | gain 1 | scheme must be a known name, received hee; did you mean he?",
                "orthogonal | numerator 1 | scheme must be one that has a knob numerator, received orthogonal",
                "he | sigma-w2 1 | scheme must be one that has a knob sigmaW2, received he",
                "meanfield | sigma-b2 0.1 | meanfield must be written with its sigmaW2",
                "meanfield(sigmaW2=1) | sigma-b2 -1 | sigmaB2 must be zero or more and finite, received -1.0",
                "he | gain 1,2,0 | gain must be positive and finite, received 0.0",
                "he | gain 1,-1 | gain must be positive and finite, received -1.0",
                "he | pre-activation-variance 1 | scheme must be one that has a knob preActivationVariance, received he",
                "network | pre-activation-variance 1,auto | pre-activation-variance must be a number, received auto",
                "network | pre-activation-variance 1,0 | preActivationVariance must be positive and finite, received 0.0",
                "he | depth 10,10.5 | depth must be a whole number, received 10.5",
                "he | depth 1,0 | depth must be from 1 to 1000, received 0",
                "he | depth 4294967297 | depth must be a whole number below 2^31, received 4294967297",
                "he | width 1e30 | width must be a whole number, received 1000000000000000000000000000000",
                "he | width 0 | width must be from 1 to 46340, received 0",
                "he | seed 1.5 | seed must be a whole number, received 1.5",
                "he | lr 0.1,0 | lr must be positive and finite, received 0.0",
                "he | optimizer SGD,foo | optimizer must be one of SGD, NESTEROV, ADAM, RMSPROP, received foo",
                "he | activation RELU,RELUU | activation must be a known name, received RELUU; did you mean RELU?",
                "he | activation relu,leakyrelu(1,2) | the number of parameters of leakyrelu must be 1, received 2",
            })
    void valuesThatAKnobDoesNotTakeAreRefusedBeforeAnythingRuns(String schemes, String axis, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep("scheme " + schemes, axis))
                .withMessageContaining(message);
    }

    @Test
    void axesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep("gain 1"))
                .withMessage("scheme must be given, received null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep("scheme he", "gain 1", "gain 2"))
                .withMessage("gain must be given once, received [2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sweep.of(base(), List.of(new Axis(Knob.SCHEME, List.of()))))
                .withMessage("scheme must be given with values, received []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Knob.of("gian"))
                .withMessage("knob must be a known name, received gian; did you mean gain?");
        assertThat(Knob.of(" Sigma-W2")).isEqualTo(Knob.SIGMA_W2);
    }

    /** Two trials of one name would write one file, and one of them would be missing from the map. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he | activation RELU,relu",
                "he | activation leakyrelu(0.2),LEAKYRELU(.20)",
                "he | optimizer SGD,sgd",
                "he(distribution=uniform),he(distribution=UNIFORM) | gain 1",
                "he | lr 0.1,0.1000000000000000000001",
            })
    void valuesThatAreTheSameInOtherWords(String schemes, String axis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep("scheme " + schemes, axis))
                .withMessageContaining("distinguishable");
    }

    @Test
    void trialsHaveNamesOfTheirOwn() {
        Sweep sweep = sweep(
                "scheme he,he(distribution=uniform),xavier",
                "gain 0.1:1.1:0.25",
                "depth 1,11",
                "width 1,11",
                "activation RELU,TANH,leakyrelu(0.2),leakyrelu(0.25),rrelu(0.1,0.3)",
                "optimizer SGD,ADAM",
                "lr 1e-7,0.1,1",
                "seed -1:1:1");
        Set<String> ids = new HashSet<>();
        sweep.trials().forEach(trial -> ids.add(trial.fullId()));
        assertThat(ids)
                .hasSize(sweep.size())
                .hasSize(3 * 5 * 2 * 2 * 5 * 2 * 3 * 3)
                .allMatch(id -> id.matches("[A-Za-z0-9.+-]+"));
    }

    /** 900 million trials: were they made at once, no memory would be enough. */
    @Test
    void trialsAreMadeWhenTheyAreAskedFor() {
        Sweep sweep = sweep("scheme he", "gain 0.001:30:0.001", "lr 1e-5:0.3:1e-5");
        assertThat(sweep.size()).isEqualTo(900_000_000);
        TrialSpec trial = sweep.trials().get(20_000 * 30_000 + 4_999);
        assertThat(trial.scheme().text()).isEqualTo("he(gain=20.001)");
        assertThat(mlp(trial).learningRate()).isEqualTo(0.05);
        TrialSpec last = sweep.trials().get(sweep.size() - 1);
        assertThat(last.scheme().text()).isEqualTo("he(gain=30)");
        assertThat(mlp(last).learningRate()).isEqualTo(0.3);
    }

    @Test
    void moreTrialsThanCanBeCounted() {
        assertThat(sweep("scheme he", "gain 0.001:32.767:0.001", "lr 1e-5:0.65535:1e-5")
                        .size())
                .isEqualTo(32_767 * 65_535);
        // 2³¹, and 2³³, which an int would take for 0.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep("scheme he", "gain 0.001:32.768:0.001", "lr 1e-5:0.65536:1e-5"))
                .withMessage("the sweep must be of less than 2^31 trials, received 2147483648 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep("scheme he", "gain 0.001:65.536:0.001", "lr 1e-5:0.65536:1e-5", "seed 1,2"))
                .withMessageStartingWith("the sweep must be of less than 2^31 trials");
    }

    @Test
    void labelsSayWhatDiffers() {
        Sweep sweep = sweep("scheme he", "gain 1,2", "depth 3,4", "width 9", "lr 0.1,0.2", "seed 1,2");
        assertThat(sweep.label(sweep.trials().get(sweep.size() - 1))).isEqualTo("he(gain=2), depth 4, lr 0.2, seed 2");

        TrainingSpec own = new TrainingSpec(OwnNetworkSpec.inMemory("mine"), 1, 1, 0, null);
        Sweep ofOwn = Sweep.of(own, List.of(Axis.of(Knob.SCHEME, "own"), Axis.of(Knob.LR, "0.1,0.2")));
        assertThat(ofOwn.label(ofOwn.trials().get(1))).isEqualTo("own, lr 0.2, seed 1");
    }

    /** By hand: 0.9, 0.8 and 0.1 have mean 0.6 and deviation √0.19. */
    @Test
    void cellsAreOfAllSeeds() {
        Sweep sweep = sweep("scheme he", "gain 1,2", "depth 3,4", "seed 1:5:1");
        SweepResult result = new SweepResult(sweep);
        assertThat(result.rows()).isEmpty();
        assertThat(result.cells())
                .hasSize(4)
                .allMatch(cell -> cell.trials() == 0 && cell.score().mean() == null);

        List<TrialResult> results = new ArrayList<>(List.of(
                tested(trial(sweep, "2", 3, 1), TrialStatus.COMPLETED, 0.9, 0.3),
                tested(trial(sweep, "2", 3, 2), TrialStatus.COMPLETED, 0.8, 0.6),
                tested(trial(sweep, "2", 3, 3), TrialStatus.STUCK, 0.1, 2.4),
                diverged(trial(sweep, "2", 3, 4)),
                TrialResult.failed(trial(sweep, "2", 3, 5), "killed"),
                tested(trial(sweep, "1", 4, 1), TrialStatus.COMPLETED, 0.5, 1.5),
                diverged(trial(sweep, "2", 4, 2)),
                tested(trial(sweep, "1", 3, 1), TrialStatus.COMPLETED, 0.7, 1.0),
                tested(trial(sweep, "1", 3, 2), TrialStatus.COMPLETED, 0.2, 2.0)));
        Collections.reverse(results);
        results.forEach(result::add);

        List<SweepCell> cells = result.cells();
        assertThat(cells)
                .extracting(cell -> cell.knobs().toString())
                .containsExactly(
                        "{scheme=he, gain=1, depth=3}",
                        "{scheme=he, gain=1, depth=4}",
                        "{scheme=he, gain=2, depth=3}",
                        "{scheme=he, gain=2, depth=4}");
        SweepCell all = cells.get(2);
        assertThat(List.of(all.trials(), all.trained(), all.stuck(), all.diverged(), all.failed()))
                .containsExactly(5, 2, 1, 1, 1);
        assertThat(all.score().mean()).isCloseTo(0.6, within(1e-12));
        assertThat(all.score().std()).isCloseTo(Math.sqrt(0.19), within(1e-12));
        assertThat(all.loss().mean()).isCloseTo(1.1, within(1e-12));
        assertThat(all.mostlyTrained()).isFalse(); // 2 of 5

        assertThat(cells.get(3).diverged()).isEqualTo(1);
        assertThat(cells.get(3).score()).isEqualTo(new Estimate(null, null, null, null, null));
        assertThat(cells.get(0).trained()).isEqualTo(1);
        assertThat(cells.get(0).mostlyTrained()).isFalse(); // a half is not most
        // 0.5 is less than halfway between 0.1 and 1.
        assertThat(cells.get(1).trained()).isZero();

        assertThat(result.rows())
                .extracting(row -> row.knobs().get("gain") + " " + row.knobs().get("depth") + " "
                        + row.knobs().get("seed"))
                .containsExactly("1 3 1", "1 4 1", "2 3 1", "1 3 2", "2 3 2", "2 4 2", "2 3 3", "2 3 4", "2 3 5");
        SweepRow row = result.rows().get(2);
        assertThat(row.id()).isEqualTo("he-gain-2-depth3-width5-relu-residual-sgd-lr0.25-seed1");
        assertThat(row.trained()).isTrue();
        assertThat(row.status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(row.testScore()).isEqualTo(0.9);
        assertThat(row.finalLoss()).isEqualTo(0.3);
        assertThat(row.iterations()).isEqualTo(3);
        assertThat(row.msPerIteration()).isEqualTo(2.5);
    }

    @Test
    void mostAreMoreThanHalf() {
        Sweep sweep = sweep("scheme he", "seed 1:3:1");
        SweepResult result = new SweepResult(sweep);
        result.add(tested(sweep.trials().get(0), TrialStatus.COMPLETED, 0.9, 0.3));
        result.add(tested(sweep.trials().get(1), TrialStatus.COMPLETED, 0.9, 0.3));
        result.add(tested(sweep.trials().get(2), TrialStatus.COMPLETED, 0.1, 2.3));
        assertThat(result.cells().get(0).mostlyTrained()).isTrue();
    }

    @Test
    void resultsOfOtherTrialsAreRefused() {
        SweepResult result = new SweepResult(sweep("scheme he", "depth 3,4"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.add(diverged(only("scheme he", "depth 5"))))
                .withMessageStartingWith("result must be one of this sweep's, received TrialSpec[scheme=he");
    }

    @Test
    void runsByWhateverRunsTrials() throws Exception {
        Sweep sweep = sweep("scheme he", "depth 3,4", "seed 1,2");
        SweepResult result = sweep.run((trials, listener) -> {
            for (int i = trials.size() - 1; i >= 0; i--) {
                listener.started(trials.get(i));
                listener.progressed(trials.get(i), 1, 3, 2.3);
                listener.ended(tested(trials.get(i), TrialStatus.COMPLETED, 0.9, 0.3));
            }
        });
        assertThat(result.cells()).extracting(SweepCell::trained).containsExactly(2, 2);
        assertThat(result.sweep()).isSameAs(sweep);
    }

    /** Another update rule beside it does not change when a trial ends: a sweep can go on with more of them. */
    @Test
    void trialsEndEarlyAsTheirUpdateRuleTakes() {
        TrainingSpec base = new TrainingSpec(new MlpSpec(3, 16, "RELU", false, Optimiser.SGD, 0.1), 128, 1, 0, null);
        Sweep both =
                Sweep.of(base, List.of(Sweep.Axis.of(Knob.SCHEME, "he"), Sweep.Axis.of(Knob.OPTIMIZER, "SGD,ADAM")));
        assertThat(both.trials()).allMatch(trial -> trial.training().stuckAfter() == 0);
        assertThat(both.endingEarly(469).trials())
                .extracting(trial -> trial.training().stuckAfter())
                .containsExactly(78, 234);
        Sweep one = Sweep.of(base, List.of(Sweep.Axis.of(Knob.SCHEME, "he"), Sweep.Axis.of(Knob.OPTIMIZER, "SGD")));
        assertThat(one.endingEarly(469).trials().get(0))
                .isEqualTo(both.endingEarly(469).trials().get(0));
    }

    /** Values between those of the sweep, as a curve over its map needs them. */
    @Test
    void trialsOfOtherValues() {
        Sweep sweep = sweep("scheme he", "gain 1,2", "depth 3,4", "width 7,8");
        TrialSpec trial = sweep.trial(Knob.GAIN, "1.25", Knob.DEPTH, "100");
        assertThat(trial.scheme().text()).isEqualTo("he(gain=1.25)");
        assertThat(mlp(trial).depth()).isEqualTo(100);
        assertThat(mlp(trial).width()).isEqualTo(7);
    }

    @Test
    void someKnobsWithTheFirstValueOfEachOther() {
        Sweep sweep = sweep("scheme he,xavier", "depth 3,4,5", "width 7,8", "seed 2,3");
        for (Sweep whole : List.of(sweep, sweep.endingEarly(469))) {
            List<TrialSpec> some = whole.over(Set.of(Knob.SCHEME, Knob.DEPTH)).trials();
            assertThat(some).hasSize(6).doesNotHaveDuplicates().isSubsetOf(whole.trials());
            assertThat(some).allMatch(trial -> trial.seed() == 2 && mlp(trial).width() == 7);
        }
    }

    private static Sweep sweep(String... axes) {
        List<Axis> all = new ArrayList<>();
        for (String axis : axes) {
            String[] parts = axis.split(" ", 2);
            all.add(Axis.of(Knob.of(parts[0]), parts[1]));
        }
        return Sweep.of(base(), all);
    }

    private static TrialSpec only(String... axes) {
        Sweep sweep = sweep(axes);
        assertThat(sweep.size()).isEqualTo(1);
        return sweep.trials().get(0);
    }

    private static TrialSpec trial(Sweep sweep, String gain, int depth, long seed) {
        return sweep.trials().stream()
                .filter(trial -> trial.scheme().text().equals("he(gain=" + gain + ")")
                        && mlp(trial).depth() == depth
                        && trial.seed() == seed)
                .findFirst()
                .orElseThrow();
    }

    private static MlpSpec mlp(TrialSpec trial) {
        return (MlpSpec) trial.training().network();
    }

    private static TrainingSpec base() {
        MlpSpec network = new MlpSpec(4, 5, "RELU", true, Optimiser.SGD, 0.25);
        return new TrainingSpec(network, 64, 2, 640, null).withStuckAfter(6);
    }

    private static TrialResult tested(TrialSpec spec, TrialStatus status, double accuracy, double loss) {
        return result(spec, status, accuracy, loss);
    }

    private static TrialResult diverged(TrialSpec spec) {
        return result(spec, TrialStatus.DIVERGED, null, null);
    }

    private static TrialResult result(TrialSpec spec, TrialStatus status, Double accuracy, Double loss) {
        List<Double> history = List.of(2.5, 2.4, 2.3);
        return new TrialResult(spec, status, 2.5, loss, accuracy, CHANCE, 3, 0.1, 2.5, null, null, null, history, 10);
    }
}
