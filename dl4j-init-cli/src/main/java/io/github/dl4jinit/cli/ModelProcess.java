// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.run.InterruptHook;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.worker.WorkerPool;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A question about a file that nobody vouches for, asked of a process of its own; Ctrl-C ends both. */
final class ModelProcess {

    /** What to ask. */
    interface Question<T> {
        T ask(WorkerPool workers) throws IOException, InterruptedException;
    }

    private ModelProcess() {}

    /** Why a network cannot be trained by schemes on such data, by their text; all others can. */
    static Map<String, String> misfits(
            OwnNetworkSpec network, List<Scheme> schemes, Dataset data, WorkerSettings settings)
            throws IOException, InterruptedException {
        return ask(settings, workers -> workers.misfits(network, schemes, data.form()));
    }

    /**
     * Checks that a network can be trained by schemes on such data.
     *
     * @throws ParameterException if it cannot by one
     */
    static void checkFits(
            CommandSpec command, OwnNetworkSpec network, List<Scheme> schemes, Dataset data, WorkerSettings settings)
            throws IOException, InterruptedException {
        Optional<String> first =
                misfits(network, schemes, data, settings).values().stream().findFirst();
        if (first.isPresent()) {
            throw new ParameterException(command.commandLine(), first.get());
        }
    }

    /** Asks, and returns the answer. */
    @SuppressWarnings("try") // the hook is closed, never read
    static <T> T ask(WorkerSettings settings, Question<T> question) throws IOException, InterruptedException {
        try (WorkerPool workers = new WorkerPool(settings.forFiles());
                InterruptHook interrupt = new InterruptHook(workers::close)) {
            return question.ask(workers);
        }
    }
}
