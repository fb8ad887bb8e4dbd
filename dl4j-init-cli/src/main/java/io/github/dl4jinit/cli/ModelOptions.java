// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags that limit the process in which the network of a file is probed. */
final class ModelOptions {

    /** The flags' names. */
    static final List<String> FLAGS = List.of("--worker-heap", "--hang-limit");

    @Option(
            names = "--worker-heap",
            paramLabel = "SIZE",
            description =
                    "Java heap of the process that probes --model or --conf; in all it may take three times as much"
                            + " (default: the heap of this command, as a rule a quarter of the machine's memory).")
    private String workerHeap;

    @Option(
            names = "--hang-limit",
            paramLabel = "SECONDS",
            defaultValue = WorkerSettings.DEFAULT_HANG_LIMIT_SECONDS,
            description = "The process that probes a file is killed if it takes so long; with --lr, if a step does.")
    private long hangLimitSeconds;

    /**
     * How the process is started and watched.
     *
     * @throws IllegalArgumentException if a flag's value is out of its range
     */
    WorkerSettings settings(boolean verbose) {
        return new WorkerSettings(
                workerHeap == null ? (Runtime.getRuntime().maxMemory() >> 20) + "m" : workerHeap,
                Duration.ofSeconds(hangLimitSeconds),
                Path.of(""),
                verbose ? System.err::println : line -> {});
    }
}
