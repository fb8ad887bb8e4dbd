// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.SweepCell;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.tune.Difference;
import io.github.dl4jinit.lab.tune.RungResult;
import io.github.dl4jinit.lab.tune.Tuner;
import io.github.dl4jinit.lab.tune.TuningResult;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * One's own network on one's own data: which of three spirals is a point on? Through thirty softsign layers the signal
 * fades with the default gain of 1. The theory's gain, 2.34, keeps its size; a search around it finds one in between
 * that trains best.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.TuneOwnNetwork
 * }</pre>
 *
 * prints the accuracy of each gain, and the line to take; with {@code OMP_NUM_THREADS=1} before it in a minute or two.
 * Change {@code network()} and {@code spirals(…)} to your own configuration and iterators.
 */
public final class TuneOwnNetwork {

    static final int EPOCHS = 6;

    private TuneOwnNetwork() {}

    public static void main(String[] args) throws InterruptedException {
        OwnNetworkRunner runner = runner();
        for (SweepCell cell : sweep(runner, "1,1.5,2,2.5", "1,2,3").cells()) {
            String gain = cell.value(Knob.GAIN);
            double accuracy = cell.score().mean();
            print("gain %-6s accuracy %.4f, trained %d of %d", gain, accuracy, cell.trained(), cell.trials());
        }

        TuningResult tuned = tune(runner);
        print("best, theory and default with fresh seeds:");
        for (RungResult.Candidate candidate : tuned.verdict()) {
            double gain = tuned.spec().number(candidate.setting(), Knob.GAIN);
            Estimate accuracy = candidate.score();
            print("gain %-6s accuracy %.4f +- %.4f", gain, accuracy.mean(), accuracy.ci95());
        }
        Difference better = tuned.recommendedOverDefault();
        print(
                "take new XavierInit(%s), better than the default by %.4f +- %.4f; not told apart: %s",
                tuned.recommended(Knob.GAIN), better.mean(), better.ci95(), tuned.plausible(Knob.GAIN));
    }

    private static void print(String line, Object... values) {
        System.out.printf(Locale.ROOT, line + "%n", values);
    }

    /** A runner with points to train on, to search by, and to test with. */
    static OwnNetworkRunner runner() {
        return new OwnNetworkRunner(network(), spirals(2048, 1), spirals(512, 2), spirals(512, 3));
    }

    /** Every gain with every seed, judged by the test set. */
    static SweepResult sweep(OwnNetworkRunner runner, String gains, String seeds) throws InterruptedException {
        List<Sweep.Axis> axes = List.of(
                Sweep.Axis.of(Knob.SCHEME, "own"), // what the layers have
                Sweep.Axis.of(Knob.GAIN, gains),
                Sweep.Axis.of(Knob.SEED, seeds));
        return Sweep.of(runner.training("spirals", EPOCHS), axes).run(runner);
    }

    /** Seven gains around the theory's, in 48 trials. */
    private static TuningResult tune(OwnNetworkRunner runner) throws InterruptedException {
        return new Tuner(TuningSpec.of(runner, "spirals", EPOCHS, Knob.GAIN), runner).run(48);
    }

    private static MultiLayerConfiguration network() {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .weightInit(new XavierInit()) // its gain is what is tuned
                .activation(Activation.SOFTSIGN)
                .updater(new Adam(1e-3))
                .list();
        for (int i = 0; i < 30; i++) {
            layers.layer(new DenseLayer.Builder().nIn(i == 0 ? 2 : 32).nOut(32).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(32)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build());
        return layers.build();
    }

    /** Points in the plane on three interleaved spirals of one turn, scattered by noise; the labels are the spirals. */
    private static DataSetIterator spirals(int points, long seed) {
        Random random = new Random(seed);
        INDArray features = Nd4j.create(points, 2);
        INDArray labels = Nd4j.create(points, 3);
        for (int i = 0; i < points; i++) {
            int spiral = i % 3;
            double way = Math.sqrt(random.nextDouble());
            double angle = 2 * Math.PI * (way + spiral / 3.0) + 0.15 * random.nextGaussian();
            features.putScalar(i, 0, 2 * way * Math.cos(angle));
            features.putScalar(i, 1, 2 * way * Math.sin(angle));
            labels.putScalar(i, spiral, 1);
        }
        return new ExistingDataSetIterator(new DataSet(features, labels).batchBy(128));
    }
}
