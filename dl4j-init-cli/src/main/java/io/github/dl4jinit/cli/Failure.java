// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.lab.trial.TrialException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** Tells users in one sentence why a command failed. */
final class Failure {

    private Failure() {}

    /** The sentence. What this program did not foresee is its own fault, and says where to report it. */
    static String sentence(Exception e) {
        if (e instanceof UncheckedIOException unchecked) {
            return sentence(unchecked.getCause());
        }
        if (e instanceof FileSystemException file) {
            return OneLine.of(file.getFile() + ": " + AtomicFile.reason(file));
        }
        boolean foreseen = (e instanceof IOException || e instanceof TrialException) && e.getMessage() != null;
        return foreseen
                ? OneLine.of(e.getMessage())
                : "this is a fault of the program, not of its user: " + OneLine.of(e)
                        + "; please report it with what --verbose shows";
    }
}
