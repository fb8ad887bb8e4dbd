// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The packaged command as a user starts it: {@code java -jar dl4j-init.jar …} in a process of its own. */
public final class CommandLine {

    private static final Path JAR = Path.of("target", "dl4j-init.jar").toAbsolutePath();

    /** A safety net: a hang ends its test instead of the build. No command comes near, however slow the machine. */
    private static final long LIMIT_MINUTES = 20;

    /**
     * Nothing here runs long enough to pay for C2, which takes half of the processor time of a command of seconds, or
     * for a collector's threads, or for the two full collections that DL4J asks for whenever a network is closed.
     * Classes that the build has archived save a quarter of what is left.
     */
    static final List<String> QUICK = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+DisableExplicitGC",
            "-XX:SharedArchiveFile=" + JAR.resolveSibling("dl4j-init.jsa"),
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off");

    private final Process process;
    private final BufferedReader out;
    private final List<String> outLines = new ArrayList<>();
    private final CompletableFuture<String> err;

    private CommandLine(Process process) {
        this.process = process;
        this.out = process.inputReader();
        CompletableFuture.delayedExecutor(LIMIT_MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);
        this.err = CompletableFuture.supplyAsync(
                () -> String.join("\n", process.errorReader().lines().toList()));
    }

    static CommandLine start(String... args) throws IOException {
        return start(List.of(), List.of(), args);
    }

    /**
     * With something in front of the Java command, such as a shell that mounts a file system, and options of Java's. It
     * and its workers compile quickly.
     */
    public static CommandLine start(List<String> prefix, List<String> javaOptions, String... args) throws IOException {
        List<String> options = new ArrayList<>(QUICK);
        options.add(WorkerScript.quick().option());
        options.addAll(javaOptions);
        return startJava(prefix, options, args);
    }

    private static CommandLine startJava(List<String> prefix, List<String> javaOptions, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        if (Runtime.version().feature() >= 24) {
            // As the launchers do: no manifest can say that JavaCPP may use sun.misc.Unsafe.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(args));
        return new CommandLine(new ProcessBuilder(command).start());
    }

    /** From class files and a class path of one's own. */
    static CommandLine startClasses(String classPath, List<String> args) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(QUICK);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        command.addAll(args);
        return new CommandLine(new ProcessBuilder(command).start());
    }

    /**
     * Runs it to its end in this process, which is quicker by the start of a JVM and of native libraries: for what a
     * process of its own would not change. Its workers are processes of the packaged command, as always.
     */
    public static Outcome runHere(String... args) throws IOException {
        String classPath = System.setProperty("java.class.path", JAR.toString());
        try {
            return WorkerScript.quick().run(args);
        } finally {
            System.setProperty("java.class.path", classPath);
        }
    }

    /** The same with files and folders that are named on the command line on another disk. */
    static Outcome runOn(UnaryOperator<Path> disk, String... args) {
        return run(Main.commandLine().registerConverter(Path.class, name -> disk.apply(Path.of(name))), args);
    }

    static Outcome run(picocli.CommandLine command, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = command.setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Outcome(exitCode, lines(out), lines(err));
    }

    private static String lines(StringWriter written) {
        return String.join("\n", written.toString().lines().toList());
    }

    /** Runs it to its end. */
    static Outcome run(String... args) throws Exception {
        return start(args).outcome();
    }

    /** Runs it to its end with the options of Java that users have: none. */
    static Outcome runWithoutOptions(String... args) throws Exception {
        return startJava(List.of(), List.of(), args).outcome();
    }

    public record Outcome(int exitCode, String out, String err) {

        /** How many trials it said to have ended. */
        public int trials() {
            return (int) out.lines().filter(line -> line.startsWith("[")).count();
        }

        /** Checks that it failed with that code and said so in one line, without a stack trace. */
        public void assertOneMessage(int expectedCode, String message) {
            assertThat(exitCode).as(out + err).isEqualTo(expectedCode);
            assertThat(err).contains(message).doesNotContain("\n").doesNotContain("\tat ");
        }
    }

    public Process process() {
        return process;
    }

    /** Reads its output until a line contains a text, and returns that line. */
    public String awaitLine(String text) throws IOException {
        String line = out.readLine();
        while (line != null) {
            outLines.add(line);
            if (line.contains(text)) {
                return line;
            }
            line = out.readLine();
        }
        throw new AssertionError("no line with '" + text + "' in " + outLines + err.join());
    }

    /** Its worker processes, oldest first. */
    List<ProcessHandle> workers() {
        return process.children()
                .filter(child -> child.info().commandLine().orElse("").contains("worker.Worker"))
                .sorted(Comparator.comparing(
                        child -> child.info().startInstant().orElseThrow()))
                .toList();
    }

    /** Sends a signal to it, or to its whole process group, as a terminal does (it has one if started by setsid). */
    public void signal(String name, boolean wholeGroup) throws Exception {
        assertThat(reaches(name, wholeGroup)).as("a process to signal").isTrue();
    }

    /** The same of one that may have ended, or have no group yet: whether there was a process to signal. */
    boolean reaches(String name, boolean wholeGroup) throws Exception {
        return kill(name, (wholeGroup ? "-" : "") + process.pid());
    }

    public static void signal(ProcessHandle process, String name) throws Exception {
        assertThat(kill(name, String.valueOf(process.pid())))
                .as("a process to signal")
                .isTrue();
    }

    private static boolean kill(String name, String target) throws Exception {
        return new ProcessBuilder("kill", "-s", name, "--", target).start().waitFor() == 0;
    }

    public Outcome outcome() throws Exception {
        outLines.addAll(out.lines().toList());
        return new Outcome(process.waitFor(), String.join("\n", outLines), err.join());
    }
}
