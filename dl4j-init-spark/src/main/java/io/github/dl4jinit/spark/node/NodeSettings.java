// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.node;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.training.StepChoice;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a cluster's workers are told of the settings that local ones have.
 *
 * @param heap largest Java heap of a worker
 * @param hangLimitSeconds a worker that reports nothing for so long is killed
 * @param steps how an iteration is computed
 */
public record NodeSettings(String heap, long hangLimitSeconds, StepChoice steps) {

    /** What travels of these. */
    public static NodeSettings of(WorkerSettings settings) {
        Check.given("settings", settings);
        return new NodeSettings(settings.heap(), settings.hangLimit().toSeconds(), settings.steps());
    }

    /** Workers that leave reports of crashes in the executor's own folder, and log to its log. */
    WorkerSettings here(String classPath) {
        return new WorkerSettings(
                heap,
                Duration.ofSeconds(hangLimitSeconds),
                Path.of("").toAbsolutePath(),
                System.err::println,
                steps,
                true,
                classPath);
    }
}
