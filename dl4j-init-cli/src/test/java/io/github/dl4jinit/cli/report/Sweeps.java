// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.Targets;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Sweeps of results that are made up. */
final class Sweeps {

    static final int ITERATIONS = 100;

    static final Environment ENVIRONMENT = new Environment("CPU", "OPENBLAS", 1, 2, "17", "1.0.0-M2.1", "Linux amd64");

    private static final Run.Data DATA =
            new Run.Data("made up", "ab", 640, 100, 784, Targets.of(Target.classes(10)), Measure.ACCURACY, 0.1135);

    private Sweeps() {}

    static SweepReport report(Sweep sweep, Function<TrialSpec, TrialResult> results) {
        SweepResult result = new SweepResult(sweep);
        sweep.trials().forEach(trial -> result.add(results.apply(trial)));
        return new SweepReport(result, ENVIRONMENT, ITERATIONS, DATA);
    }

    static String print(SweepReport report) {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text));
        return text.toString();
    }

    static List<String> table(String printed) {
        return printed.lines().filter(line -> line.startsWith("|")).toList();
    }

    /** The scheme is He's unless an axis says otherwise. */
    static Sweep sweep(String... axes) {
        List<Axis> all = new ArrayList<>();
        Arrays.stream(axes).filter(axis -> axis != null).forEach(axis -> {
            String[] parts = axis.split(" ", 2);
            all.add(Axis.of(Knob.of(parts[0]), parts[1]));
        });
        if (all.stream().noneMatch(axis -> axis.knob() == Knob.SCHEME)) {
            all.add(Axis.of(Knob.SCHEME, "he"));
        }
        MlpSpec network = new MlpSpec(4, 5, "RELU", false, Optimiser.SGD, 0.25);
        return Sweep.of(new TrainingSpec(network, 64, 2, 640, null).withStuckAfter(17), all);
    }

    static int depth(TrialSpec trial) {
        return ((MlpSpec) trial.training().network()).depth();
    }

    static int width(TrialSpec trial) {
        return ((MlpSpec) trial.training().network()).width();
    }

    static double rate(TrialSpec trial) {
        return ((MlpSpec) trial.training().network()).learningRate();
    }

    static TrialResult tested(TrialSpec spec, double accuracy) {
        TrialSignal.Direction well = new TrialSignal.Direction(Verdict.HEALTHY, 1.0, 0.0);
        TrialSignal.Direction badly = new TrialSignal.Direction(Verdict.VANISHING, 0.1, -10.0);
        return new TrialResult(
                spec,
                TrialStatus.COMPLETED,
                2.5,
                0.5,
                accuracy,
                0.1,
                ITERATIONS,
                0.5,
                5.0,
                null,
                new TrialSignal(well, badly),
                new TrialSignal(well, badly),
                List.of(2.5, 0.5),
                10);
    }

    static TrialResult stuck(TrialSpec spec, int iterations, double milliseconds) {
        TrialResult tested = tested(spec, 0.1);
        return new TrialResult(
                spec,
                TrialStatus.STUCK,
                2.5,
                2.3,
                0.1,
                0.1,
                iterations,
                0.25,
                milliseconds,
                "the loss was no better than guessing, \"alas\"",
                tested.signalAtStart(),
                tested.signalAtEnd(),
                List.of(2.5, 2.3),
                10);
    }

    static TrialResult diverged(TrialSpec spec, int iterations, Double milliseconds) {
        return new TrialResult(
                spec,
                TrialStatus.DIVERGED,
                null,
                null,
                null,
                0.1,
                iterations,
                0.25,
                milliseconds,
                "the loss became NaN",
                null,
                null,
                List.of(),
                10);
    }
}
