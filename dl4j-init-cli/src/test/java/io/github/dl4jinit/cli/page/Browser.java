// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser with one page, and what a reader does there. Tests without one are skipped. */
final class Browser implements AutoCloseable {

    /** It would complain that it knows no more of a newer browser than what is used here. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;
    private final Path folder;

    private Browser(ChromeDriver driver, Path folder) {
        this.driver = driver;
        this.folder = folder;
    }

    /**
     * Starts a browser that keeps all that it writes in a folder.
     *
     * @throws org.opentest4j.TestAbortedException if none is installed
     */
    static Browser start(Path folder) {
        Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = onPath("chromedriver");
        assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "no Chromium and chromedriver on the PATH: install Debian's chromium-driver, which brings both");
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // it would not start as root, and sees only the pages of these tests
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--window-size=1280,900",
                "--user-data-dir=" + folder.resolve("profile"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable("browser", Level.ALL);
        logs.enable("performance", Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile())
                .usingAnyFreePort()
                .withEnvironment(Map.of("HOME", folder.toString(), "PATH", System.getenv("PATH")))
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return new Browser(driver, folder);
    }

    private static Optional<Path> onPath(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(path -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens the page of some folders or logs, and waits until it is drawn. */
    void open(Path... places) throws IOException {
        Path file = Files.createTempFile(folder, "page", ".html");
        Files.write(file, ReportPage.of(List.of(places)).html());
        openFile(file);
    }

    void openFile(Path file) {
        log(); // what the pages before have left
        driver.get(file.toUri().toString());
        try {
            driver.executeAsyncScript(
                    "const done = arguments[0];"
                            + "const look = () => window.dl4jInit && dl4jInit.ready ? done() : requestAnimationFrame(look); look()");
        } catch (ScriptTimeoutException e) {
            throw new AssertionError("the page is not drawn: " + text("main") + complaints(), e);
        }
    }

    /** What a script returns. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T> T js(String script, Object... arguments) {
        return (T) driver.executeScript(script, arguments);
    }

    /**
     * A chart's picture once it is another than before: browsers tell a page of its system's colours at some frame
     * after they have changed. A page that never draws it anew ends in an exception.
     */
    String otherPicture(String id, String before) {
        return (String) driver.executeAsyncScript(
                "const [id, before, done] = arguments;"
                        + "const picture = () => dl4jInit.charts.find(one => one.id === id).instance.getDataURL();"
                        + "const look = () => picture() === before ? requestAnimationFrame(look) : done(picture()); look()",
                id,
                before);
    }

    /** A script's answer for a chart. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> T ofChart(String id, String expression) {
        return js("const chart = dl4jInit.charts.find(one => one.id === arguments[0]); return " + expression, id);
    }

    /** The charts of the page, by their ids. */
    List<String> charts() {
        return js("return dl4jInit.charts.map(chart => chart.id)");
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    String text(String css) {
        return find(css).getText();
    }

    /** The control of that label. */
    WebElement control(String label) {
        return driver.findElement(
                By.xpath("//label[starts-with(normalize-space(), '" + label + "')]//*[self::input or self::select]"));
    }

    /** The button of that text, the first there is. */
    WebElement button(String text) {
        return driver.findElement(By.xpath("//button[normalize-space() = '" + text + "']"));
    }

    WebElement plot(String id) {
        return ofChart(id, "chart.plot");
    }

    /** Moves the mouse to a place of a chart, as pixels from its left upper corner. */
    void hover(String id, double x, double y) {
        WebElement plot = plot(id);
        scrollTo(plot);
        mouse(plot, x, y).perform();
    }

    void click(String id, double x, double y) {
        WebElement plot = plot(id);
        scrollTo(plot);
        mouse(plot, x, y).click().perform();
    }

    /** Drags the mouse over a part of a chart, from a share of its width to another. */
    void drag(String id, double from, double to) {
        WebElement plot = plot(id);
        scrollTo(plot);
        int width = plot.getSize().getWidth();
        int middle = plot.getSize().getHeight() / 2;
        mouse(plot, from * width, middle)
                .clickAndHold()
                .moveByOffset((int) ((to - from) * width / 2), 5)
                .moveByOffset((int) ((to - from) * width / 2), 5)
                .release()
                .perform();
    }

    private void scrollTo(WebElement element) {
        js("arguments[0].scrollIntoView({block: 'center'})", element);
    }

    private Actions mouse(WebElement plot, double x, double y) {
        int left = (int) Math.round(x - plot.getSize().getWidth() / 2.0);
        int top = (int) Math.round(y - plot.getSize().getHeight() / 2.0);
        // First elsewhere: a mouse that does not move tells nothing.
        return new Actions(driver, Duration.ofMillis(20))
                .moveToElement(plot, left - 3, top - 3)
                .moveToElement(plot, left, top);
    }

    /** Presses keys in whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver, Duration.ofMillis(20)).sendKeys(keys).perform();
    }

    /** Gives a chart the focus as the key Tab does. */
    void focus(String id) {
        js("arguments[0].focus()", plot(id));
    }

    void tab() {
        press(Keys.TAB);
    }

    /** The tooltip that a chart shows; empty if it shows none. */
    String tip(String id) {
        return js(
                "const tip = [...arguments[0].querySelectorAll('.tip')].find(one => one.checkVisibility("
                        + "{visibilityProperty: true, opacityProperty: true})); return tip ? tip.innerText : ''",
                plot(id));
    }

    /** Pretends a screen, in CSS pixels. */
    void screen(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Pretends that the system prefers a colour scheme, or prints. */
    void media(String type, String colourScheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        type,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
    }

    /** The page as a printer gets it. */
    byte[] pdf() {
        Object data = driver.executeCdpCommand("Page.printToPDF", Map.of("printBackground", false))
                .get("data");
        return Base64.getDecoder().decode((String) data);
    }

    /** Fails if the browser has complained, or the page has asked for anything but itself. */
    void requireQuiet() throws IOException {
        assertThat(complaints()).isEmpty();
        List<String> requests = new ArrayList<>();
        for (String entry : log()) {
            JsonNode message = new ObjectMapper().readTree(entry).path("message");
            String address = message.path("params").path("request").path("url").asText();
            boolean asked = message.path("method").asText().equals("Network.requestWillBeSent");
            if (asked && !address.startsWith("data:") && !address.equals(driver.getCurrentUrl())) {
                requests.add(address);
            }
        }
        assertThat(requests).as("requests").isEmpty();
        assertThat(this.<List<String>>js("return performance.getEntriesByType('resource').map(one => one.name)"))
                .isEmpty();
    }

    private List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    private List<String> log() {
        return driver.manage().logs().get("performance").getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The screen as a picture. */
    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
