// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.cli.report.ComparisonReport;
import io.github.dl4jinit.cli.report.SchemeSummary;
import io.github.dl4jinit.cli.report.SignalSummary;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.ScoreCurve;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What the page shows of a comparison. */
final class ComparePage implements PageKind {

    @Override
    public Run.Kind kind() {
        return Run.Kind.COMPARE;
    }

    @Override
    public Content read(RunOnDisk run) throws IOException {
        ComparisonSpec spec = run.spec(ComparisonSpec.class);
        List<TrialSpec> trials = spec.trials();
        Map<TrialSpec, TrialResult> results = new HashMap<>();
        run.readTrials(result -> results.put(result.spec(), result));
        results.keySet().retainAll(trials);
        Run.Data data = run.run().data();
        return content(spec, run.run().environment(), results, data.measure(), data.chance());
    }

    /**
     * What the page shows of the trials of a comparison.
     *
     * @param results of trials that have ended
     * @param measure how networks are judged
     * @param chance the score that is reached without a look at the examples
     */
    static Content content(
            ComparisonSpec spec,
            Environment environment,
            Map<TrialSpec, TrialResult> results,
            Measure measure,
            double chance) {
        return new Comparison(spec, new ComparisonReport(spec, environment, results, measure, chance));
    }

    private record Comparison(ComparisonSpec spec, ComparisonReport report) implements Content {

        @Override
        public String title() {
            return report.title();
        }

        @Override
        public int trials() {
            return report.results().size();
        }

        @Override
        public Object json(int points) {
            List<TrialResult> results = report.results();
            List<Curve> curves = results.stream()
                    .map(result -> Curve.of(result.history(), ReportPage.MOST_POINTS))
                    .toList();
            int width = Curve.commonWidth(curves, points);
            return new Json(
                    loss(spec, report.measure()),
                    report.measure().text(),
                    report.measure().axis(),
                    report.chance(),
                    StudentT.factors(spec.seeds().size()),
                    report.sentences(),
                    report.summaries().stream().map(SchemeJson::of).toList(),
                    IntStream.range(0, results.size())
                            .mapToObj(i -> TrialJson.of(
                                    spec.schemes().indexOf(results.get(i).spec().scheme()),
                                    results.get(i),
                                    curves.get(i).ofWidth(width),
                                    points))
                            .toList());
        }
    }

    private static String loss(ComparisonSpec spec, Measure measure) {
        if (!(spec.training().network() instanceof NetworkSpec.Layered)) {
            return "loss";
        }
        return switch (measure) {
            case ACCURACY, F1 -> "cross-entropy";
            case RMSE, R2 -> "mean squared error";
            case LOSS -> "loss";
        };
    }

    /**
     * What the script is given.
     *
     * @param loss what the loss is, as far as it is known
     * @param score how networks are judged
     * @param scoreAxis the same, and which way is better
     * @param chance the score that is reached without a look at the examples
     * @param t95 Student's factors by number of seeds
     */
    private record Json(
            String loss,
            String score,
            String scoreAxis,
            double chance,
            List<Double> t95,
            List<String> sentences,
            List<SchemeJson> schemes,
            List<TrialJson> trials) {}

    private record SchemeJson(
            String name,
            EstimateJson score,
            Double initialLoss,
            Double finalLoss,
            Map<String, Integer> iterationsToLoss,
            SignalJson signalAtStart,
            SignalJson signalAtEnd,
            Double msPerIteration) {

        static SchemeJson of(SchemeSummary summary) {
            return new SchemeJson(
                    summary.scheme().text(),
                    EstimateJson.of(summary.results().stream()
                            .map(TrialResult::testScore)
                            .filter(Objects::nonNull)
                            .toList()),
                    Digits.of(summary.initialLossMean()),
                    Digits.of(summary.finalLossMean()),
                    summary.iterationsToLoss(),
                    SignalJson.of(summary, TrialResult::signalAtStart),
                    SignalJson.of(summary, TrialResult::signalAtEnd),
                    Digits.of(summary.msPerIterationMean()));
        }
    }

    /** The verdict of most seeds, and the mean factors a layer. */
    private record SignalJson(String verdict, Double forward, Double backward) {

        static SignalJson of(SchemeSummary summary, Function<TrialResult, TrialSignal> when) {
            return SignalSummary.of(summary.results(), when)
                    .map(signal -> new SignalJson(
                            signal.verdict().name(), Digits.of(signal.forwardRate()), Digits.of(signal.backwardRate())))
                    .orElse(null);
        }
    }

    private record TrialJson(
            int scheme,
            long seed,
            TrialStatus status,
            Double score,
            String error,
            Curve loss,
            List<double[]> scores,
            TrialSignal.Layers signalAtStart,
            TrialSignal.Layers signalAtEnd) {

        static TrialJson of(int scheme, TrialResult result, Curve curve, int points) {
            return new TrialJson(
                    scheme,
                    result.spec().seed(),
                    result.status(),
                    Digits.of(result.testScore()),
                    result.error(),
                    curve.rounded(),
                    scores(result),
                    ThinnedLayers.of(result.signalAtStart(), points),
                    ThinnedLayers.of(result.signalAtEnd(), points));
        }

        /** The score by iteration: on the way, and of a network that was trained to the end, at the end. */
        private static List<double[]> scores(TrialResult result) {
            List<double[]> points = new ArrayList<>();
            ScoreCurve curve = result.scoreCurve();
            if (curve != null) {
                for (int i = 0; i < curve.iterations().size(); i++) {
                    points.add(new double[] {
                        curve.iterations().get(i), curve.scores().get(i)
                    });
                }
                if (result.status() == TrialStatus.COMPLETED) {
                    points.add(new double[] {result.iterations(), Digits.of(result.testScore())});
                }
            }
            return points;
        }
    }
}
