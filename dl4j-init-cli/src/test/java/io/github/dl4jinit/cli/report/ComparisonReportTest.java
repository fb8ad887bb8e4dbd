// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.Comparisons.EXPLODING;
import static io.github.dl4jinit.cli.report.Comparisons.completed;
import static io.github.dl4jinit.cli.report.Comparisons.learning;
import static io.github.dl4jinit.cli.report.Comparisons.report;
import static io.github.dl4jinit.cli.report.Comparisons.spec;
import static io.github.dl4jinit.cli.report.Comparisons.training;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.chart.LossCurve;
import io.github.dl4jinit.cli.file.OpenFolder;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.Runs;
import io.github.dl4jinit.lab.data.SequenceSource;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.PresetSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.data.Range;
import org.jfree.data.statistics.StatisticalCategoryDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** Tables, files and pictures of a comparison. */
class ComparisonReportTest {

    @TempDir
    Path folder;

    @Test
    void tableAndSentences() {
        StringWriter text = new StringWriter();
        report().print(new PrintWriter(text));
        assertThat(text.toString())
                .startsWith("""

                        | scheme                          |   test accuracy |   training loss | status                |
                        |---------------------------------|-----------------|-----------------|-----------------------|
                        | he                              | 0.8900 … 0.9100 | 3.0000 → 0.4000 | 2 completed           |
                        | normal(0.01)                    |          0.1135 | 2.3026 → 2.3026 | 1 completed, 1 failed |
                        | he(gain=6,distribution=uniform) |               – |               – | 2 diverged            |
                        | orthogonal                      |               – |               – | 2 failed              |

                        In results.json only, for want of room: ms a step, signal at end, signal at start, iterations to 1, 0.5.
                        """)
                .contains("normal(0.01): the signal vanishes: at the start each layer multiplied it by 0.113, and the"
                        + " gradient by 0.113 on its way back; training did not change that (accuracy 0.114).")
                .contains(EXPLODING
                        + " diverged in 2 of 2 trials: the signal explodes on its way through the layers, and with"
                        + " seed 1 the loss became NaN in iteration 1.")
                .contains("normal(0.01), seed 2, gave no result: the worker process was killed by signal 9.")
                .contains("orthogonal, seed 1, gave no result: the worker process was killed by signal 9.")
                .doesNotContain("he did not");
    }

    /** Short names, and all is well: what learns how soon, and how healthy it is, fits a line. */
    @Test
    void aTableWithAllThatMatters() {
        TrialSpec trial = spec().trials().get(0);
        assertThat(SummaryTable.of(
                        List.of(SchemeSummary.of(Scheme.HE, List.of(completed(trial, 0.9, 3.0, 0.4, learning())))),
                        Measure.ACCURACY))
                .isEqualTo("""
                        | scheme | test accuracy |   training loss | iterations to 1, 0.5 | signal at start      |
                        |--------|---------------|-----------------|----------------------|----------------------|
                        | he     |        0.9000 | 3.0000 → 0.4000 |                41, – | healthy 1.000, 1.000 |

                        In results.json only, for want of room: ms a step, signal at end, status.""");
    }

    /** Long names are shortened in their middle, but not to the same. */
    @Test
    void namesInTheTableAreDistinct() {
        TrialSpec trial = spec().trials().get(0);
        List<TrialResult> results = List.of(completed(trial, 0.9, 3.0, 0.4, learning()));
        String beginning = "network(distribution=orthogonal,gain=1.0";
        String ending = ",preActivationVariance=auto)";
        SchemeSummary one = SchemeSummary.of(Scheme.parse(beginning + "1" + ending), results);
        SchemeSummary other = SchemeSummary.of(Scheme.parse(beginning + "2" + ending), results);
        assertThat(SummaryTable.of(List.of(one), Measure.ACCURACY).lines())
                .allMatch(line -> line.length() <= 100)
                .anyMatch(line -> line.startsWith("| network(distributi…ionVariance=auto) |"));
        assertThat(SummaryTable.of(List.of(one, other), Measure.ACCURACY))
                .contains(beginning + "1" + ending, beginning + "2" + ending);
    }

    /** One that diverged counts, so that luck with one seed is not the best. */
    @Test
    void theBestIsGoodWithEachSeed() {
        ComparisonSpec spec = new ComparisonSpec(Scheme.parseList("he,xavier"), List.of(1L, 2L), training(3));
        List<TrialSpec> trials = spec.trials();
        Map<TrialSpec, TrialResult> results = trials.stream()
                .collect(Collectors.toMap(
                        trial -> trial,
                        trial -> trial.scheme().equals(spec.schemes().get(1))
                                ? completed(trial, 0.6, 3.0, 0.4, learning())
                                : trial.seed() == 1
                                        ? completed(trial, 0.9, 3.0, 0.4, learning())
                                        : Sweeps.diverged(trial, 2, null)));
        assertThat(new ComparisonReport(spec, Comparisons.ENVIRONMENT, results, Measure.ACCURACY, 0.1).best())
                .contains(new Run.Best("xavier", 0.6));
        assertThat(new ComparisonReport(spec, Comparisons.ENVIRONMENT, Map.of(), Measure.ACCURACY, 0.1).best())
                .isEmpty();
    }

