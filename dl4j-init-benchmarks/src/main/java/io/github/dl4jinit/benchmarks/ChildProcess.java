// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that is measured in a process of its own, because its settings are those of a JVM. */
final class ChildProcess {

    private ChildProcess() {}

    /**
     * Runs a main class on this class path, and gives what it prints.
     *
     * @param options of the JVM
     * @throws IOException if it cannot be started or ends with an error
     */
    static List<String> run(Class<?> main, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        return run(main, options, Map.of(), arguments);
    }

    /** Runs a main class with environment variables besides those that are there. */
    static List<String> run(Class<?> main, List<String> options, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(main.getSimpleName() + " ended with exit code " + code);
        }
        return lines;
    }

    /** The number behind a label, in the line that begins with it. */
    static double number(List<String> lines, String label) throws IOException {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> Double.parseDouble(line.substring(label.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("nothing was printed behind \"" + label + "\""));
    }
}
