// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.worker.WorkerPool;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.io.IOException;

/** A question about a file that nobody vouches for, asked of a process of its own; Ctrl-C ends both. */
final class ModelProcess {

    /** What to ask. */
    interface Question<T> {
        T ask(WorkerPool workers) throws IOException, InterruptedException;
    }

    private ModelProcess() {}

    /** Asks, and returns the answer. */
    @SuppressWarnings("try") // the hook is closed, never read
    static <T> T ask(WorkerSettings settings, Question<T> question) throws IOException, InterruptedException {
        try (WorkerPool workers = new WorkerPool(settings.forFiles());
                InterruptHook interrupt = new InterruptHook(workers::close)) {
            return question.ask(workers);
        }
    }
}
