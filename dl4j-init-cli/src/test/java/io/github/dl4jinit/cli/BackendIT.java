// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a backend, or without its native library, one sentence says so: here, and in the worker processes. */
class BackendIT {

    private static final String BACKEND = "nd4j-native-.*";

    /** The JAR file whose name ends in the platform. */
    private static final String CPU_LIBRARY = "nd4j-native-\\d.*-(linux|macosx|windows)-.*";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"probe", "gain", "tune", "compare"})
    void noBackend(String command) throws Exception {
        without(BACKEND, command)
                .assertOneMessage(
                        1, "dl4j-init " + command + ": no ND4J backend is on the class path: add org.nd4j:nd4j");
    }

    @Test
    void noNativeLibrary() throws Exception {
        for (String command : List.of("gain", "compare")) {
            without(CPU_LIBRARY, command)
                    .assertOneMessage(1, "dl4j-init " + command + ": the native library nd4jcpu for ");
        }
    }

    /** Runs a command from its class files, since its JAR file names the whole class path. */
    private CommandLine.Outcome without(String jars, String command) throws Exception {
        List<String> args = new ArrayList<>(List.of(command));
        if (!command.equals("gain")) {
            args.addAll(List.of("--out", folder.resolve(command).toString(), "--scheme", "he"));
        }
        return CommandLine.startClasses(classPath(jars), args).outcome();
    }

    private static String classPath(String without) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target", "lib"))) {
            List<Path> kept = files.filter(
                            file -> !file.getFileName().toString().matches(without))
                    .toList();
            assertThat(kept).isNotEmpty();
            return Stream.concat(Stream.of(Path.of("target", "classes")), kept.stream())
                    .map(path -> path.toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
