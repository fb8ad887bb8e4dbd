// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a command has left in its folder.
 *
 * @param files what whole files hold, byte for byte, by their names. The lock only says who is there, and what a run
 *     says of itself differs from run to run: neither counts
 * @param unfinished the names of the others
 */
public record Contents(Map<String, String> files, List<String> unfinished) {

    /** The contents of a folder, which need not be there. */
    public static Contents of(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        if (Files.exists(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path file : found.filter(Files::isRegularFile).toList()) {
                    all.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        all.remove("lock");
        all.remove("run.json");
        all.remove("report.html");
        all.computeIfPresent("results.json", (name, json) -> withoutRun(json));
        List<String> unfinished = all.keySet().stream()
                .filter(name -> name.endsWith(".part") || name.endsWith("probe"))
                .toList();
        all.keySet().removeAll(unfinished);
        return new Contents(all, unfinished);
    }

    /** What {@code results.json} says, but for when and by which command line. */
    static String withoutRun(String json) {
        String without = json.replaceFirst("(?s)\\n  \"run\" : \\{.*?\\n  \\},", "");
        assertThat(without).as("without its run").isNotEqualTo(json);
        return without;
    }

    /** The files of trials. */
    public List<String> trials() {
        return files.keySet().stream().filter(name -> name.startsWith("trials")).toList();
    }
}