    /** Where it is known what remembering nothing comes to, guessing is that. */
    @Test
    void guessingIsRememberingNothing() {
        PresetSpec lstm =
                new PresetSpec(PresetSpec.Preset.LSTM, 1, 4, ActivationSpec.of(Activation.TANH), Optimiser.ADAM, 0.01);
        TrainingSpec copying = new TrainingSpec(lstm, 32, 1, 640, new SequenceSource(SequenceSource.Task.COPY, 2));
        ComparisonSpec spec = new ComparisonSpec(List.of(Scheme.HE), List.of(1L), copying);
        TrialSpec trial = spec.trials().get(0);
        ComparisonReport report = new ComparisonReport(
                spec,
                Comparisons.ENVIRONMENT,
                Map.of(trial, completed(trial, 0.12, 2.3, 2.2, List.of(2.3))),
                Measure.ACCURACY,
                0.1135);
        assertThat(report.sentences()).hasSize(1).allSatisfy(sentence -> assertThat(sentence)
                .startsWith("he did not learn (accuracy 0.120, remembering nothing 0.114), though"));
    }

    /** A trial without a result says nothing about how soon the others learn. */
    @Test
    void failedTrialsDoNotCountAsSlow() {
        TrialSpec trial = spec().trials().get(0);
        SchemeSummary summary = SchemeSummary.of(
                Scheme.HE,
                List.of(
                        completed(trial, 0.9, 3.0, 0.4, learning()),
                        TrialResult.failed(trial, "killed"),
                        TrialResult.failed(trial, "killed")));
        assertThat(summary.iterationsToLoss()).containsEntry("1.0", 41);
    }

    @Test
    void lossCurvesEndWithTheLastIteration() {
        TrialSpec trial = spec().trials().get(0);
        List<Double> long1 = IntStream.range(0, 1234).mapToObj(i -> (double) i).toList();
        LossCurve curve = LossCurve.of(List.of(completed(trial, 0.9, 0.0, 1.0, long1)));
        assertThat(curve.points()).hasSizeBetween(400, 600);
        assertThat(curve.points().get(curve.points().size() - 1))
                .isEqualTo(new LossCurve.Point(1234, 1223.5, 1223.5, 1223.5)); // the mean of 1214 … 1233
        assertThat(LossCurve.of(List.of()).points()).isEmpty();
    }

    /** A mean of ever more losses bends where it has them all: the curve begins there, or with the last of fewer. */
    @Test
    void lossCurvesBeginWithAWholeMean() {
        TrialSpec trial = spec().trials().get(0);
        assertThat(LossCurve.of(List.of(completed(trial, 0.9, 0.0, 1.0, learning())))
                        .points())
                .hasSize(60 - 19)
                .first()
                .isEqualTo(new LossCurve.Point(20, 1.4, 1.4, 1.4));
        assertThat(LossCurve.of(List.of(completed(trial, 0.9, 0.0, 1.0, List.of(2.0, 1.0))))
                        .points())
                .containsExactly(new LossCurve.Point(2, 1.5, 1.5, 1.5));
    }

    /** Losses from 1.4 to 0.6 have an axis of about that; a loss of a thousand beside them has a logarithmic one. */
    @Test
    void axesUseTheirRoom() {
        TrialSpec trial = spec().trials().get(0);
        SchemeSummary learns = SchemeSummary.of(Scheme.HE, List.of(completed(trial, 0.9, 0.0, 1.0, learning())));
        Range range = ComparisonCharts.loss("", List.of(learns))
                .getXYPlot()
                .getRangeAxis()
                .getRange();
        assertThat(range.getLowerBound()).isBetween(0.5, 0.6);
        assertThat(range.getUpperBound()).isBetween(1.4, 1.5);
        SchemeSummary explodes = SchemeSummary.of(
                Scheme.parse("xavier"), List.of(completed(trial, 0.1, 0.0, 1.0, Collections.nCopies(60, 1000.0))));
        assertThat(ComparisonCharts.loss("", List.of(learns, explodes))
                        .getXYPlot()
                        .getRangeAxis())
                .isInstanceOf(LogAxis.class);
    }

