// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static io.github.dl4jinit.lab.tune.Searches.ITERATIONS;
import static io.github.dl4jinit.lab.tune.Searches.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values that a search may choose, and what becomes of them in trials. */
class SearchSpaceTest {

    @Test
    void rangesAreOfEqualFactorsUnlessSaidOtherwise() {
        assertThat(values("gain", "0.5:2", 5)).containsExactly("0.5", "0.7071", "1.0", "1.414", "2.0");
        assertThat(values("sigma-b2", "0:0.1:linear", 5)).containsExactly("0.0", "0.025", "0.05", "0.075", "0.1");
        assertThat(values("lr", "1e-4:1e-2", 3)).containsExactly("1.0E-4", "0.001", "0.01");
    }

    /** Also the first and the last: of evenly spaced places each has its share in the logarithm. */
    @Test
    void wholeNumbersAreAsLikelyAsTheirNeighbours() {
        Map<String, Long> counts = values("depth", "1:4:linear", 4001).stream()
                .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
        assertThat(counts).containsOnlyKeys("1", "2", "3", "4");
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(999L, 1002L));
        assertThat(values("width", "16:256", 3)).containsExactly("16", "63", "256");
        assertThat(Dimension.of(Knob.DEPTH, "2:50").size()).isEqualTo(49);
    }

    @Test
    void listsAreThoseOfASweep() {
        assertThat(values("depth", "10:30:10", 3)).containsExactly("10", "20", "30");
        assertThat(values("activation", "RELU,leakyrelu(0.2)", 2)).containsExactly("RELU", "LEAKYRELU(0.2)");
        assertThat(values("scheme", "he, xavier(gain=1.1)", 2)).containsExactly("he", "xavier(gain=1.1)");
    }

    @ParameterizedTest
    @CsvSource({"gain, 0.5:2", "sigma-b2, 0:0.1:linear", "width, 16:256", "depth, 1:4", "'batch', '16,32,64'"})
    void aPlaceIsFoundAgain(String knob, String written) {
        Dimension dimension = Dimension.of(Knob.of(knob), written);
        for (double place = 0; place <= 1; place += 0.01) {
            String value = dimension.at(place);
            double found = dimension.place(value);
            assertThat(dimension.at(found)).isEqualTo(value);
            assertThat(found).isCloseTo(place, within(dimension.size() < 300 ? 0.5 : 1e-3));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gain | 2:0.5 | gain must be a range FROM:TO from a smaller to a larger number, received 2.0:0.5",
                "lr | 0:1 | lr must be a range from above 0, or written as FROM:TO:linear, received 0.0:1.0",
                "width | 16.5:32 | width must be a range of whole numbers, received 16.5:32.0",
                "width | 16.5,32 | width must be a whole number, received 16.5",
                "gain | 1 | gain must be 2 to 100 values, or a range FROM:TO, received 1",
                "seed | 1,2,3:4:1e-9 | seed must be at most a million values, received 3:4:1e-9",
                "depth | 1:1000:1 | depth must be 2 to 100 values, or a range FROM:TO, received 1000 values",
                "activation | RELU,relu | activation must be values that differ from each other, received [RELU, RELU]",
            })
    void whatIsNoDimension(String knob, String written, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dimension.of(Knob.of(knob), written))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gain=0.5:2;gain=1:2 | knob must be named once, received [gain, gain]",
                "gain=0.5:2;numerator=1:2 | knob must be gain or numerator, since one is the other's square, received [gain, numerator]",
                "seed=1,2 | knob must be another than seed, which no training is to depend on, received [seed]",
                "width=0,10 | width must be from 1 to 46340, received 0",
                "gain=-1:1:linear | gain must be positive and finite, received -1.0",
                "activation=RELU,TAHN | activation must be a known name, received TAHN; did you mean TANH?",
                "scheme=lsuv,own;gain=0.5:2 | scheme must be one that draws weights by itself, since this network has no initialisers or weights to keep, received own",
                "scheme=lsuv,dl4j:XAVIER;gain=0.5:2 | scheme must be one that has a knob gain, received lsuv",
                "scheme=he,meanfield;sigma-b2=0:0.1:linear | meanfield must be written with its sigmaW2, as in meanfield(sigmaW2=1.5), received meanfield(sigmaB2=0)",
                "scheme=he,mirrored;activation=TANH,HARDTANH | the activation function of layer0 must be ReLU, leaky ReLU",
            })
    void whatCannotBeSearched(String written, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> spec(written)).withMessageStartingWith(message);
    }

    /** A scheme without the knob has none, and choices that do not go together are never tried. */
    @Test
    void candidatesHaveTheKnobsOfTheirScheme() {
        TuningSpec spec = spec("scheme=he,mirrored,lsuv;activation=relu,tanh;gain=0.5:2");
        assertThat(spec.space().unfit()).extracting(Setting::text).containsExactly("scheme mirrored, activation TANH");
        List<Setting> candidates = new Candidates(spec, 40, 1).first();
        assertThat(candidates).doesNotHaveDuplicates().hasSizeBetween(30, 40).allSatisfy(setting -> {
            assertThat(spec.value(setting, Knob.GAIN).isPresent())
                    .isEqualTo(!spec.value(setting, Knob.SCHEME).orElseThrow().equals("lsuv"));
            assertThat(setting.text()).doesNotContainPattern("mirrored.*TANH");
        });
        assertThat(candidates)
                .filteredOn(setting -> setting.text().contains("lsuv"))
                .hasSize(2);
        assertThat(spec.theorySetting()).isEqualTo(Setting.DEFAULT);
    }

    /** As many examples are seen, whatever the batch; and all that is set arrives in the trial. */
    @Test
    void trialsAreAsTheirSettingSays() {
        TuningSpec spec = spec("scheme=he,xavier;width=16:64;optimizer=SGD,ADAM;batch=8,64;gain=0.5:2");
        TrialSpec trial = spec.searchTrial(
                new Setting(Map.of(
                        Knob.SCHEME,
                        "xavier",
                        Knob.WIDTH,
                        "32",
                        Knob.OPTIMIZER,
                        "SGD",
                        Knob.BATCH,
                        "64",
                        Knob.GAIN,
                        "1.25")),
                0,
                300);
        assertThat(trial.scheme().text()).isEqualTo("xavier(gain=1.25)");
        assertThat(((MlpSpec) trial.training().network()).learningRate())
                .as("the rule's own")
                .isEqualTo(0.01);
        assertThat(trial.training().batchSize()).isEqualTo(64);
        assertThat(trial.training().maxIterations()).isEqualTo(150);
        assertThat(spec.defaults().text()).isEqualTo("scheme he, gain 1.0, width 32, optimizer ADAM, batch 32");
    }

    /** Three values and no more: the search is as small as they are few. */
    @Test
    void aFewValuesAreASmallSearch() throws Exception {
        TuningSpec spec = spec("gain=0.8,1.25,1.6");
        NoisyRunner runner = new NoisyRunner(1, (gain, rate) -> Searches.hill(gain, 1.3));
        runner.noise = 0.001;
        TuningResult result = new Tuner(spec, runner).run(200);
        assertThat(result.recommended(Knob.GAIN)).isEqualTo(1.25);
        assertThat(result.rungs()).extracting(rung -> rung.candidates().size()).containsExactly(3, 2, 2);
        assertThat(Tuner.mostTrials(spec, 200)).isEqualTo(6 + 6 + 10 + 10);
        assertThat(runner.asked).hasSize(32);
        assertThat(result.importance()).isEmpty();
    }

    /** The page of a run reads it from the run's folder, where numbers are numbers. */
    @Test
    void aSpaceIsWrittenAndReadAgain() throws Exception {
        TuningSpec spec = spec("scheme=he,mirrored;activation=RELU,TANH;gain=0.5:2;depth=2,5");
        ObjectMapper json = new ObjectMapper();
        String written = json.writeValueAsString(spec);
        assertThat(json.readValue(written, TuningSpec.class)).isEqualTo(spec);
        assertThat(written)
                .contains(
                        "\"defaults\":{\"values\":{\"scheme\":\"he\",\"gain\":1.0,\"depth\":10,\"activation\":\"RELU\"}}");
    }

    private static List<String> values(String knob, String written, int count) {
        Dimension dimension = Dimension.of(Knob.of(knob), written);
        return IntStream.range(0, count)
                .mapToObj(i -> dimension.at((double) i / (count - 1)))
                .toList();
    }

    private static TuningSpec spec(String written) {
        Dimension[] dimensions = List.of(written.split(";")).stream()
                .map(part -> Dimension.of(
                        Knob.of(part.substring(0, part.indexOf('='))), part.substring(part.indexOf('=') + 1)))
                .toArray(Dimension[]::new);
        SearchSpace space = SearchSpace.of(dimensions);
        Theory theory = Theory.of(Scheme.HE, space.knobs(), (MlpSpec) training().network());
        return TuningSpec.of(Scheme.HE, training(), ITERATIONS, 1000, space, theory, 1);
    }
}
