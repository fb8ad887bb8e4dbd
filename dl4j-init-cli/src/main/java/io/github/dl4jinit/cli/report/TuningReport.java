// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.MarkdownTable.left;
import static io.github.dl4jinit.cli.report.MarkdownTable.right;

import io.github.dl4jinit.cli.file.Csv;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.tune.Difference;
import io.github.dl4jinit.lab.tune.RungResult;
import io.github.dl4jinit.lab.tune.RungResult.Candidate;
import io.github.dl4jinit.lab.tune.TuningResult;
import io.github.dl4jinit.lab.tune.TuningResult.Plausible;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVPrinter;

/** The results of a search, as files and as text. */
public final class TuningReport implements Report {

    /** How many candidates of each rung are printed; the others are in the files. */
    private static final int SHOWN = 5;

    private final TuningResult result;
    private final TuningSpec spec;
    private final Environment environment;
    private final Measure measure;
    private final double chance;
    private final int testExamples;
    private final List<TrialResult> failed;
    private final Optional<Scheme> own;

    /**
     * @param result what was found
     * @param environment what it ran on
     * @param data what was trained on, and how networks are judged
     * @param failed trials that gave no result
     * @param own the initialiser that hidden layers of a user's own network share, if they do
     */
    public TuningReport(
            TuningResult result,
            Environment environment,
            Run.Data data,
            List<TrialResult> failed,
            Optional<Scheme> own) {
        this.own = own;
        this.result = result;
        this.spec = result.spec();
        this.environment = environment;
        this.measure = data.measure();
        this.chance = data.chance();
        this.testExamples = data.testExamples();
        this.failed = List.copyOf(failed);
    }

    /** Writes {@code results.json}, {@code results.csv} and, for a range of one knob, a picture. */
    @Override
    public void writeTo(ReportFiles files, Run run) throws IOException {
        files.writeJson(
                "results.json",
                new ResultsJson(run, environment, result, verdict(), JavaLine.of(spec, result.recommended(), own)));
        files.write("results.csv", this::writeCsv);
        if (TuningChart.isOf(spec)) {
            files.draw("tuning", () -> TuningChart.of(result, measure, chance));
        }
    }

    /** Prints the best of each rung, the verdict and the recommendation. */
    @Override
    public void print(PrintWriter out) {
        for (RungResult rung : result.rungs()) {
            out.println();
            out.printf(
                    "%d candidates, %d seeds, %d iterations, on held-out examples:%n",
                    rung.candidates().size(), rung.seeds(), rung.iterations());
            out.println(table(
                    rung.candidates()
                            .subList(0, Math.min(SHOWN, rung.candidates().size())),
                    rung.seeds()));
        }
        out.println();
        out.println("fresh seeds, on the test set:");
        out.println(table(result.verdict(), result.verdictSeeds()));
        out.println();
        failed.forEach(
                trial -> out.printf("%s gave no result: %s.%n", trial.spec().fullId(), trial.error()));
        verdict().forEach(out::println);
        JavaLine.of(spec, result.recommended(), own).forEach(line -> out.println("  " + line));
        out.flush();
    }

    @Override
    public boolean isComplete() {
        return failed.isEmpty();
    }

    /** The recommended setting, on the test set; none if no trial of it gave a result. */
    @Override
    public Optional<Run.Best> best() {
        return Optional.ofNullable(
                        result.verdictOf(result.recommended()).score().mean())
                .map(score -> new Run.Best(name(result.recommended()), score));
    }

    private String table(List<Candidate> candidates, int seeds) {
        return MarkdownTable.of(
                candidates,
                List.of(
                        left("setting", candidate -> name(candidate.setting())),
                        right(measure.text(), candidate -> candidate.score().text()),
                        right("trained", candidate -> candidate.trained() + " of " + seeds)));
    }

    private String name(Setting setting) {
        StringBuilder name = new StringBuilder(spec.space().knobs().stream()
                .flatMap(knob -> spec.value(setting, knob).map(value -> knob.flag() + " " + value).stream())
                .collect(Collectors.joining(", ")));
        if (setting.equals(Setting.DEFAULT)) {
            name.append(spec.theorySetting().equals(setting) ? " (default, theory)" : " (default)");
        } else if (setting.equals(spec.theorySetting())) {
            name.append(" (theory)");
        }
        return name.toString();
    }