    /** The first scheme has a dot for each of its two seeds and no interval; three seeds have one, and no dots. */
    @Test
    void twoSeedsHaveNoInterval() {
        TrialSpec trial = spec().trials().get(0);
        List<TrialResult> results = Stream.of(0.5, 0.7, 0.9)
                .map(accuracy -> completed(trial, accuracy, 3.0, 0.4, learning()))
                .toList();
        SchemeSummary two = SchemeSummary.of(Scheme.HE, results.subList(0, 2));
        SchemeSummary three = SchemeSummary.of(Scheme.parse("xavier"), results);
        CategoryPlot plot = ComparisonCharts.scores(
                        "", List.of(two, three), Measure.ACCURACY, new Guess("the commonest class alone", 0.1))
                .getCategoryPlot();
        StatisticalCategoryDataset bars = (StatisticalCategoryDataset) plot.getDataset(0);
        assertThat(bars.getStdDevValue(0, 0)).isNull();
        assertThat(bars.getStdDevValue(0, 1).doubleValue()).isGreaterThan(0.1);
        assertThat(plot.getDataset(1).getColumnCount()).isEqualTo(1);
        assertThat(plot.getDataset(1).getValue(0, 0)).isEqualTo(0.5);
        assertThat(plot.getDataset(1).getValue(1, 0)).isEqualTo(0.7);
        assertThat(plot.getRangeAxis().getLabel())
                .isEqualTo(
                        "test accuracy with 95 % confidence interval; dots: two seeds; dashed: the commonest class alone, 0.100");
    }

    @Test
    void resultsJsonHasTheDocumentedFields() throws IOException {
        write();
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertThat(json.fieldNames()).toIterable().containsExactly("run", "environment", "spec", "trials", "summary");
        assertThat(json.get("environment").fieldNames())
                .toIterable()
                .containsExactly("backend", "blas", "threads", "cores", "java", "dl4j", "os");
        JsonNode trial = json.get("trials").get(0);
        assertThat(trial.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "scheme",
                        "seed",
                        "status",
                        "initialLoss",
                        "finalLoss",
                        "testScore",
                        "iterations",
                        "seconds",
                        "msPerIteration",
                        "error",
                        "signalAtStart",
                        "signalAtEnd");
        assertThat(trial.get("id").asText()).isEqualTo("he-seed1");
        assertThat(trial.get("error").isNull()).isTrue();
        JsonNode summary = json.get("summary").get(0);
        assertThat(summary.fieldNames())
                .toIterable()
                .contains(
                        "scheme",
                        "trials",
                        "completed",
                        "diverged",
                        "failed",
                        "scoreMean",
                        "scoreStd",
                        "scoreCi95",
                        "iterationsToLoss");
        assertThat(summary.get("iterationsToLoss").toString()).isEqualTo("{\"1.0\":41,\"0.5\":null}");
        assertThat(json.get("summary").get(2).get("scoreMean").isNull()).isTrue();
    }

    @Test
    void csvFilesQuoteSchemesWithCommas() throws IOException {
        write();
        List<CSVRecord> results = csv("results.csv");
        assertThat(results).hasSize(8);
        assertThat(results.get(2).get("scheme")).isEqualTo(EXPLODING);
        assertThat(results.get(2).get("status")).isEqualTo("DIVERGED");
        List<CSVRecord> history = csv("history.csv");
        assertThat(history).hasSize(60 * 3);
        assertThat(history.get(59).toMap())
                .containsEntry("scheme", "he")
                .containsEntry("seed", "1")
                .containsEntry("iteration", "60")
                .containsEntry("epoch", "6")
                .containsEntry("loss", "0.6");
    }

    @Test
    void picturesAreReadByOthers() throws Exception {
        write();
        for (String name : List.of("loss", "accuracy")) {
            BufferedImage png = ImageIO.read(folder.resolve(name + ".png").toFile());
            assertThat(png.getWidth()).isEqualTo(2 * 960);
            // The first scheme's line, and the bars, in their own colours.
            int colour = name.equals("loss") ? 0xff0072b2 : 0xff56b4e9;
            long inked = IntStream.range(0, png.getWidth() * png.getHeight())
                    .filter(i -> png.getRGB(i % png.getWidth(), i / png.getWidth()) == colour)
                    .count();
            assertThat(inked).isGreaterThan(2000);
            DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
            parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            String svg = parsers.newDocumentBuilder()
                    .parse(folder.resolve(name + ".svg").toFile())
                    .getDocumentElement()
                    .getTextContent();
            assertThat(svg)
                    .contains("3 hidden layers x 16, RELU, SGD with learning rate 0.1")
                    .contains("he");
        }
    }

    @Test
    void peopleAreToldOfSkipConnections() {
        assertThat(training(3, false).network().network()).isEqualTo("3 hidden layers x 16, RELU");
        assertThat(training(3, true).network().network()).isEqualTo("3 hidden layers x 16, RELU, residual");
    }

    private void write() throws IOException {
        ReportFiles files;
        try (OutputFolder output = OpenFolder.of(folder, false, TrialSpec::id)) {
            files = new ReportFiles(output::write, new PrintWriter(System.err));
            report().writeTo(files, Runs.done(Run.Kind.COMPARE));
        }
        assertThat(files.written())
                .extracting(path -> path.getFileName().toString())
                .containsExactly(
                        "results.json",
                        "results.csv",
                        "history.csv",
                        "loss.png",
                        "loss.svg",
                        "accuracy.png",
                        "accuracy.svg");
    }

    private List<CSVRecord> csv(String name) throws IOException {
        try (CSVParser parser = CSVParser.parse(
                folder.resolve(name),
                StandardCharsets.UTF_8,
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            return parser.getRecords();
        }
    }
}
