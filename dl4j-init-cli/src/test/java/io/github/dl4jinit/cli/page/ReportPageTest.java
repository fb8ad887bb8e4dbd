// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.report.SweepSpec;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a file: what it holds, how large it is, and that no name gets out of its place. */
class ReportPageTest {

    private static final String HOSTILE = "</script><!--<script>alert(1)</script>'\"&amp;\u2028{{script}}";

    @TempDir
    Path folder;

    @Test
    void aComparisonHasItsTrialsAndWhereTheyComeFrom() throws IOException {
        Folders.write(
                folder,
                Folders.done(Folders.comparison("he, xavier")),
                Folders.COMPARISON.trials(),
                Folders::completed);
        JsonNode run = data(page()).path("runs").path(0);
        assertThat(run.path("state").asText()).isEqualTo("DONE");
        assertThat(run.path("trials").asInt()).isEqualTo(4);
        assertThat(run.path("command").asText()).isEqualTo("dl4j-init compare --schemes 'he(gain=1.1),it'\\''s'");
        assertThat(run.path("facts").path("SHA-256 of the data").asText()).isEqualTo("ab");
        assertThat(run.path("notes")).isEmpty();

        JsonNode shown = run.path("data");
        assertThat(shown.path("trials")).hasSize(4);
        JsonNode trial = shown.path("trials").path(2);
        assertThat(trial.path("seed").asLong()).isEqualTo(2);
        assertThat(trial.path("loss").path("values")).hasSize(100);
        assertThat(trial.path("loss").path("values").path(0).asDouble())
                .isCloseTo(
                        Folders.completed(Folders.COMPARISON.trials().get(2))
                                .history()
                                .get(0),
                        within(5e-4));
        assertThat(trial.path("signalAtStart").path("gradients").path(0).isNull())
                .isTrue();
        JsonNode score = shown.path("schemes").path(0).path("score");
        assertThat(score.path("mean").asDouble()).isCloseTo(0.915, within(1e-9));
        assertThat(score.path("lowest").asDouble()).isEqualTo(0.91);
        assertThat(score.path("ci95").isNull()).as("two seeds have no interval").isTrue();
        assertThat(shown.path("t95").path(2).asDouble()).isCloseTo(12.706, within(5e-4)); // tables of Student's t
    }

    @Test
    void aKilledRunShowsWhatThereIs() throws IOException {
        List<TrialSpec> trials = Folders.COMPARISON.trials();
        Folders.write(folder, Folders.comparison("he, xavier"), trials.subList(0, 2), Folders::completed);
        Files.writeString(folder.resolve("trials/broken.json"), "{\"spec\":");
        Files.writeString(folder.resolve("trials/x.json.part"), "half");
        JsonNode run = data(page()).path("runs").path(0);
        assertThat(run.path("state").asText()).isEqualTo("KILLED");
        assertThat(run.path("trials").asInt()).isEqualTo(2);
        assertThat(run.path("planned").asInt()).isEqualTo(4);
        assertThat(run.path("notes").path(0).asText()).startsWith("The run was killed");
        assertThat(run.path("notes").path(1).asText())
                .startsWith("1 trial is left out: ")
                .contains("broken.json does not hold a trial's result");
    }

    @Test
    void aRunWithoutTrialsHasAPage() throws IOException {
        Folders.write(folder, Folders.comparison("he, xavier"), List.of(), Folders::completed);
        assertThat(data(page()).path("runs").path(0).path("data").path("trials"))
                .isEmpty();
    }

