// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The zip that people install, unpacked into a folder with blanks in its path. */
class LauncherIT {

    @TempDir
    static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Path zip = files.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
            home = unzip(zip, Files.createDirectory(folder.resolve("two words")));
        }
    }

    /** Unpacks an archive with its files' permissions and returns the one folder in it. */
    private static Path unzip(Path zip, Path target) throws IOException {
        boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"));
                Stream<Path> entries = Files.walk(archive.getPath("/"))) {
            for (Path entry : entries.skip(1).toList()) {
                Path file = target.resolve(entry.toString().substring(1));
                Files.copy(entry, file);
                if (posix) {
                    Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(entry));
                }
            }
        }
        try (Stream<Path> inside = Files.list(target)) {
            return inside.findFirst().orElseThrow();
        }
    }

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", ""));
        builder.environment().putAll(environment);
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        int exitCode = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Outcome(exitCode, Files.readString(out), Files.readString(err));
    }

    private static String launcher() {
        String name = OS.WINDOWS.isCurrentOs() ? "dl4j-init.bat" : "dl4j-init";
        return home.resolve("bin").resolve(name).toString();
    }

    @Test
    void runsFromAnotherFolderAndWarnsOfNothing() throws Exception {
        Outcome outcome = run(Map.of("JAVA_OPTS", "-Xmx256m -Duser.language=en"), launcher(), "gain", "relu");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("1.414214");
    }

    @Test
    void passesArgumentsAndTheExitCodeOn() throws Exception {
        Outcome outcome = run(Map.of(), launcher(), "gain", "two words");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("received two words");
    }

    /** On the PATH stands a link to a relative link. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void followsSymbolicLinks() throws Exception {
        Path second = Files.createSymbolicLink(
                folder.resolve("dl4j-init"), folder.relativize(home).resolve("bin/dl4j-init"));
        Path first = Files.createSymbolicLink(folder.resolve("link"), second);
        Outcome outcome = run(Map.of(), first.toString(), "--version");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("dl4j-init ");
    }

    @Test
    void saysThatJavaIsMissing() throws Exception {
        Outcome outcome = run(Map.of("JAVA_HOME", folder.toString()), launcher());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err().strip())
                .endsWith("not found: install Java 17 or newer, or let JAVA_HOME name its folder")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_402", "11.0.2", "16"})
    @DisabledOnOs(OS.WINDOWS)
    void saysThatJavaIsOld(String version) throws Exception {
        Path old = Files.createDirectories(folder.resolve(version + "/bin")).resolve("java");
        Files.writeString(
                old, "#!/bin/sh\necho 'Picked up an option' >&2\necho 'openjdk version \"" + version + "\"' >&2\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();
        Outcome outcome = run(Map.of("JAVA_HOME", old.getParent().getParent().toString()), launcher());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err().strip())
                .startsWith("dl4j-init: Java must be 17 or newer, received " + version + " from ")
                .doesNotContain("\n");
    }

    /** The shells that we have; a machine without zsh skips it. */
    @ParameterizedTest
    @CsvSource({
        "bash, c, compare",
        "bash, --ver, --version",
        "bash, compare --dep, --depth",
        "zsh, c, compare",
        "zsh, compare --dep, --depth"
    })
    @DisabledOnOs(OS.WINDOWS)
    void completes(String shell, String line, String expected) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, shell))));
        String complete = """
                source "$1"; shift
                COMP_WORDS=(dl4j-init "$@"); COMP_CWORD=$#; COMP_LINE="dl4j-init $*"
                _complete_dl4j-init
                echo "${COMPREPLY[@]}"
                """;
        // What zsh sets before it calls a function of bash's.
        String asBash = shell.equals("zsh") ? "setopt KSH_ARRAYS SH_WORD_SPLIT\n" : "";
        List<String> command = Stream.concat(
                        Stream.of(
                                shell,
                                "-c",
                                asBash + complete,
                                shell,
                                completion().toString()),
                        Stream.of(line.split(" ")))
                .toList();
        Outcome outcome = run(Map.of(), command.toArray(String[]::new));
        // zsh itself takes those that begin as the word does, after the function has offered all.
        List<String> offered = Stream.of(outcome.out().strip().split(" "))
                .filter(word -> shell.equals("bash") || word.startsWith(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
        assertThat(offered).as(outcome.err()).containsExactly(expected);
    }

    private static Path completion() {
        return home.resolve("completion/dl4j-init.bash");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void holdsTheLicenceAndNativeCodeOfThisPlatformOnly() throws IOException {
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("NOTICE")).exists();
        assertThat(Files.readString(home.resolve("README.md"))).doesNotContain("${");
        assertThat(Files.readString(home.resolve("bin/dl4j-init.bat"))).startsWith("@echo off\r\n");
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(jar -> jar.matches("nd4j-.*-linux-.*"))
                    .noneMatch(jar -> jar.contains("windows") || jar.contains("macosx"));
        }
    }
}
