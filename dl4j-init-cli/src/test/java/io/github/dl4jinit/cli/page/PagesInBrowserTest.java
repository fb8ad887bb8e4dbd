// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.trial.Knob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages in a real browser: drawn, and used with mouse and keys. */
class PagesInBrowserTest {

    /** How many colours a canvas has, sampled; one that is empty has one. */
    private static final String COLOURS = """
            (() => { const canvas = chart.plot.querySelector('canvas');
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
              copy.drawImage(canvas, 0, 0);
              const data = copy.getImageData(0, 0, canvas.width, canvas.height).data;
              const colours = new Set();
              for (let i = 0; i < data.length; i += 4) {
                colours.add(data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]);
              }
              return colours.size; })()
            """;

    /** Where a value is that the mouse can point at: [x, y] in pixels of the chart. */
    private static final String POINT = """
            (() => { const all = chart.instance.getOption().series;
              const has = one => ['line', 'heatmap', 'scatter', 'bar', 'graph'].includes(one.type) && one.data.length > 0 && !one.silent;
              const index = all.findIndex(has);
              const data = all[index].data;
              const item = data[Math.floor(data.length / 2)];
              const value = all[index].type === 'graph' ? [item.x, item.y] : item.value || item;
              if (all[index].type === 'scatter' || chart.instance.getOption().tooltip[0].trigger === 'item') {
                return chart.instance.convertToPixel({ seriesIndex: index }, [value[0], value[1]]);
              }
              if (all[index].type === 'bar') {
                return [chart.instance.convertToPixel({ xAxisIndex: 0 }, data.length >> 1), chart.plot.clientHeight / 2];
              }
              const [x, y] = chart.instance.convertToPixel({ seriesIndex: index }, [value[0], value[1]]);
              return [x, y + (y > chart.plot.clientHeight / 2 ? -2 : 2)]; })()
            """;

    @TempDir
    static Path folder;

    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start(Files.createDirectory(folder.resolve("browser")));
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aComparisonIsUsedWithTheMouse() throws IOException {
        Path run = folder.resolve("comparison");
        Folders.write(
                run, Folders.done(Folders.comparison("he, xavier")), Folders.COMPARISON.trials(), Folders::completed);
        browser.open(run);
        assertThat(browser.charts()).containsExactly("loss", "score", "forward", "backward");
        browser.charts().forEach(PagesInBrowserTest::requireDrawnAndHovered);
        requireZoomed("loss");

        double rough = roughness();
        browser.js(
                "const slider = arguments[0]; slider.value = 0.95; slider.dispatchEvent(new Event('input'))",
                browser.control("Smoothing"));
        assertThat(roughness()).isLessThan(0.5 * rough);

        assertThat(drawnLines("loss")).containsExactly("he", "xavier");
        browser.control("xavier").click();
        for (String chart : browser.charts()) {
            assertThat(drawnLines(chart)).as(chart).doesNotContain("xavier");
        }
        browser.control("A line for each seed").click();
        assertThat(drawnLines("loss")).contains("he, seed 1", "he, seed 2");

        List<String> before = firstColumn();
        browser.button("scheme").click();
        List<String> ascending = firstColumn();
        browser.button("scheme").click();
        assertThat(before).containsExactlyInAnyOrderElementsOf(ascending);
        assertThat(ascending).containsExactly("he", "xavier");
        assertThat(firstColumn()).containsExactly("xavier", "he");
        browser.requireQuiet();
    }

    @Test
    void aSweepOfThreeKnobsIsUsedWithMouseAndKeys() throws IOException {
        Path run = folder.resolve("sweep");
        Results.writeSweep(run, Results.sweep("0.8,1,1.2", "2,4,6", "16,32"), 40);
        browser.open(run);
        browser.charts().forEach(PagesInBrowserTest::requireDrawnAndHovered);

        WebElement width = browser.control("width");
        assertThat(width.getDomAttribute("type")).isEqualTo("range");
        browser.js("arguments[0].focus()", width);
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.text("h2[id$=curves]")).isEqualTo("Trials at gain 0.8, depth 2, width 32");
        String map = "sweep map";
        browser.focus(map);
        browser.press(Keys.ARROW_RIGHT, Keys.ARROW_UP);
        assertThat(browser.text("h2[id$=curves]")).isEqualTo("Trials at gain 1, depth 4, width 32");
        assertThat(browser.tip(map)).contains("gain 1, depth 4, width 32", "0.915");

