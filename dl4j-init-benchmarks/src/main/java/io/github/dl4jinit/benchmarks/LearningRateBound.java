// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.lab.data.Mnist;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.LearningRateProbe;
import io.github.dl4jinit.signal.LearningRateReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The upper bound of {@code LearningRateProbe} against the largest learning rate that trains: plain ReLU networks on
 * MNIST, three starts, three updaters, rates in steps of 2.
 *
 * <p>A rate's loss is the mean over the last tenth of the updates. A network trains if its best rate's loss is below
 * three quarters of ln 10, what guessing costs. A rate trains if it takes at least four fifths as much off ln 10 as the
 * best rate does.
 *
 * <pre>
 * OMP_NUM_THREADS=1 java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.LearningRateBound [width [updates [depth ...]]]
 * </pre>
 */
public final class LearningRateBound {

    private static final int BATCH = 64;
    private static final long SEED = 1;
    private static final double GUESSING = Math.log(10);

    /** How many steps of 2 above and below the bound are tried. */
    private static final int ABOVE = 3;

    private static final int BELOW = 3;

    private static final Map<String, DoubleFunction<IUpdater>> UPDATERS =
            new TreeMap<>(Map.of("Sgd", Sgd::new, "Nesterovs", rate -> new Nesterovs(rate, 0.9), "Adam", Adam::new));

    private enum Start {
        HE,
        XAVIER,
        MIRRORED
    }

    private final int width;
    private final int updates;

    private int told;
    private int withinTwo;
    private int cannotTell;
    private int cannotTellYetTrains;

    private LearningRateBound(int width, int updates) {
        this.width = width;
        this.updates = updates;
    }

    public static void main(String[] args) {
        int width = args.length > 0 ? Integer.parseInt(args[0]) : 64;
        int updates = args.length > 1 ? Integer.parseInt(args[1]) : 400;
        int[] depths = args.length > 2
                ? Arrays.stream(args).skip(2).mapToInt(Integer::parseInt).toArray()
                : new int[] {5, 20, 50, 100};
        new LearningRateBound(width, updates).run(depths);
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
                "within a factor of 2: %d of %d; cannot tell: %d, of which %d train%n",
                withinTwo,
                told,
                cannotTell,
                cannotTellYetTrains);
    }

    private void row(int depth, String updater, Start start) {
        List<DataSet> batches = batches();
        MultiLayerNetwork network = network(depth, start, UPDATERS.get(updater).apply(1e-3));
        long begin = System.nanoTime();
        LearningRateReport report = LearningRateProbe.of(network, batches);
        double seconds = (System.nanoTime() - begin) / 1e9;
        network.close();
        // Where nothing is told, what the network can do is looked for at all rates that are in use.
        double[] rates = report.canTell()
                ? rates(report.upperBound().getAsDouble(), -BELOW, ABOVE, 1)
                : rates(updater.equals("Adam") ? 1e-3 : 0.1, -8, 4, 2);
        double[] losses = Arrays.stream(rates)
                .map(rate -> loss(depth, start, UPDATERS.get(updater).apply(rate), batches))
                .toArray();
        double best = Arrays.stream(losses).filter(Double::isFinite).min().orElse(GUESSING);
        boolean trains = best < 0.75 * GUESSING;
        double largest = IntStream.range(0, rates.length)
                .filter(i -> trains && GUESSING - losses[i] >= 0.8 * (GUESSING - best))
                .mapToDouble(i -> rates[i])
                .max()
                .orElse(Double.NaN);
        count(report, trains, largest);
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %s | %s | %s | %s | %s | %.3f | %.1f s |%n",
                depth,
                updater,
                start.name().toLowerCase(Locale.ROOT),
                report.canTell() ? number(report.upperBound().getAsDouble()) : "cannot tell",
                trains ? number(largest) : "none",
                report.canTell() && trains ? number(report.upperBound().getAsDouble() / largest) : "–",
                report.canTell() ? number(losses[BELOW - 2]) : "–",
                best,
                seconds);
    }

    private void count(LearningRateReport report, boolean trains, double largest) {
        if (report.canTell()) {
            told++;
            double ratio = report.upperBound().getAsDouble() / largest;
            withinTwo += ratio > 0.49 && ratio < 2.01 ? 1 : 0;
        } else {
            cannotTell++;
            cannotTellYetTrains += trains ? 1 : 0;
        }
    }

    private static double[] rates(double base, int from, int to, int stride) {
        return IntStream.iterate(from, level -> level <= to, level -> level + stride)
                .mapToDouble(level -> Math.scalb(base, level))
                .toArray();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private List<DataSet> batches() {
        List<DataSet> batches = new ArrayList<>();
        DataSetIterator train = Mnist.train(BATCH, SEED);
        while (batches.size() < updates) {
            batches.add(train.next());
        }
        return batches;
    }

    /** The mean loss over the last tenth of the updates; NaN if it diverges. */
    private double loss(int depth, Start start, IUpdater updater, List<DataSet> batches) {
        MultiLayerNetwork network = network(depth, start, updater);
        int tail = updates / 10;
        double sum = 0;
        for (int i = 0; i < updates && Double.isFinite(sum); i++) {
            network.fit(batches.get(i));
            sum += i < updates - tail ? 0 * network.score() : network.score();
        }
        network.close();
        return sum / tail;
    }

    private MultiLayerNetwork network(int depth, Start start, IUpdater updater) {
        IWeightInit init = start == Start.XAVIER ? new XavierInit() : new HeInit();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .weightInit(init)
                .activation(Activation.RELU)
                .updater(updater)
                .list();
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(i == 0 ? 28 * 28 : width)
                    .nOut(width)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(width)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        if (start == Start.MIRRORED) {
            NetworkInit.builder().mirrored().build().apply(network);
        }
        return network;
    }
}
