// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import io.github.dl4jinit.lab.worker.WorkerSettings;
import io.github.dl4jinit.spark.SparkSettings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Spark cluster on this machine's loopback: a master and two nodes of one core, each a JVM, and an installation
 * of Spark to submit to it from. Its jars are those of Maven Central, where Spark's scripts are not.
 */
final class StandaloneCluster implements AutoCloseable {

    static final int NODES = 2;

    private static final Path JARS = Path.of("target", "spark.classpath");

    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");

    private static final String LOOPBACK = "127.0.0.1";

    private static final String JAVA_HOME = System.getProperty("java.home");

    /** What Spark's own script gives to Java 17: its classes look into Java's. */
    private static final List<String> OPENED = Stream.of(
                    "java.base/java.lang",
                    "java.base/java.lang.invoke",
                    "java.base/java.lang.reflect",
                    "java.base/java.io",
                    "java.base/java.net",
                    "java.base/java.nio",
                    "java.base/java.util",
                    "java.base/java.util.concurrent",
                    "java.base/java.util.concurrent.atomic",
                    "java.base/sun.nio.ch",
                    "java.base/sun.nio.cs",
                    "java.base/sun.security.action",
                    "java.base/sun.util.calendar")
            .map(opened -> "--add-opens=" + opened + "=ALL-UNNAMED")
            .toList();

    private final Path home;
    private final List<Process> processes = new ArrayList<>();
    private final String master;

    StandaloneCluster() throws IOException {
        // Not in a test's temporary folder, which is emptied with a warning for each link.
        home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "spark");
        Path jars = Files.createDirectory(home.resolve("jars"));
        for (String jar : Files.readString(JARS).strip().split(File.pathSeparator)) {
            Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
        Path submit = Files.createDirectory(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(
                submit,
                "#!/bin/sh\nexec '"
                        + String.join("' '", java("org.apache.spark.deploy.SparkSubmit"))
                                .replace(
                                        "'-Xmx512m'",
                                        "'-Xmx512m' \"-Djava.home=${WORKERS_JAVA_HOME:-" + JAVA_HOME + "}\"")
                        + "' \"$@\"\n");
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwx------"));
        Process first = start(
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                LOOPBACK,
                "--port",
                "0",
                "--webui-port",
                "0");
        master = address(first.errorReader());
        for (int node = 0; node < NODES; node++) {
            start(
                    "node" + node,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    LOOPBACK,
                    "--webui-port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    home.resolve("node" + node).toString(),
                    master);
        }
    }

    private List<String> java(String main) {
        List<String> command =
                new ArrayList<>(List.of(Path.of(JAVA_HOME, "bin", "java").toString()));
        command.addAll(OPENED);
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dspark.master.rest.enabled=false",
                "-cp",
                home.resolve("jars") + "/*",
                main));
        return command;
    }

    private Process start(String name, String main, String... args) throws IOException {
        List<String> command = java(main);
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(home.resolve(name + ".log").toFile());
        if (!name.equals("master")) {
            builder.redirectError(home.resolve(name + ".errors.log").toFile());
        }
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
        builder.environment().put("SPARK_SCALA_VERSION", "any"); // or the launcher looks for a build of Spark's
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Reads on to the end, so that the master never waits for a reader. */
    private static String address(BufferedReader log) throws IOException {
        String line = log.readLine();
        while (line != null) {
            Matcher found = MASTER.matcher(line);
            if (found.find()) {
                Thread rest = new Thread(() -> log.lines().forEach(more -> {}), "master-log");
                rest.setDaemon(true);
                rest.start();
                return found.group(1);
            }
            line = log.readLine();
        }
        throw new IOException("the master has ended");
    }

    String master() {
        return master;
    }

    /** What goes before a command that shall find this Spark. Within its driver, workers are of that Java home. */
    List<String> prefix(Path javaHome) {
        return List.of(
                "setsid", "env", "SPARK_HOME=" + home, "SPARK_LOCAL_IP=" + LOOPBACK, "WORKERS_JAVA_HOME=" + javaHome);
    }

    /** The options of a command that runs its trials by executors with that Java home, each twice at most. */
    static List<String> options(String cluster, Path javaHome) {
        return List.of(
                "--cluster",
                cluster,
                "--cluster-conf",
                conf(javaHome).entrySet().stream().map(Object::toString).collect(Collectors.joining(",")));
    }

    private static Map<String, String> conf(Path javaHome) {
        return Map.of(
                "spark.driver.bindAddress",
                LOOPBACK,
                "spark.driver.host",
                LOOPBACK,
                "spark.ui.enabled",
                "false",
                "spark.task.maxFailures",
                "2",
                "spark.executor.heartbeatInterval",
                "500ms",
                "spark.executor.memory",
                "512m",
                "spark.executor.extraJavaOptions",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.home=" + javaHome);
    }

    /** The same for a program. */
    SparkSettings settings(Path javaHome, WorkerSettings workers) {
        return new SparkSettings(home.resolve("bin/spark-submit"), master, conf(javaHome), true, workers, notice -> {});
    }

    /** The executors that are there now. */
    List<ProcessHandle> executors() {
        return processes.stream()
                .flatMap(Process::children)
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .toList();
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }
}