        List<Number> cell = browser.ofChart(map, "chart.instance.convertToPixel({ seriesIndex: 0 }, [2, 2])");
        browser.click(map, cell.get(0).doubleValue(), cell.get(1).doubleValue());
        assertThat(browser.text("h2[id$=curves]")).isEqualTo("Trials at gain 1.2, depth 6, width 32");

        browser.control("Up").sendKeys("width");
        assertThat(browser.control("depth").getDomAttribute("type")).isEqualTo("range");
        assertThat(browser.<List<String>>ofChart(map, "chart.instance.getOption().yAxis[0].data"))
                .containsExactly("16", "32");
        requireDrawnAndHovered(map);
        browser.requireQuiet();
    }

    @Test
    void aSearchShowsItsRungsAndItsContest() throws Exception {
        Path one = folder.resolve("one knob");
        Path two = folder.resolve("two knobs");
        Path four = folder.resolve("four knobs");
        Results.writeSearch(one, Knob.GAIN);
        Results.writeSearch(two, Knob.GAIN, Knob.LR);
        Results.writeSearch(four, Knob.GAIN, Knob.LR, Knob.WIDTH, Knob.ACTIVATION);
        browser.open(one);
        assertThat(browser.charts()).containsExactly("score", "loss", "one knob rungs", "one knob values");
        browser.charts().forEach(PagesInBrowserTest::requireDrawnAndHovered);
        assertThat(browser.text("main")).contains("Recommended: gain ", "3. 2 candidates of 5 seeds, 900 iterations");
        assertThat(browser.text("pre")).contains("HeInit(");
        browser.find("main > section > details > summary").click();
        assertThat(browser.all("main > section > details tbody tr")).hasSize(settings());

        browser.open(one, two);
        browser.charts().forEach(PagesInBrowserTest::requireDrawnAndHovered);
        browser.control("Shown").sendKeys("fresh");
        requireDrawnAndHovered("two knobs values");

        browser.open(four);
        assertThat(browser.text("main"))
                .contains("What decided among the first, evenly spread candidates (PED-ANOVA): ");
        browser.control("Across").sendKeys("activation");
        browser.control("Up").sendKeys("width");
        requireDrawnAndHovered("four knobs values");
        List<String> names = browser.ofChart(
                "four knobs values", "(() => chart.instance.getOption().xAxis[0].data.slice().sort())()");
        assertThat(names).containsExactly("RELU", "TANH");
        browser.requireQuiet();
    }

    @Test
    void aProbeShowsItsNetworkAndTheLayerThatOneClicks() throws IOException {
        Path run = folder.resolve("probe");
        Results.writeProbe(run, Results.graph(name -> name));
        browser.open(run);
        assertThat(browser.charts())
                .contains("activation", "gradient", "update", "probe graph", "probe activationHistogram");
        browser.charts().forEach(PagesInBrowserTest::requireDrawnAndHovered);
        requireZoomed("gradient");
        assertThat(browser.text(".state")).isEqualTo("done");
        assertThat(browser.text("main .state")).isEqualTo("not healthy");

        String graph = "probe graph";
        List<Number> node = browser.ofChart(
                graph,
                "(() => { const node = chart.instance.getOption().series[0].data[1];"
                        + "return chart.instance.convertToPixel({ seriesIndex: 0 }, [node.x, node.y]) })()");
        browser.click(graph, node.get(0).doubleValue(), node.get(1).doubleValue());
        assertThat(layer()).isEqualTo("a (DenseLayer)"); // at first it is b, which has a problem
        browser.focus(graph);
        browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(layer()).isEqualTo("sum (ElementWiseVertex)");
        assertThat(browser.text("dl")).contains("fed by\na, b");
        Number before = browser.ofChart(graph, "chart.instance.getOption().series[0].zoom");
        browser.press("+");
        Number after = browser.ofChart(graph, "chart.instance.getOption().series[0].zoom");
        assertThat(after.doubleValue()).isGreaterThan(before.doubleValue());
        requireDrawnAndHovered(graph);

        List<Number> counts = browser.ofChart("probe activationHistogram", "chart.instance.getOption().series[0].data");
        assertThat(counts.stream().mapToInt(Number::intValue).sum()).isEqualTo(32 * 12);
        browser.requireQuiet();
    }

    @Test
    void aTrainingsLogShowsHowTheSignalChanged() throws IOException {
        Path file = folder.resolve("signals.jsonl");
        Results.writeLog(file, Results.graph(name -> name), 8);
        browser.open(file);
        assertThat(browser.charts()).contains("signals.jsonl losses", "signals.jsonl map", "gradient");
        browser.charts().forEach(PagesInBrowserTest::requireDrawnAndHovered);
        List<Object> last = browser.ofChart("gradient", "chart.instance.getOption().series[0].data");
        browser.focus("signals.jsonl map");
        browser.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        assertThat(browser.control("Layer by layer, at iteration").getDomProperty("value"))
                .isEqualTo("4");
        assertThat(browser.<List<Object>>ofChart("gradient", "chart.instance.getOption().series[0].data"))
                .isNotEqualTo(last);
        browser.requireQuiet();
    }

    private static String layer() {
        return browser.js("return arguments[0].selectedOptions[0].text", browser.control("Layer"));
    }

    private static int settings() {
        return browser.<Number>js("return dl4jInit.data.runs[0].data.settings.length")
                .intValue();
    }

    private static void requireDrawnAndHovered(String id) {
        assertThat(browser.<Number>ofChart(id, COLOURS).intValue())
                .as("colours of " + id)
                .isGreaterThan(8);
        List<Number> point = browser.ofChart(id, POINT);
        browser.hover(id, point.get(0).doubleValue(), point.get(1).doubleValue());
        assertThat(browser.tip(id)).as("tooltip of %s at %s", id, point).containsPattern("\\d");
    }

    private static void requireZoomed(String id) {
        assertThat(browser.<List<Number>>ofChart(id, "chart.range()"))
                .extracting(Number::intValue)
                .containsExactly(0, 100);
        browser.drag(id, 0.3, 0.6);
        List<Number> range = browser.ofChart(id, "chart.range()");
        assertThat(range.get(0).doubleValue()).isBetween(5.0, 40.0);
        assertThat(range.get(1).doubleValue()).isBetween(40.0, 75.0);
        browser.focus(id);
        browser.press("-");
        List<Number> wider = browser.ofChart(id, "chart.range()");
        assertThat(wider.get(0).doubleValue()).isLessThan(range.get(0).doubleValue());
        browser.press("0");
        assertThat(browser.<List<Number>>ofChart(id, "chart.range()"))
                .extracting(Number::intValue)
                .containsExactly(0, 100);
    }

    private static List<String> drawnLines(String id) {
        return browser.ofChart(
                id, "chart.instance.getOption().series.filter(one => one.type === 'line').map(one => one.name)");
    }

    private static List<String> firstColumn() {
        return browser.js(
                "return [...document.querySelectorAll('.scroll table')[0].tBodies[0].rows].map(row => row.cells[0].innerText)");
    }

    /** The mean step of the first line of losses. */
    private static double roughness() {
        Number steps = browser.ofChart(
                "loss",
                "(() => { const line = chart.instance.getOption().series.find(one => one.type === 'line').data;"
                        + "return line.slice(1).reduce((sum, point, i) => sum + Math.abs(point[1] - line[i][1]), 0); })()");
        return steps.doubleValue();
    }
}
