// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Core runs on Java 11. What it depends on is checked in the build, by Maven's enforcer. */
class BytecodeTest {

    /** The class file version of Java 11. */
    private static final int JAVA_11 = 55;

    @Test
    void coreRunsOnJava11() throws Exception {
        List<Path> classes = classes();
        assertThat(classes).hasSizeGreaterThan(100).allSatisfy(file -> assertThat(version(file))
                .isLessThanOrEqualTo(JAVA_11));
    }

    private static List<Path> classes() throws IOException, URISyntaxException {
        Path root = Path.of(
                HeInit.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class")).collect(Collectors.toList());
        }
    }

    /** The major version: two bytes behind the magic number and the minor version. */
    private static int version(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
