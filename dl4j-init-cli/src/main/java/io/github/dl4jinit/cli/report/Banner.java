// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.training.TailoredFunction;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.Versions;
import io.github.dl4jinit.lab.tune.Dimension;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a command says before trials begin: what runs, on what, with which data. */
public final class Banner {

    /** The most values of a knob that are printed: more do not fit a line. */
    private static final int SHOWN = 20;

    private Banner() {}

    /** Prints at once where results go: reading data and starting a worker takes seconds. */
    public static void starting(PrintWriter out, Path folder) {
        out.println("results go to " + OneLine.of(folder.toString()) + "; reading the data and starting workers …");
        out.flush();
    }

    /**
     * Prints what a comparison will do.
     *
     * @param kept number of trials whose results are there already
     */
    public static void print(
            PrintWriter out, ComparisonSpec spec, Environment environment, int workers, Dataset data, int kept) {
        TrainingSpec training = spec.training();
        machine(out, environment, workers);
        data(out, training, data);
        out.printf(
                "network: %s; %s, %s%n",
                training.network().network(), training.network().updates(), schedule(training, data));
        tailoring(out, training.network());
        out.printf(
                "trials: %s with seeds %s%s%n",
                spec.schemes().stream().map(Scheme::text).collect(Collectors.joining(", ")),
                spec.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                kept(kept, spec.trials().size()));
        out.flush();
    }

    /**
     * Prints what a sweep will do.
     *
     * @param kept number of trials whose results are there already
     */
    public static void print(
            PrintWriter out, Sweep sweep, Environment environment, int workers, Dataset data, int kept) {
        TrainingSpec training = sweep.base();
        machine(out, environment, workers);
        data(out, training, data);
        if (training.network() instanceof OwnNetworkSpec own) {
            out.printf("network: %s; %s%n", own.network(), own.updates());
        }
        out.printf("training: %s; %s%n", schedule(training, data), earlyEnd(sweep));
        sweep.axes().forEach(axis -> out.printf("  %s: %s%n", axis.knob().flag(), values(axis.values())));
        tailoring(out, sweep);
        out.printf("trials: %d%s%n", sweep.size(), kept(kept, sweep.size()));
        out.flush();
    }

    /** Prints what a search will do. */
    public static void print(PrintWriter out, TuningSpec spec, Environment environment, int workers, Dataset data) {
        TrainingSpec training = spec.training();
        machine(out, environment, workers);
        data(out, training, data);
        out.printf(
                "network: %s; %s, batch %d, %s; %s%n",
                training.network().network(),
                training.network().updates(),
                training.batchSize(),
                count(training.epochs(), "epoch"),
                earlyEnd(training.stuckAfter()));
        tailoring(out, training.network());
        for (Dimension dimension : spec.space().dimensions()) {
            Knob knob = dimension.knob();
            out.printf(
                    "tuning: %s%s: %s; the default is %s%s%n",
                    knob.flag(),
                    knob.ofScheme() && !spec.space().knobs().contains(Knob.SCHEME) ? " of " + spec.scheme() : "",
                    dimension.text(),
                    spec.value(Setting.DEFAULT, knob).orElse("that of the network or scheme"),
                    knob.ofScheme() && spec.theory().values().containsKey(knob)
                            ? ", the theory's value " + spec.theory().values().get(knob)
                            : "");
        }
        spec.space()
                .unfit()
                .forEach(choices -> out.printf("left out, since they do not go together: %s%n", choices.text()));
        out.printf("judged by %s held out until the end%n", count(spec.heldOut(), "training example"));
        out.flush();
    }

    /** Prints what becomes of a perceptron's activation function, if it is tailored. */
    public static void tailoring(PrintWriter out, NetworkSpec network) {
        if (network instanceof MlpSpec mlp && mlp.tailored()) {
            out.printf("tailored: %s%n", TailoredFunction.of(mlp).text());
        }
    }

    private static void tailoring(PrintWriter out, Sweep sweep) {
        boolean one = Stream.of(Knob.ACTIVATION, Knob.DEPTH)
                .allMatch(knob -> sweep.axis(knob).values().size() == 1);
        if (one) {
            tailoring(out, sweep.trials().get(0).training().network());
        } else if (sweep.base().network() instanceof MlpSpec mlp && mlp.tailored()) {
            out.println("tailored: each activation function to each depth");
        }
    }

    private static void machine(PrintWriter out, Environment environment, int workers) {
        out.printf(
                "dl4j-init %s on the %s backend: %s, %s of %s on %s; Java %s, DL4J %s%n",
                Versions.project(),
                environment.backend(),
                environment.blas(),
                count(workers, "worker"),
                count(environment.threads(), "native thread"),
                count(environment.cores(), "processor"),
                environment.java(),
                environment.dl4j());
    }

    private static void data(PrintWriter out, TrainingSpec training, Dataset data) {
        out.printf("data: %s; %s%n", training.dataSource().description(), data.content());
    }

    private static String schedule(TrainingSpec training, Dataset data) {
        return "batch " + training.batchSize() + ", " + count(training.epochs(), "epoch") + " of "
                + count(training.iterationsPerEpoch(data.trainCount()), "iteration");
    }

    private static String earlyEnd(Sweep sweep) {
        List<String> rules = sweep.axis(Knob.OPTIMIZER).values();
        if (rules.size() < 2) {
            return earlyEnd(sweep.trials().get(0).training().stuckAfter());
        }
        String scheme = sweep.axis(Knob.SCHEME).values().get(0);
        List<String> patiences = rules.stream()
                .map(rule -> sweep.trial(Knob.OPTIMIZER, rule, Knob.SCHEME, scheme)
                        .training()
                        .stuckAfter())
                .distinct()
                .map(String::valueOf)
                .toList();
        return patiences.size() == 1
                ? earlyEnd(Integer.parseInt(patiences.get(0)))
                : "a trial ends early if after a multiple of " + String.join(" or ", patiences)
                        + " iterations, as its optimizer takes, its loss is no better than guessing and its signal"
                        + " unhealthy";
    }

    private static String earlyEnd(int stuckAfter) {
        return stuckAfter == 0
                ? "no trial ends early"
                : "a trial ends early if after a multiple of " + count(stuckAfter, "iteration")
                        + " its loss is no better than guessing and its signal unhealthy";
    }

    private static String values(List<String> values) {
        return values.size() <= SHOWN
                ? String.join(", ", values)
                : String.join(", ", values.subList(0, SHOWN)) + ", … (" + values.size() + " in all)";
    }

    private static String kept(int kept, int trials) {
        return kept == 0 ? "" : "; " + kept + " of " + trials + " kept from before";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
