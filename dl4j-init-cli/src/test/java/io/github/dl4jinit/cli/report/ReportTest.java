// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.chart.LossCurve;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.Verdict;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final String DEAD = "normal(0.01)";
    private static final String EXPLODING = "he(gain=6,distribution=uniform)";
    private static final String CRASHED = "orthogonal";
    private static final double LN_10 = 2.302585092994046;

    @TempDir
    Path folder;

    /** By hand: mean 2, deviation 1, t(0.975; 2) = 4.302653. */
    @Test
    void estimatesHaveStudentsInterval() {
        Estimate estimate = Estimate.of(List.of(1.0, 2.0, 3.0));
        assertThat(estimate.mean()).isEqualTo(2);
        assertThat(estimate.std()).isEqualTo(1);
        assertThat(estimate.ci95()).isCloseTo(4.302652729911275 / Math.sqrt(3), within(1e-9));
        assertThat(Estimate.of(List.of(5.0))).isEqualTo(new Estimate(5.0, null, null));
        assertThat(Estimate.of(List.of())).isEqualTo(new Estimate(null, null, null));
    }

    @Test
    void tableAndSentences() {
        StringWriter text = new StringWriter();
        report().print(new PrintWriter(text), List.of(Path.of("results.json")));
        assertThat(text.toString())
                .containsPattern(
                        "\\| he +\\| 0\\.9000 ± 0\\.1271 \\| +3\\.0000 \\| 0\\.4000 \\| +41 \\| +– \\| healthy 1\\.000, 1\\.000 +\\| healthy 1\\.000, 1\\.000 +\\| +7\\.0 \\| 2 completed +\\|")
                .contains("| " + DEAD)
                .contains("1 completed, 1 failed")
                .contains("normal(0.01): the signal vanishes: at the start each layer multiplied it by 0.113, and the"
                        + " gradient by 0.113 on its way back; training did not change that (accuracy 0.114).")
                .contains(EXPLODING
                        + " diverged in 2 of 2 trials: the signal explodes on its way through the layers, and with"
                        + " seed 1 the loss became NaN in iteration 1.")
                .contains("normal(0.01), seed 2, gave no result: the worker process was killed by signal 9.")
                .contains("orthogonal, seed 1, gave no result: the worker process was killed by signal 9.")
                .doesNotContain("he did not");
    }

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
                                + " vanishes nor explodes: its loss was 2.400 at the start and 2.300 at the end.");
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

    private static List<String> sentences(TrialResult result) {
        return new SignalSentences(0.1135).of(List.of(SchemeSummary.of(Scheme.HE, List.of(result))));
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

    @Test
    void resultsJsonHasTheDocumentedFields() throws IOException {
        write();
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertThat(json.fieldNames()).toIterable().containsExactly("environment", "spec", "trials", "summary");
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
                        "testAccuracy",
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
                        "accuracyMean",
                        "accuracyStd",
                        "accuracyCi95",
                        "iterationsToLoss");
        assertThat(summary.get("iterationsToLoss").toString()).isEqualTo("{\"1.0\":41,\"0.5\":null}");
        assertThat(json.get("summary").get(2).get("accuracyMean").isNull()).isTrue();
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
            assertThat(png.getWidth()).isEqualTo(960);
            // The first scheme's line, and the bars, in their own colours.
            int colour = name.equals("loss") ? 0xff0072b2 : 0xff56b4e9;
            long inked = IntStream.range(0, 960 * 600)
                    .filter(i -> png.getRGB(i % 960, i / 960) == colour)
                    .count();
            assertThat(inked).isGreaterThan(500);
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
    void anOutputFolderHoldsOneComparison() throws IOException {
        TrialSpec spec = spec().trials().get(0);
        OutputFolder output = OutputFolder.open(folder, false, TrialSpec::id);
        assertThat(output.earlier(spec)).isEmpty();
        TrialResult result = results().get(spec);
        output.keep(result);

        assertThat(OutputFolder.open(folder, true, TrialSpec::id).earlier(spec)).contains(result);
        assertThatThrownBy(() -> OutputFolder.open(folder, false, TrialSpec::id))
                .hasMessageContaining("already holds trials");
        Files.writeString(folder.resolve("trials/x.json.part"), "left by a killed run");
        OutputFolder.open(folder, true, TrialSpec::id);
        assertThat(folder.resolve("trials/x.json.part")).doesNotExist();

        TrialSpec other = new TrialSpec(Scheme.parse("he"), 1, training(4));
        assertThatThrownBy(() -> output.earlier(other))
                .hasMessageContaining(
                        "he-seed1.json is of another run, expected TrialSpec[scheme=he, seed=1, training=TrainingSpec[network=MlpSpec[depth=4");

        Files.writeString(folder.resolve("trials/he-seed1.json"), "{\"spec\":");
        assertThatThrownBy(() -> output.earlier(spec))
                .hasMessageContaining(
                        "he-seed1.json does not hold a trial's result: delete it to run that trial again");
    }

    /** Folders from before there were residual networks say nothing of them: theirs are plain. */
    @Test
    void aFolderWithoutWordOfSkipConnectionsIsOfPlainNetworks() throws IOException {
        TrialSpec spec = spec().trials().get(0);
        OutputFolder output = OutputFolder.open(folder, false, TrialSpec::id);
        output.keep(results().get(spec));
        Path file = folder.resolve("trials/he-seed1.json");
        String written = Files.readString(file);
        String earlier = written.replaceFirst("\\s*\"residual\" : false,", "");
        assertThat(earlier).isNotEqualTo(written).doesNotContain("residual");
        Files.writeString(file, earlier);

        assertThat(output.earlier(spec)).contains(results().get(spec));
        TrialSpec residual = new TrialSpec(Scheme.parse("he"), 1, training(3, true));
        assertThatThrownBy(() -> output.earlier(residual))
                .hasMessageContaining("he-seed1.json is of another run")
                .hasMessageContainingAll("residual=true", "residual=false");
        output.keep(TrialResult.failed(residual, "killed"));
        assertThat(Files.readString(file)).contains("\"residual\" : true");
    }

    @Test
    void peopleAreToldOfSkipConnections() {
        assertThat(training(3, false).network().network()).isEqualTo("3 hidden layers x 16, RELU");
        assertThat(training(3, true).network().network()).isEqualTo("3 hidden layers x 16, RELU, residual");
    }

    @Test
    void aFailedTrialIsTriedAgain() throws IOException {
        OutputFolder output = OutputFolder.open(folder, false, TrialSpec::id);
        TrialResult failed = TrialResult.failed(spec().trials().get(0), "killed");
        output.keep(failed);
        assertThat(output.earlier(failed.spec())).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenLeavesTheOldOneAndNoPart() throws IOException {
        Path file = folder.resolve("results.json");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .hasMessage("cannot write " + file + ": No space left on device");
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private void write() throws IOException {
        List<Path> written = report().writeTo(OutputFolder.open(folder, false, TrialSpec::id));
        assertThat(written)
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

    private static ComparisonReport report() {
        Environment environment = new Environment("CPU", "OPENBLAS", 1, 2, "17", "1.0.0-M2.1", "Linux amd64");
        return new ComparisonReport(spec(), environment, results(), 0.1135);
    }

    private static ComparisonSpec spec() {
        return new ComparisonSpec(
                Scheme.parseList(String.join(",", "he", DEAD, EXPLODING, CRASHED)), List.of(1L, 2L), training(3));
    }

    private static TrainingSpec training(int depth) {
        return training(depth, false);
    }

    private static TrainingSpec training(int depth, boolean residual) {
        return new TrainingSpec(new MlpSpec(depth, 16, "RELU", residual, Optimiser.SGD, 0.1), 64, 1, 640, null);
    }

    /** he learns, the normal scheme is dead (and fails once), the exploding one diverges, the last one crashes. */
    private static Map<TrialSpec, TrialResult> results() {
        Map<TrialSpec, TrialResult> results = new HashMap<>();
        for (TrialSpec trial : spec().trials()) {
            results.put(
                    trial,
                    switch (trial.scheme().text()) {
                        case "he" ->
                            completed(
                                    trial,
                                    trial.seed() == 1 ? 0.89 : 0.91,
                                    3.0,
                                    0.4,
                                    learning(),
                                    signal(Verdict.HEALTHY, 1));
                        case DEAD ->
                            trial.seed() == 1
                                    ? completed(
                                            trial,
                                            0.1135,
                                            LN_10,
                                            LN_10,
                                            Collections.nCopies(60, LN_10),
                                            signal(Verdict.VANISHING, 0.113))
                                    : TrialResult.failed(trial, "the worker process was killed by signal 9");
                        case EXPLODING ->
                            new TrialResult(
                                    trial,
                                    TrialStatus.DIVERGED,
                                    null,
                                    null,
                                    null,
                                    0.1135,
                                    0,
                                    1,
                                    null,
                                    "the loss became NaN in iteration 1",
                                    null,
                                    null,
                                    List.of(),
                                    10);
                        default -> TrialResult.failed(trial, "the worker process was killed by signal 9");
                    });
        }
        return results;
    }

    /** The mean of 20 falls below 1.0 once 11 of its losses are 0.6: (9·1.4 + 11·0.6) / 20 = 0.96. */
    private static List<Double> learning() {
        return Stream.concat(Collections.nCopies(30, 1.4).stream(), Collections.nCopies(30, 0.6).stream())
                .toList();
    }

    private static TrialResult completed(
            TrialSpec spec, double accuracy, double initialLoss, double finalLoss, List<Double> history) {
        return completed(spec, accuracy, initialLoss, finalLoss, history, signal(Verdict.HEALTHY, 1));
    }

    private static TrialSignal signal(Verdict verdict, double rate) {
        TrialSignal.Direction both = new TrialSignal.Direction(verdict, rate, 50 * Math.log10(rate));
        return new TrialSignal(both, both);
    }

    private static TrialResult completed(
            TrialSpec spec,
            double accuracy,
            double initialLoss,
            double finalLoss,
            List<Double> history,
            TrialSignal signal) {
        return new TrialResult(
                spec,
                TrialStatus.COMPLETED,
                initialLoss,
                finalLoss,
                accuracy,
                0.1135,
                history.size(),
                3.5,
                7.0,
                null,
                signal,
                signal,
                history,
                10);
    }
}
