// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sources stay small enough to find the way in: few files in a package, few lines in a file. */
class HouseTest {

    /** More files than these are a sign of two ideas. */
    private static final int FILES_IN_A_PACKAGE = 30;

    private static final int LINES_IN_A_FILE = 400;

    /** A first sentence that cannot be understood without the comment before it. */
    private static final Pattern LEANING = Pattern.compile("/\\*\\*\\s+(\\*\\s+)?Of ");

    /** Asking the clock on the wall, which jumps when somebody sets it. */
    private static final Pattern WALL_CLOCK = Pattern.compile(
            "\\bcurrentTimeMillis\\b|\\b(Instant|Local\\w+|Zoned\\w+|Offset\\w+)\\.now\\(|\\bnew Date\\(|\\bClock\\.");

    /** Where it dates something for people, or for DL4J's training UI; nothing is measured by it. */
    private static final Set<String> DATES =
            Set.of("FolderLock.java", "Start.java", "RunOptions.java", "StatsStorageSink.java");

    @Test
    void noPackageHasManyFiles() throws IOException {
        Map<Path, Long> files = sources().stream().collect(groupingBy(Path::getParent, counting()));
        assertThat(files).hasSizeGreaterThan(20).allSatisfy((folder, count) -> assertThat(count)
                .as(folder.toString())
                .isLessThanOrEqualTo(FILES_IN_A_PACKAGE));
    }

    @Test
    void noFileHasManyLines() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(LINES_IN_A_FILE);
        }
    }

    @Test
    void noCommentLeansOnTheOneBefore() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(LEANING);
        }
    }

    @Test
    void whatJumpsMeasuresNothing() throws IOException {
        for (Path file : sources()) {
            boolean ships = file.toString().contains("main") && !file.toString().contains("benchmarks");
            if (ships && WALL_CLOCK.matcher(Files.readString(file)).find()) {
                assertThat(DATES).contains(file.getFileName().toString());
            }
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(HouseTest::javaFiles)
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
