// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.run.Start;
import io.github.dl4jinit.lab.trial.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The page of one run, or of several side by side. */
public final class ReportPage {

    /** What the file is called in a folder of results. */
    public static final String NAME = "report.html";

    /** What can be mailed anywhere. */
    static final int MOST_BYTES = 2_000_000;

    /** The most points of a curve: more than a chart has pixels to show. */
    static final int MOST_POINTS = 1024;

    /** Without a network. */
    private static final String NOTHING = "'none'";

    /** With the server that it came from. */
    private static final String ITS_SERVER = "'self'";

    /** Where a page that is served finds its data, seen from its own address. */
    public static final String DATA = "data";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ShownRun> runs;

    private ReportPage(List<ShownRun> runs) {
        this.runs = runs;
    }

    /**
     * Reads what there is of some runs.
     *
     * @param places folders of runs or of a program's trials, logs of signals; one or more
     * @throws IOException if one holds nothing of the kind, or one of another format; the message is a sentence
     */
    public static ReportPage of(List<Path> places) throws IOException {
        List<String> names = RunNames.of(places);
        List<ShownRun> runs = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            runs.addAll(ShownRun.read(places.get(i), names.get(i)));
        }
        return new ReportPage(runs);
    }

    /** The whole page as a file, of at most 2 MB: the more trials, the fewer points has a curve. */
    public byte[] html() {
        return fitting(PageTemplate.of(NOTHING), MOST_BYTES, points -> json(points, null))
                .page();
    }

    /** The page as a server gives it: it asks for {@value #DATA} beside it now and then, and shows what is new. */
    public byte[] served() {
        return fittingServed().page();
    }

    /** What a server gives for {@value #DATA}. */
    public byte[] data() {
        return fittingServed().json();
    }

    private Fitted fittingServed() {
        return fitting(PageTemplate.of(ITS_SERVER), MOST_BYTES, points -> json(points, DATA));
    }

    /** A page, and the data in it. */
    record Fitted(byte[] json, byte[] page) {}

    /**
     * The page with as many points as fit.
     *
     * @param most the most bytes of the page, if that can be had with a point a curve
     * @param json the data with so many points a curve
     */
    static Fitted fitting(PageTemplate template, int most, IntFunction<byte[]> json) {
        int points = MOST_POINTS;
        Fitted fitted = fitted(template, json.apply(points));
        while (fitted.page().length > most && points > 1) {
            points /= 2;
            fitted = fitted(template, json.apply(points));
        }
        return fitted;
    }

    private static Fitted fitted(PageTemplate template, byte[] json) {
        return new Fitted(json, template.with(PageTemplate.packed(json)));
    }

    /**
     * What the scripts of the page are given.
     *
     * @param newer where to ask for newer data, {@code null} if there is none
     */
    private record Data(String version, String made, String newer, List<ShownRun.Json> runs) {}

    private byte[] json(int points, String newer) {
        Data data = new Data(
                Versions.project(),
                Start.time().toString(),
                newer,
                runs.stream().map(run -> run.json(points)).toList());
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("all values of the page are plain", e);
        }
    }
}
