// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.tune.Dimension;
import io.github.dl4jinit.lab.tune.Importance;
import io.github.dl4jinit.lab.tune.RungResult;
import io.github.dl4jinit.lab.tune.SearchSoFar;
import io.github.dl4jinit.lab.tune.SearchSoFar.Entrant;
import io.github.dl4jinit.lab.tune.SearchSoFar.Round;
import io.github.dl4jinit.lab.tune.TuningResult;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page shows of a search: its rungs, what each dropped, the contest at the end, the recommendation. */
final class TunePage implements PageKind {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Run.Kind kind() {
        return Run.Kind.TUNE;
    }

    @Override
    public Content read(RunOnDisk run) throws IOException {
        TuningSpec spec = run.spec(TuningSpec.class);
        Map<TrialSpec, TrialResult> trials = new HashMap<>();
        run.readTrials(result -> trials.put(result.spec(), result));
        Integer planned = run.run().trials();
        // A search that is given a time begins with a measurement, which tells how many trials it takes.
        SearchSoFar search =
                planned == null ? new SearchSoFar(List.of(), Optional.empty()) : SearchSoFar.of(spec, planned, trials);
        JsonNode results = search.result().isPresent() ? results(run.folder()) : JSON.createObjectNode();
        return new Search(run.run(), spec, trials.size(), search, results);
    }

    /** The sentences and lines of Java that the command came to; nothing if they are not written yet. */
    private static JsonNode results(Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        try {
            return Files.isRegularFile(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            throw new IOException(file + " does not hold the results of a search", e);
        }
    }

    private record Search(Run run, TuningSpec spec, int trials, SearchSoFar search, JsonNode results)
            implements Content {

        @Override
        public String title() {
            return run.subject();
        }

        @Override
        public Object json(int points) {
            Numbers settings = new Numbers();
            List<RoundJson> rounds = search.rounds().stream()
                    .map(round -> round(round, settings, points))
                    .toList();
            return new Json(
                    run.data().measure().text(),
                    run.data().measure().axis(),
                    run.data().chance(),
                    StudentT.factors(
                            rounds.stream().mapToInt(RoundJson::seeds).max().orElse(0)),
                    spec.space().dimensions().stream().map(Search::knob).toList(),
                    search.result().map(TuningResult::importance).orElse(List.of()),
                    spec.heldOut(),
                    rounds,
                    settings.inOrder.stream().map(this::setting).toList(),
                    search.result()
                            .map(TuningResult::recommended)
                            .map(settings::of)
                            .orElse(null),
                    lines(results.path("verdict")),
                    lines(results.path("java")));
        }

        private RoundJson round(Round round, Numbers settings, int points) {
            return new RoundJson(
                    round.verdict(),
                    round.iterations(),
                    round.seeds(),
                    round.entrants().stream()
                            .map(entrant -> entrant(entrant, settings, round.verdict(), points))
                            .toList());
        }

        /** Only of the last round the curves are shown: there are three candidates, and trainings that are whole. */
        private static EntrantJson entrant(Entrant entrant, Numbers settings, boolean curves, int points) {
            RungResult.Candidate candidate = entrant.candidate();
            List<TrialResult> trials = entrant.results();
            int width = Curve.commonWidth(trials.stream().map(TunePage::curve).toList(), points);
            return new EntrantJson(
                    settings.of(entrant.setting()),
                    Digits.of(candidate.score().mean()),
                    Digits.of(candidate.score().smallest()),
                    Digits.of(candidate.score().largest()),
                    Digits.of(candidate.score().ci95()),
                    trials.size(),
                    candidate.trained(),
                    !curves
                            ? List.of()
                            : trials.stream()
                                    .map(trial -> new TrialJson(
                                            trial.spec().seed(),
                                            trial.status().name(),
                                            Digits.of(trial.testScore()),
                                            curve(trial).ofWidth(width).rounded()))
                                    .toList());
        }

        private SettingJson setting(Setting setting) {
            return new SettingJson(
                    spec.space().knobs().stream()
                            .map(knob -> value(knob, spec.value(setting, knob)))
                            .toList(),
                    setting.equals(Setting.DEFAULT),
                    setting.equals(spec.theorySetting()));
        }

        /** A number, a name, or {@code null} where the scheme has no such knob. */
        private static Object value(Knob knob, Optional<String> value) {
            return value.<Object>map(text -> knob.numeric() ? (Object) Double.valueOf(text) : text)
                    .orElse(null);
        }

        private static KnobJson knob(Dimension dimension) {
            boolean linear = dimension instanceof Dimension.Range range && !range.logarithmic();
            Knob knob = dimension.knob();
            return new KnobJson(knob.flag(), knob.numeric(), knob.whole(), linear);
        }

        private static List<String> lines(JsonNode array) {
            List<String> lines = new ArrayList<>();
            array.forEach(line -> lines.add(line.asText()));
            return lines;
        }
    }

    private static Curve curve(TrialResult trial) {
        return Curve.of(trial.history(), ReportPage.MOST_POINTS);
    }

    /** Settings by numbers, in the order in which they came. */
    private static final class Numbers {

        private final Map<Setting, Integer> numbers = new HashMap<>();
        private final List<Setting> inOrder = new ArrayList<>();

        int of(Setting setting) {
            return numbers.computeIfAbsent(setting, added -> {
                inOrder.add(added);
                return inOrder.size() - 1;
            });
        }
    }

    /**
     * What the script is given.
     *
     * @param score how networks are judged
     * @param scoreAxis the same, and which way is better
     * @param chance the score that is reached without a look at the examples
     * @param t95 Student's factors by number of seeds
     * @param knobs what is tuned
     * @param importance of the knobs, the most important first; nothing until the search has ended, or of one knob
     * @param heldOut by how many training examples the rungs are judged
     * @param settings by their numbers
     * @param recommended the number of a setting, {@code null} until the search has ended
     * @param sentences what the search comes to
     * @param java how to write the recommendation
     */
    private record Json(
            String score,
            String scoreAxis,
            double chance,
            List<Double> t95,
            List<KnobJson> knobs,
            List<Importance> importance,
            int heldOut,
            List<RoundJson> rounds,
            List<SettingJson> settings,
            Integer recommended,
            List<String> sentences,
            List<String> java) {}

    private record KnobJson(String name, boolean numeric, boolean whole, boolean linear) {}

    private record SettingJson(List<Object> values, boolean isDefault, boolean isTheory) {}

    private record RoundJson(boolean verdict, int iterations, int seeds, List<EntrantJson> entrants) {}

    /** @param count how many of its trials have ended */
    private record EntrantJson(
            int setting,
            Double mean,
            Double lowest,
            Double highest,
            Double ci95,
            int count,
            int trained,
            List<TrialJson> trials) {}

    private record TrialJson(long seed, String status, Double score, Curve loss) {}
}
