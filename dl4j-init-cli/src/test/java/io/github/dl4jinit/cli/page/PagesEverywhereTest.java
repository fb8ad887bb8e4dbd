// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.TrialFolder;
import io.github.dl4jinit.lab.trial.TrialResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The pages on other screens, in other colours, on paper, with other names, and very large. */
class PagesEverywhereTest {

    /** What would get out of its place if it were taken for HTML or a script. */
    private static final List<String> HOSTILE = List.of(
            "</script><script>window.injected = 1</script>",
            "<img src=x onerror='window.injected = 2'>",
            "<!-- <script>",
            "a & b &lt;b&gt; \" ' ` ${window.injected = 3} {{data}}",
            "line\u2028separator\u2029paragraph");

    /** Elements that stick out of the window to the right, but for those inside of what scrolls by itself. */
    private static final String TOO_WIDE = """
            return [...document.querySelectorAll('body *')]
              .filter(one => !one.closest('.scroll') && !one.closest('.skip') && one.checkVisibility()
                && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
              .map(one => one.tagName + ' ' + one.className + ' ' + one.getBoundingClientRect().right);
            """;

    @TempDir
    static Path folder;

    private static Browser browser;

    private static Path comparison;
    private static Path sweep;
    private static Path search;
    private static Path probe;
    private static Path log;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start(Files.createDirectory(folder.resolve("browser")));
        comparison = folder.resolve("a comparison");
        Folders.write(
                comparison,
                Folders.done(Folders.comparison("he, xavier")),
                Folders.COMPARISON.trials(),
                Folders::completed);
        sweep = folder.resolve("a sweep");
        Results.writeSweep(sweep, Results.sweep("0.8,1,1.2", "2,4,6", "16,32"), 40);
        search = folder.resolve("a search");
        Results.writeSearch(search, Knob.GAIN);
        probe = folder.resolve("a probe");
        Results.writeProbe(probe, Results.graph(name -> name));
        log = folder.resolve("a log.jsonl");
        Results.writeLog(log, Results.graph(name -> name), 3);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void normal() {
        browser.screen(1280, 900);
        browser.media("screen", "light");
    }

    /** All kinds at once are the widest and longest page there is. */
    @Test
    void nothingSticksOutOnAPhone() throws IOException {
        browser.screen(390, 844);
        browser.open(comparison, sweep, search, probe, log);
        browser.js("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        assertThat(browser.<List<String>>js(TOO_WIDE)).isEmpty();
        assertThat(browser.<Number>js("return document.documentElement.scrollWidth")
                        .intValue())
                .isLessThanOrEqualTo(390);
        assertThat(browser.<List<Number>>js("return dl4jInit.charts.map(chart => chart.plot.clientWidth)"))
                .allSatisfy(width -> assertThat(width.intValue()).isBetween(280, 390));
        browser.requireQuiet();
    }

    @Test
    void coloursFollowTheSystemOrTheReader() throws IOException {
        browser.media("screen", "light");
        browser.open(probe);
        assertThat(background()).isEqualTo("rgb(255, 255, 255)");
        String light = picture();
        browser.media("screen", "dark");
        assertThat(background()).isEqualTo("rgb(27, 28, 31)");
        assertThat(browser.otherPicture("gradient", light))
                .as("charts are drawn anew")
                .isNotEqualTo(light);
        browser.control("Colours").sendKeys("light");
        assertThat(background()).isEqualTo("rgb(255, 255, 255)");
        assertThat(picture()).isEqualTo(light);
        browser.requireQuiet();
    }

    private static String background() {
        return browser.js("return getComputedStyle(document.body).backgroundColor");
    }

    private static String picture() {
        return browser.ofChart("gradient", "chart.instance.getDataURL()");
    }

    @Test
    void onPaperThereAreTablesAndNoControls() throws IOException {
        browser.open(comparison);
        browser.media("print", "dark");
        assertThat(background()).isEqualTo("rgb(255, 255, 255)");
        assertThat(browser.find("table").isDisplayed()).isTrue();
        assertThat(browser.all("div.controls, .buttons, .theme"))
                .isNotEmpty()
                .noneMatch(control -> control.isDisplayed());
        String pdf = new String(browser.pdf(), StandardCharsets.ISO_8859_1);
        assertThat(pdf).startsWith("%PDF");
        browser.requireQuiet();
    }

    @Test
    void namesAreText() throws IOException {
        List<Path> places = new ArrayList<>();
        for (int i = 0; i < HOSTILE.size(); i++) {
            String name = HOSTILE.get(i);
            Path hostile = folder.resolve(name.replace('/', '\u2215') + i);
            Folders.write(
                    hostile,
                    Folders.done(Folders.comparison(name)),
                    Folders.COMPARISON.trials(),
                    trial -> trial.seed() == 1 ? TrialResult.failed(trial, name) : Folders.completed(trial));
            Path layers = folder.resolve("layers" + i);
            Results.writeProbe(layers, Results.graph(layer -> layer + name));
            places.add(hostile);
            places.add(layers);
        }
        browser.open(places.toArray(Path[]::new));
        browser.js("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        String shown = visible(browser.text("main"));
        for (int i = 0; i < HOSTILE.size(); i++) {
            String graph = "layers" + i + " graph";
            assertThat(shown).contains(visible(places.get(2 * i).getFileName().toString()));
            browser.focus(graph);
            browser.press(Keys.ARROW_LEFT); // from b, which has a problem
            assertThat(visible(browser.tip(graph))).contains(visible("a" + HOSTILE.get(i)));
        }
        assertThat(browser.all("main img, main script")).isEmpty();
        assertThat(browser.<Object>js("return window.injected")).isNull();
        browser.requireQuiet();
    }

    /** As a browser shows it: white space is folded. */
    private static String visible(String name) {
        return name.replace('\u2028', ' ')
                .replace("\u2029", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Test
    void trialsOfAProgramHaveAPage() throws IOException {
        Path program = folder.resolve("a program");
        TrialFolder trials = new TrialFolder(program);
        Folders.COMPARISON.trials().forEach(trial -> trials.keep(Folders.completed(trial)));
        browser.open(program);
        assertThat(browser.charts()).contains("loss", "score");
        assertThat(browser.text(".state")).isEqualTo("as far as it is written");
        assertThat(browser.text("main")).contains("xavier", "written by").doesNotContain("The same again");
        browser.requireQuiet();
    }

    /** The time is a figure for documents; on a busy machine it is no fault. */
    @Test
    void tenThousandTrialsFitAndOpen() throws IOException {
        String gains = IntStream.range(0, 50)
                .mapToObj(i -> String.valueOf(0.5 + i / 25.0))
                .collect(Collectors.joining(","));
        String depths = IntStream.range(1, 101).mapToObj(String::valueOf).collect(Collectors.joining(","));
        Sweep large = Results.sweep(gains, depths, "16");
        Path run = folder.resolve("large");
        Results.writeSweep(run, large, 60);
        byte[] page = ReportPage.of(List.of(run)).html();
        assertThat(page).hasSizeLessThanOrEqualTo(2_000_000);
        Path file = folder.resolve("large.html");
        Files.write(file, page);
        browser.openFile(file);
        Number ready = browser.js("return dl4jInit.readyAfter");
        System.out.printf("10 000 trials: %d bytes, drawn after %.1f s%n", page.length, ready.doubleValue() / 1000);
        assertThat(browser.text("header")).contains("10000 of 10000 trials");
        browser.requireQuiet();
    }
}