    /** What the search comes to, in sentences. */
    private List<String> verdict() {
        List<String> sentences = new ArrayList<>();
        Setting theory = spec.theorySetting();
        if (result.best().equals(theory)) {
            sentences.add("The search found nothing better than the theory's " + name(theory) + ".");
        } else {
            sentences.add(compared(result.best(), theory, result.bestOverTheory()));
            Double score = result.verdictOf(result.best()).score().mean();
            if (score != null && !measure.isMoreThanLuck(score, chance, testExamples)) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "But %s is no better than guessing, %s %.4f, and not recommended.",
                        name(result.best()),
                        measure.text(),
                        chance));
            }
        }
        if (result.atTheEnd()) {
            sentences.add(
                    "The best value of the search is at the end of what was searched: go on from there with --start.");
        }
        sentences.add("Recommended: " + name(result.recommended()) + ", test " + measure.text() + " "
                + result.verdictOf(result.recommended()).score().text() + ".");
        for (Plausible values : result.plausible()) {
            sentences.add("Values of " + values.knob().flag() + " that the search could not tell apart: " + values
                    + (wasTried(result.recommended()) ? "" : " (it did not try the recommended one)")
                    + ".");
        }
        if (!result.importance().isEmpty()) {
            sentences.add("What decided among the first, evenly spread candidates (PED-ANOVA): "
                    + result.importance().stream()
                            .map(one -> String.format(
                                    Locale.ROOT, "%s %.0f %%", one.knob().flag(), 100 * one.share()))
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        if (result.recommended().equals(Setting.DEFAULT)) {
            sentences.add("That is the default.");
        } else {
            sentences.add(compared(result.recommended(), Setting.DEFAULT, result.recommendedOverDefault()));
        }
        // The theory's setting may be the default, and the best the recommended one.
        return sentences.stream().distinct().toList();
    }

    private boolean wasTried(Setting setting) {
        return result.rungs().get(0).candidates().stream()
                .anyMatch(candidate -> candidate.setting().equals(setting));
    }

    private String compared(Setting one, Setting other, Difference difference) {
        // More of a difference is always better; a measure of which less is better is told as it is.
        String figures = String.format(Locale.ROOT, "%+.4f", measure.worth(difference.mean()))
                + (difference.ci95() == null
                        ? " (of fewer than three pairs of trials)"
                        : String.format(Locale.ROOT, " ± %.4f (p = %.2g)", difference.ci95(), difference.pValue()));
        if (!difference.significant()) {
            return "No significant difference between " + name(one) + " and " + name(other) + ": " + figures + ".";
        }
        return name(one) + " is significantly " + (difference.mean() > 0 ? "better" : "worse") + " than " + name(other)
                + ": " + figures + ".";
    }

    /** The schema of {@code results.json}. */
    private record ResultsJson(
            Run run, Environment environment, TuningResult result, List<String> verdict, List<String> java) {}

    private void writeCsv(OutputStream out) throws IOException {
        List<String> header = new ArrayList<>(List.of("rung", "iterations", "seeds"));
        spec.space().knobs().forEach(knob -> header.add(knob.flag()));
        header.addAll(List.of("scoreMean", "scoreStd", "scoreCi95", "trained"));
        CSVPrinter csv = Csv.printer(out, header.toArray(String[]::new));
        int number = 1;
        for (RungResult rung : result.rungs()) {
            print(csv, String.valueOf(number), rung.iterations(), rung.seeds(), rung.candidates());
            number++;
        }
        print(csv, "verdict", spec.iterations(), result.verdictSeeds(), result.verdict());
        csv.flush();
    }

    private void print(CSVPrinter csv, String rung, int iterations, int seeds, List<Candidate> candidates)
            throws IOException {
        for (Candidate candidate : candidates) {
            csv.print(rung);
            csv.print(iterations);
            csv.print(seeds);
            for (Knob knob : spec.space().knobs()) {
                csv.print(spec.value(candidate.setting(), knob).orElse(null));
            }
            csv.printRecord(
                    candidate.score().mean(),
                    candidate.score().std(),
                    candidate.score().ci95(),
                    candidate.trained());
        }
    }
}
