// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jinit.signal.SignalListener;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees: DL4J's own UI server, and its first page in a real browser. Skipped where there is none. */
class TrainingUiTest {

    private static final String PORT = "org.deeplearning4j.ui.port";
    private static final String TEMPORARY = "java.io.tmpdir";

    private final String temporary = System.getProperty(TEMPORARY);

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        UIServer.stopInstance();
        System.clearProperty(PORT);
        System.setProperty(TEMPORARY, temporary);
    }

    @Test
    void overviewShowsScoreCountsAndSpeed() throws Exception {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "no Chromium on the PATH, such as Debian's chromium-headless-shell");
        StatsStorage storage = new InMemoryStatsStorage();
        train(SinkNetworks.list(), storage);
        System.setProperty(PORT, "0"); // any that is free
        System.setProperty(TEMPORARY, folder.toString()); // the server leaves folders for uploads there
        UIServer server = UIServer.getInstance();
        server.attach(storage);

        String page = shown(browser.get(), server.getAddress() + "/train/overview");
        assertThat(cell(page, "totalParamUpdates")).isEqualTo("20");
        assertThat(cell(page, "updatesPerSec")).isEqualTo("5.00");
        assertThat(cell(page, "examplesPerSec")).isEqualTo("40.00");
        assertThat(cell(page, "nLayers")).isEqualTo("3");
        // The axis of the scores ends below the largest one.
        double score = ((StatsReport)
                        storage.getAllUpdatesAfter("deep", StatsListener.TYPE_ID, StatsStorageSink.WORKER_ID, 0)
                                .get(0))
                .getScore();
        assertThat(largestTick(page, "scoreiterchart")).isGreaterThan(score / 2).isLessThanOrEqualTo(score);
        // StatsStorageSink says that nobody's are shown.
        assertThat(cell(page, "startTime")).isEmpty();
        assertThat(cell(page, "totalRuntime")).isEmpty();
    }

    /** A report after every fifth update and every second. */
    private static void train(MultiLayerNetwork network, StatsStorage storage) {
        AtomicLong clock = new AtomicLong();
        StatsStorageSink sink = new StatsStorageSink(storage, "deep", network, () -> clock.addAndGet(1000));
        network.setListeners(
                SignalListener.builder().every(5).maxCost(1).onReport(sink).build());
        for (int i = 0; i <= 20; i++) {
            network.fit(SinkNetworks.batch());
        }
    }

    private static Optional<Path> browser() {
        return Stream.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(path -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The page after its scripts have run for ten seconds of the browser's own time, which waits for the server. */
    private String shown(Path browser, String address) throws Exception {
        Path page = folder.resolve("page.html");
        Process process = new ProcessBuilder(List.of(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox", // it would not start as root, and sees only the page of this test
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        address))
                .redirectOutput(page.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(page);
    }

    private static String cell(String page, String id) {
        return matches(page, "<td id=\"" + id + "\">([^<]*)</td>")
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + page))
                .group(1);
    }

    private static double largestTick(String page, String chart) {
        String axis = matches(page, "(?s)id=\"" + chart + "\".*?flot-y-axis(.*?)<canvas")
                .findFirst()
                .orElseThrow(() -> new AssertionError("no axis in " + page))
                .group(1);
        return matches(axis, ">([0-9.]+)</div>")
                .mapToDouble(tick -> Double.parseDouble(tick.group(1)))
                .max()
                .orElseThrow();
    }

    private static Stream<MatchResult> matches(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results();
    }
}