    @Test
    void namesCannotGetOutOfTheirPlace() throws Exception {
        Path hostile = Files.createDirectory(folder.resolve("<img src=x onerror=alert(1)>"));
        Run run = Folders.done(Folders.comparison(HOSTILE));
        Folders.write(hostile, run, Folders.COMPARISON.trials(), trial -> TrialResult.failed(trial, HOSTILE));
        String page = new String(ReportPage.of(List.of(hostile)).html(), StandardCharsets.UTF_8);

        assertThat(page).doesNotContain("onerror=alert", "alert(1)");
        Matcher scripts =
                Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL).matcher(page);
        assertThat(scripts.results().count()).isEqualTo(3);
        assertThat(data(page).path("runs").path(0).path("name").asText()).isEqualTo("<img src=x onerror=alert(1)>");
        assertThat(data(page).toString()).contains("alert(1)"); // it is there, as data
    }

    /** A browser runs the scripts only if the policy has their hashes. */
    @Test
    void thePolicyNamesTheScriptsAndForbidsTheRest() throws Exception {
        Folders.write(folder, Folders.comparison("x"), List.of(), Folders::completed);
        String page = page();
        String policy = page.replaceFirst("(?s).*Content-Security-Policy\" content=\"(.*?)\".*", "$1");
        String script =
                page.substring(page.lastIndexOf("<script>") + "<script>".length(), page.lastIndexOf("</script>"));
        assertThat(policy)
                .contains("default-src 'none'", "connect-src 'none'", hash(script.getBytes(StandardCharsets.UTF_8)))
                .contains(hash(unpacked(page, "library")))
                .doesNotContain("unsafe-eval", "script-src 'unsafe-inline'", "http");
        assertThat(page).doesNotContain("{{");
    }

    @Test
    void foldersThatHoldNoRunAreRefusedInASentence() throws IOException {
        assertThatThrownBy(() -> ReportPage.of(List.of(folder)))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + " holds no results: there is no run.json in it");
        Files.writeString(folder.resolve("signal.json"), "{}");
        assertThatThrownBy(() -> ReportPage.of(List.of(folder))).hasMessageContaining("is of an older dl4j-init");
        Run run = Folders.begun(Run.Kind.SWEEP, "x", 4, Folders.COMPARISON);
        Folders.write(folder, run, List.of(), Folders::completed);
        assertThatThrownBy(() -> ReportPage.of(List.of(folder)))
                .hasMessage(folder.resolve("run.json") + " does not say what was run: its spec is none of a sweep");
    }

    @Test
    void aSweepHasEachTrialInItsPlace() throws IOException {
        Sweep sweep = sweep("0.8,1.2");
        List<TrialSpec> trials = sweep.trials();
        Folders.write(folder, sweepRun(sweep), List.of(trials.get(3), trials.get(4)), Folders::completed);
        JsonNode shown = data(page()).path("runs").path(0).path("data");
        assertThat(shown.path("statuses").asText()).isEqualTo("...CC...");
        assertThat(shown.path("scores").path(3).asDouble()).isEqualTo(0.91);
        assertThat(shown.path("scores").path(4).asDouble()).isEqualTo(0.92);
        assertThat(shown.path("curves").path(0).isNull()).isTrue();
        assertThat(shown.path("knobs").path(0).path("name").asText()).isEqualTo("seed");
        assertThat(shown.path("theory").path(0).path("name").asText()).isEqualTo("critical gain");
    }

    /** Half as many points until the page fits, so that it is more than a third full. */
    @Test
    void theMoreTrialsTheFewerPoints() throws IOException {
        Random random = new Random(1);
        List<Curve> curves = Stream.generate(
                        () -> Curve.of(random.doubles(600).boxed().toList(), ReportPage.MOST_POINTS))
                .limit(300)
                .toList();
        ObjectMapper json = new ObjectMapper();
        PageTemplate template = PageTemplate.of("'none'");
        int empty = ReportPage.fitting(template, 0, points -> new byte[0]).page().length;
        int room = 100_000;
        byte[] page = ReportPage.fitting(template, empty + room, points -> {
                    try {
                        int width = Curve.commonWidth(curves, points);
                        return json.writeValueAsBytes(curves.stream()
                                .map(curve -> curve.ofWidth(width).rounded())
                                .toList());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .page();
        assertThat(page).hasSizeBetween(empty + room / 3, empty + room);
        assertThat(data(new String(page, StandardCharsets.UTF_8))).hasSize(300);
    }

    @Test
    void severalRunsHaveNamesThatTellThemApart() throws IOException {
        assertThat(RunNames.of(List.of(Path.of("runs/a"), Path.of("runs/b/.")))).containsExactly("a", "b");
        assertThat(RunNames.of(List.of(Path.of("x/a"), Path.of("y/a")))).containsExactly("x/a", "y/a");
    }

    private static Sweep sweep(String gains) {
        return Sweep.of(
                Folders.TRAINING,
                List.of(
                        Axis.of(Knob.SEED, "1,2"),
                        Axis.of(Knob.SCHEME, "he"),
                        Axis.of(Knob.GAIN, gains),
                        Axis.of(Knob.DEPTH, "2,4"),
                        Axis.of(Knob.WIDTH, "16"),
                        Axis.of(Knob.ACTIVATION, "RELU"),
                        Axis.of(Knob.OPTIMIZER, "SGD")));
    }

    private static Run sweepRun(Sweep sweep) {
        return Folders.done(Folders.begun(Run.Kind.SWEEP, "gain x depth", sweep.size(), SweepSpec.of(sweep)));
    }

    private String page() throws IOException {
        return new String(ReportPage.of(List.of(folder)).html(), StandardCharsets.UTF_8);
    }

    private static JsonNode data(String page) throws IOException {
        return new ObjectMapper().readTree(unpacked(page, "data"));
    }

    private static byte[] unpacked(String page, String id) throws IOException {
        Matcher element =
                Pattern.compile("id=\"" + id + "\">([A-Za-z0-9+/=]+)</script>").matcher(page);
        assertThat(element.find()).as(id).isTrue();
        byte[] packed = Base64.getDecoder().decode(element.group(1));
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        }
    }

    private static String hash(byte[] script) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(script);
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }
}
