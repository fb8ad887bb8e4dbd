// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a command starts in place of its workers' {@code java}: a script in a Java home that is otherwise the real one.
 * With it a test decides how far a command gets before something happens to it, whatever the speed of the machine.
 */
final class WorkerScript {

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private static WorkerScript quick;

    private final Path home;

    /** @param script HOME stands for its Java home, JAVA for the real command with a quick compiler */
    private WorkerScript(String script) throws IOException {
        // Not in a test's temporary folder, which is emptied with a warning for each link.
        this.home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "java-home");
        try (Stream<Path> parts = Files.list(JAVA_HOME)) {
            for (Path part : parts.filter(part -> !part.endsWith("bin")).toList()) {
                Files.createSymbolicLink(home.resolve(part.getFileName()), part);
            }
        }
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        String real = "'" + JAVA_HOME.resolve("bin/java") + "' " + CommandLine.QUICK_COMPILER;
        Files.writeString(
                java, "#!/bin/sh\n" + script.replace("HOME", home.toString()).replace("JAVA", real));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    /** Workers as they are, the same script for all commands. */
    static synchronized WorkerScript quick() throws IOException {
        if (quick == null) {
            quick = new WorkerScript("exec JAVA \"$@\"\n");
        }
        return quick;
    }

    /** Workers that never say anything, and end with their parent. */
    static WorkerScript silent() throws IOException {
        return new WorkerScript("exec cat > /dev/null\n");
    }

    /**
     * The first worker does so many trials as they are, and then trains in one that takes hours: the command cannot end
     * before. All other workers are as always.
     */
    static WorkerScript endlessTrialAfter(int trials) throws IOException {
        String script = """
                home='HOME'
                mkdir "$home/first" 2> /dev/null || exec JAVA "$@"
                mkfifo "$home/trials"
                exec 3<&0 # what runs in the background would get no input otherwise
                {
                  for i in TRIALS; do
                    IFS= read -r trial && printf '%s\\n' "$trial" || exit
                  done
                  IFS= read -r trial || exit
                  printf '%s\\n' "$trial" | sed 's/"epochs":[0-9]*/"epochs":1000000/
                    s/"maxIterations":[0-9]*/"maxIterations":0/
                    s/"stuckAfter":[0-9]*/"stuckAfter":0/'
                  : > "$home/endless"
                  cat
                } <&3 > "$home/trials" 2> /dev/null &
                exec JAVA "$@" < "$home/trials" 3<&-
                """;
        return new WorkerScript(script.replace("TRIALS", "trial ".repeat(trials).strip()));
    }

    /** The option of Java that lets a command start these workers. */
    String option() {
        return "-Djava.home=" + home;
    }

    /** Starts a command with these workers, and with something in front of its own Java. */
    CommandLine start(List<String> prefix, String... args) throws IOException {
        CommandLine command = CommandLine.start(prefix, List.of(option()), args);
        Runtime.getRuntime().addShutdownHook(new Thread(command.process()::destroyForcibly)); // if its test failed
        return command;
    }

    /** Returns when the worker has the trial that does not end. */
    void awaitEndlessTrial(CommandLine command) throws InterruptedException {
        while (!Files.exists(home.resolve("endless"))) {
            if (command.process().waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the command ended before its endless trial began");
            }
        }
    }
}
