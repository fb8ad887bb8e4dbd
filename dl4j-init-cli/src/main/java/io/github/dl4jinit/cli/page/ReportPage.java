// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.run.RunLog;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ShownRun> runs;

    private ReportPage(List<ShownRun> runs) {
        this.runs = runs;
    }

    /**
     * Reads what there is of some runs.
     *
     * @param folders their folders, one or more
     * @throws IOException if one holds no run, or one of another format; the message is a sentence
     */
    public static ReportPage of(List<Path> folders) throws IOException {
        List<String> names = RunNames.of(folders);
        List<ShownRun> runs = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            runs.add(ShownRun.read(folders.get(i), names.get(i)));
        }
        return new ReportPage(runs);
    }

    /** The whole page as a file, of at most 2 MB: the more trials, the fewer points has a curve. */
    public byte[] html() {
        return fitting(MOST_BYTES, this::json);
    }

    /**
     * The page with as many points as fit.
     *
     * @param most the most bytes of the page, if that can be had with a point a curve
     * @param json the data with so many points a curve
     */
    static byte[] fitting(int most, IntFunction<byte[]> json) {
        PageTemplate template = PageTemplate.of(NOTHING);
        int points = MOST_POINTS;
        byte[] page = template.with(PageTemplate.packed(json.apply(points)));
        while (page.length > most && points > 1) {
            points /= 2;
            page = template.with(PageTemplate.packed(json.apply(points)));
        }
        return page;
    }

    /** What the scripts of the page are given. */
    private record Data(String version, String made, List<ShownRun.Json> runs) {}

    private byte[] json(int points) {
        Data data = new Data(
                Versions.project(),
                RunLog.now().toString(),
                runs.stream().map(run -> run.json(points)).toList());
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("all values of the page are plain", e);
        }
    }
}
