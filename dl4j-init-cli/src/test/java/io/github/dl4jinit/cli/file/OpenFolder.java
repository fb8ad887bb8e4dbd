// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** An output folder as a run opens it. */
public final class OpenFolder {

    private OpenFolder() {}

    /** Locks the folder and prepares it. */
    public static OutputFolder of(Path folder, boolean resume, Function<TrialSpec, String> id) throws IOException {
        OutputFolder output = OutputFolder.lock(folder, id);
        try {
            output.prepare(resume);
            return output;
        } catch (IOException e) {
            try (output) {
                throw e;
            }
        }
    }
}
