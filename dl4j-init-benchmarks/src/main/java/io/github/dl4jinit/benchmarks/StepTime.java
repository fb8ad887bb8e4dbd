// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.StepChoice;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.lab.worker.WorkerPool;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Compares the time of a training step of {@code compare}'s workers with that of the plain DL4J loop and with that of
 * DL4J's own step in a worker, on the same network (50 hidden layers × 128, batch 128) in the same run; and the
 * throughput of two workers with that of one, beside what two independent processes reach on this machine. Whole
 * processes, several rounds in turn, medians.
 *
 * <pre>java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.StepTime \
 *     [ROUNDS] [OPTIMIZER]</pre>
 */
public final class StepTime {

    static final int WARM_UP = 60;
    static final String RESULT = "ms per step: ";

    static final int STEPS = 100;

    /** Fewer, because they take a second each where native threads spin against each other. */
    private static final int PLAIN_STEPS = 25;

    static final Map<String, String> ONE_THREAD = Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1");

    private static final int BATCH = 128;

    private StepTime() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length < 1 ? 5 : Integer.parseInt(args[0]);
        Optimiser optimiser = args.length < 2 ? Optimiser.ADAM : Optimiser.of(args[1]);
        System.out.printf("%s; %s%n", Paired.machine(), optimiser);
        List<double[]> results = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            double defaults = plainLoop(optimiser, Map.of());
            double oneThread = plainLoop(optimiser, ONE_THREAD);
            double plain = Math.min(defaults, oneThread);
            double reference = workers(1, StepChoice.REFERENCE, optimiser);
            double one = workers(1, StepChoice.FASTEST, optimiser);
            double two = workers(2, StepChoice.FASTEST, optimiser);
            double limit = TwoCores.limit();
            System.out.printf(
                    Locale.ROOT,
                    "round %d: plain loop %.1f ms a step, with one native thread %.1f ms; one worker %.1f ms, with DL4J's"
                            + " own step %.1f ms; each of two workers %.1f ms; two independent processes %.2f times one%n",
                    round,
                    defaults,
                    oneThread,
                    one,
                    reference,
                    two,
                    limit);
            double gain = 2 * one / two;
            results.add(new double[] {one / defaults, one / plain, one / reference, gain, gain / limit});
        }
        System.out.printf(
                Locale.ROOT,
                "medians of %d rounds: our step takes %.3f of the plain loop's and %.3f of its faster setting's;"
                        + " %.2f of DL4J's own step in a worker; two workers give %.2f times the throughput of one,"
                        + " %.2f of what two independent processes give%n",
                rounds,
                median(results, 0),
                median(results, 1),
                median(results, 2),
                median(results, 3),
                median(results, 4));
    }

    /**
     * A process of its own, because its settings are those of a JVM; with an environment left alone, as a new user has
     * it, or with one native thread.
     */
    static double plainLoop(Optimiser optimiser, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> printed = ChildProcess.run(
                PlainLoop.class,
                List.of(),
                environment,
                String.valueOf(PLAIN_STEPS),
                String.valueOf(PLAIN_STEPS),
                optimiser.name());
        return ChildProcess.number(printed, RESULT);
    }

    /**
     * The mean over that many workers of the median step, after a trial each that warms them up. A trial each follows
     * that is not timed, so that no timed trial is ever alone.
     */
    static double workers(int count, StepChoice steps, Optimiser optimiser) throws InterruptedException {
        List<TrialSpec> timed = trials(count, 100, STEPS, optimiser);
        List<TrialSpec> all = new ArrayList<>(trials(count, 0, WARM_UP, optimiser));
        all.addAll(timed);
        all.addAll(trials(count, 200, WARM_UP, optimiser));
        List<Double> milliseconds = new ArrayList<>();
        WorkerSettings settings =
                new WorkerSettings(WorkerSettings.DEFAULT_HEAP, Duration.ofMinutes(1), Path.of("."), line -> {}, steps);
        try (WorkerPool pool = new WorkerPool(settings)) {
            pool.start();
            pool.run(all, count, new TrialListener() {
                @Override
                public void started(TrialSpec spec) {}

                @Override
                public void progressed(TrialSpec spec, int iteration, int iterations, double loss) {}

                @Override
                public void ended(TrialResult result) {
                    if (result.status() != TrialStatus.COMPLETED) {
                        throw new IllegalStateException("a trial did not complete: " + result.error());
                    }
                    if (timed.contains(result.spec())) {
                        milliseconds.add(result.msPerIteration());
                    }
                }
            });
        }
        return milliseconds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static List<TrialSpec> trials(int count, long firstSeed, int steps, Optimiser optimiser) {
        return LongStream.range(firstSeed, firstSeed + count)
                .mapToObj(seed -> spec(seed, steps, optimiser))
                .toList();
    }

    private static TrialSpec spec(long seed, int steps, Optimiser optimiser) {
        TrainingSpec training = new TrainingSpec(
                new MlpSpec(50, 128, "RELU", false, optimiser, optimiser.defaultLearningRate()),
                BATCH,
                1,
                steps * BATCH,
                null);
        return new TrialSpec(Scheme.HE, seed, training);
    }

    private static double median(List<double[]> results, int column) {
        return Median.of(results.stream().mapToDouble(result -> result[column]));
    }
}
