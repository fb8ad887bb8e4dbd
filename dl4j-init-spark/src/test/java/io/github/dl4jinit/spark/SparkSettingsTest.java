// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSettingsTest {

    @TempDir
    Path folder;

    @Test
    void sparkHomeGoesBeforePath() throws IOException {
        Path ofHome = program("home/bin");
        Path ofPath = program("path");
        String path = folder.resolve("nowhere") + File.pathSeparator + ofPath.getParent();
        assertThat(SparkSettings.findSubmit(Map.of("PATH", path))).isEqualTo(ofPath);
        assertThat(SparkSettings.findSubmit(Map.of(
                        "PATH", path, "SPARK_HOME", folder.resolve("home").toString())))
                .isEqualTo(ofHome);
    }

    @Test
    void withoutSparkASentenceSaysWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparkSettings.findSubmit(Map.of("PATH", folder.toString())))
                .withMessage(
                        "--cluster needs Spark 3.5 or 4, and there is no spark-submit in PATH: set SPARK_HOME to the"
                                + " folder of an installation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparkSettings.findSubmit(Map.of("SPARK_HOME", "nowhere")))
                .withMessage(
                        "--cluster needs Spark 3.5 or 4, and nowhere has no bin/spark-submit: set SPARK_HOME to the"
                                + " folder of an installation");
    }

    @Test
    void settingsAreThoseOfSpark() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("spark://host:7077", Map.of("cores.max", "8")))
                .withMessage("cluster-conf must be settings of Spark, such as spark.cores.max=8, received cores.max");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(" ", Map.of()))
                .withMessageContaining("cluster must be the URL of a Spark master");
    }

    private static SparkSettings settings(String master, Map<String, String> conf) {
        WorkerSettings workers = new WorkerSettings("64m", Duration.ofSeconds(1), Path.of("."), line -> {});
        return new SparkSettings(Path.of("spark-submit"), master, conf, true, workers, line -> {});
    }

    private Path program(String in) throws IOException {
        Path program = Files.createDirectories(folder.resolve(in)).resolve("spark-submit");
        Files.createFile(program);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
