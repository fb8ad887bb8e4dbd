// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.Targets;
import io.github.dl4jinit.lab.trial.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs that are made up. */
public final class Runs {

    private Runs() {}

    /** A run of two trials that is under way. */
    public static Run running(Run.Kind kind) {
        Run.Plan plan = new Run.Plan(
                "he",
                2,
                new Run.Data(
                        "MNIST, bundled",
                        "ab".repeat(32),
                        640,
                        1000,
                        784,
                        Targets.of(Target.classes(10)),
                        null,
                        0.1135),
                Map.of());
        return Run.begun(
                kind,
                List.of(kind.command(), "--depth", "3"),
                plan,
                new Environment("CPU", "OPENBLAS", 1, 2, "17", "1.0.0-M2.1", "Linux amd64"),
                Instant.parse("2026-11-27T18:00:00Z"));
    }

    /** The same run, ninety seconds later. */
    public static Run done(Run.Kind kind) {
        return running(kind).ended(Run.State.DONE, new Run.Best("he", 0.9), Instant.parse("2026-11-27T18:01:30Z"), 90);
    }
}
