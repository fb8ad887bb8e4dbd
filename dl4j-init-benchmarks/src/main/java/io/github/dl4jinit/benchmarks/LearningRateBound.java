// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.benchmarks.PlainTraining.Start;
import io.github.dl4jinit.signal.LearningRateProbe;
import io.github.dl4jinit.signal.LearningRateReport;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The upper bound of {@code LearningRateProbe} against the largest learning rate that trains in a {@link RateSweep}:
 * plain ReLU networks on MNIST, three starts, three updaters. The probe sees another order of the digits than the
 * sweep.
 *
 * <p>Both go in steps of 2, so that "within a factor of 2" means the same step or a neighbouring one.
 *
 * <pre>
 * OMP_NUM_THREADS=1 java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.LearningRateBound [width [updates [depth ...]]]
 * </pre>
 */
public final class LearningRateBound {

    /** Three orders for the sweep, and one for the probe. */
    private static final int ORDERS = 4;

    private static final Map<String, DoubleFunction<IUpdater>> UPDATERS =
            new TreeMap<>(Map.of("Sgd", Sgd::new, "Nesterovs", rate -> new Nesterovs(rate, 0.9), "Adam", Adam::new));

    private final PlainTraining training;

    private int told;
    private int withinTwo;
    private int toldButUntrained;
    private int cannotTell;
    private int cannotTellYetTrains;

    private LearningRateBound(PlainTraining training) {
        this.training = training;
    }

    public static void main(String[] args) {
        int width = args.length > 0 ? Integer.parseInt(args[0]) : 32;
        int updates = args.length > 1 ? Integer.parseInt(args[1]) : 400;
        int[] depths = args.length > 2
                ? Arrays.stream(args).skip(2).mapToInt(Integer::parseInt).toArray()
                : new int[] {5, 20, 50, 100};
        new LearningRateBound(new PlainTraining(width, updates, ORDERS)).run(depths);
    }

    private void run(int[] depths) {
        System.out.println("| depth | updater | start | upper bound | largest that trains | ratio"
                + " | loss at the recommended rate | best loss | probe |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (int depth : depths) {
            for (String updater : UPDATERS.keySet()) {
                for (Start start : Start.values()) {
                    row(depth, updater, start);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "told: %d, of which %d within a factor of 2 and %d train at no rate; cannot tell: %d, of which %d do not train%n",
                told,
                withinTwo,
                toldButUntrained,
                cannotTell,
                cannotTell - cannotTellYetTrains);
    }

    private void row(int depth, String updater, Start start) {
        MultiLayerNetwork network =
                training.network(depth, start, UPDATERS.get(updater).apply(1e-3));
        long begin = System.nanoTime();
        LearningRateReport report = LearningRateProbe.of(network, training.batches(ORDERS - 1));
        double seconds = (System.nanoTime() - begin) / 1e9;
        network.close();
        RateSweep sweep = new RateSweep(
                PlainTraining.GUESSING,
                (rate, order) ->
                        training.loss(depth, start, UPDATERS.get(updater).apply(rate), order));
        if (report.canTell()) {
            sweep.around(RateSweep.level(report.upperBound().getAsDouble()));
        } else {
            int highest =
                    updater.equals("Adam") ? 3 : 7; // 0.008 and 0.128, and eight steps down: rates that are in use
            sweep.over(highest - 8, highest);
        }
        double ratio = report.upperBound().orElse(Double.NaN) / sweep.largest().orElse(Double.NaN);
        count(report, sweep, ratio);
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %s | %s | %s | %s | %s | %.3f | %.1f s |%n",
                depth,
                updater,
                start.name().toLowerCase(Locale.ROOT),
                report.canTell() ? number(report.upperBound().getAsDouble()) : "cannot tell",
                sweep.trains() ? number(sweep.largest().getAsDouble()) : "none",
                Double.isNaN(ratio) ? "–" : number(ratio),
                report.canTell()
                        ? number(sweep.loss(RateSweep.level(report.recommended().getAsDouble())))
                        : "–",
                sweep.bestLoss(),
                seconds);
    }

    private void count(LearningRateReport report, RateSweep sweep, double ratio) {
        if (report.canTell()) {
            told++;
            withinTwo += ratio > 0.49 && ratio < 2.01 ? 1 : 0;
            toldButUntrained += sweep.trains() ? 0 : 1;
        } else {
            cannotTell++;
            cannotTellYetTrains += sweep.trains() ? 1 : 0;
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
