// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dl4jinit.lab.trial.TrialException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes get of this program and of its data. */
class ShippingTest {

    @TempDir
    Path folder;

    @Test
    void theJarsOfAManifestArePartOfTheProgram() throws IOException {
        Path other = jar("lib/other.jar", "");
        Path spark = jar("lib/dl4j-init-spark-1.0.jar", "other.jar missing.jar");
        Path main = jar("main.jar", "lib/dl4j-init-spark-1.0.jar");
        ProgramFiles program = ProgramFiles.of(main.toString());
        assertThat(program.all()).containsExactly(main, spark, other);
        assertThat(program.ofSpark()).isEqualTo(spark);
        assertThat(program.shippedClassPath())
                .isEqualTo(String.join(File.pathSeparator, "main.jar", "dl4j-init-spark-1.0.jar", "other.jar"));
        assertThat(program.classPath().split(File.pathSeparator)).hasSize(3).allMatch(name -> new File(name).isFile());
    }

    @Test
    void whatCannotBeShippedIsSaidBefore() throws IOException {
        assertThatExceptionOfType(TrialException.class)
                .isThrownBy(() -> ProgramFiles.of(folder.toString()).shippedClassPath())
                .withMessage(folder + " of this program's class path is a folder: only jars are shipped to a cluster");
        Path twice = jar("b/x.jar", "");
        assertThatExceptionOfType(TrialException.class)
                .isThrownBy(() -> ProgramFiles.of(jar("a/x.jar", "") + File.pathSeparator + twice)
                        .shippedClassPath())
                .withMessageContaining("two files of this program's class path are called x.jar");
        assertThatExceptionOfType(TrialException.class)
                .isThrownBy(() -> ProgramFiles.of(twice.toString()).ofSpark())
                .withMessageContaining("a cluster needs dl4j-init-spark.jar on the class path");
    }

    @Test
    void dataIsPackedOnceAndItsPackagesGoInTheEnd() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data/cats"));
        Files.writeString(data.resolve("1.png"), "one");
        Path table = Files.writeString(folder.resolve("t.csv"), "a,b");
        List<Path> zips = new ArrayList<>();
        DataFiles files = new DataFiles(false, (zip, name) -> zips.add(zip));
        Set<String> paths = Set.of(folder.resolve("data").toString(), table.toString());
        Map<String, String> onNodes = files.onNodes(paths);
        assertThat(files.onNodes(paths)).isEqualTo(onNodes);
        assertThat(zips).hasSize(2);
        String place = onNodes.get(folder.resolve("data").toString());
        assertThat(place).matches("dl4j-init-data-[01]/data");
        String number = place.substring("dl4j-init-data-".length()).split("/")[0];
        Path zip = zips.get(0).resolveSibling("dl4j-init-data-" + number + ".zip");
        try (ZipFile opened = new ZipFile(zip.toFile())) {
            assertThat(opened.stream().map(Object::toString)).containsExactly("data/cats/1.png");
        }
        files.close();
        files.close();
        assertThat(zips).noneMatch(Files::exists);
        assertThat(zips.get(0).getParent()).doesNotExist();
    }

    @Test
    void sharedDataStaysWhereItIs() {
        DataFiles files = new DataFiles(true, (zip, name) -> {
            throw new AssertionError("packed");
        });
        assertThat(files.onNodes(Set.of("pom.xml")))
                .isEqualTo(Map.of("pom.xml", Path.of("pom.xml").toAbsolutePath().toString()));
        files.close();
    }

    @Test
    void dataThatIsNotThereIsNamed() {
        try (DataFiles files = new DataFiles(false, (zip, name) -> {})) {
            assertThatExceptionOfType(TrialException.class)
                    .isThrownBy(() -> files.onNodes(Set.of("/nowhere/x")))
                    .withMessageStartingWith("cannot pack /nowhere/x for the cluster: ");
        }
    }

    private Path jar(String name, String classPath) throws IOException {
        Path jar = folder.resolve(name);
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (OutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.flush();
        }
        return jar;
    }
}
