// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.lab.training.StepChoice;
import io.github.dl4jinit.lab.trial.Optimiser;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training step of the default network (50 hidden layers × 128, batch 128, Adam), the drawing of 4096 × 4096 floats
 * and of orthogonal matrices beside PyTorch, in turn, in one run.
 *
 * <p>PyTorch is called through DJL, as a program on the JVM calls it: its optimiser is made of some ten operations a
 * parameter. Its step has one thread, as a worker's has and the plain loop here; its draws have as many as it takes.
 *
 * <pre>
 * mvn -B -q package -DskipTests -Ppeers
 * java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.Peers [ROUNDS]
 * </pre>
 */
public final class Peers {

    /** Nothing is downloaded, and nothing sent. */
    private static final List<String> OFFLINE = List.of("-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true");

    private static final List<String> ONE_THREAD = Stream.concat(
                    OFFLINE.stream(),
                    Stream.of("-Dai.djl.pytorch.num_threads=1", "-Dai.djl.pytorch.num_interop_threads=1"))
            .toList();

    private Peers() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        System.out.println(Paired.machine());
        steps(rounds);
        draws(rounds);
        orthogonal(rounds);
    }

    private static void steps(int rounds) throws IOException, InterruptedException {
        double[] ofPlain = new double[rounds];
        double[] ofPyTorch = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            double plain = StepTime.plainLoop(Optimiser.ADAM, StepTime.ONE_THREAD);
            double ours = StepTime.workers(1, StepChoice.FASTEST, Optimiser.ADAM);
            double pyTorch = ChildProcess.number(ChildProcess.run(PyTorchLoop.class, ONE_THREAD), StepTime.RESULT);
            ofPlain[round] = ours / plain;
            ofPyTorch[round] = ours / pyTorch;
            System.out.printf(
                    Locale.ROOT,
                    "step, round %d: plain loop with one thread %.1f ms, one worker %.1f ms, PyTorch %.1f ms%n",
                    round + 1,
                    plain,
                    ours,
                    pyTorch);
        }
        System.out.printf(
                Locale.ROOT,
                "step, medians of %d rounds: a worker takes %.3f of the plain loop's and %.2f of PyTorch's%n",
                rounds,
                Median.of(ofPlain),
                Median.of(ofPyTorch));
    }

    private static void draws(int rounds) throws IOException, InterruptedException {
        INDArray weights =
                Nd4j.createUninitialized(DataType.FLOAT, InitBenchmark.SHAPE[0] * InitBenchmark.SHAPE[1]);
        WeightDistribution[] distributions = WeightDistribution.values();
        double[][] ratios = new double[distributions.length][rounds];
        for (int round = 0; round < rounds; round++) {
            List<String> pyTorch = ChildProcess.run(PyTorchDraws.class, OFFLINE);
            for (int i = 0; i < distributions.length; i++) {
                InitBenchmark.ours(weights, distributions[i]); // warms up
                ratios[i][round] = ChildProcess.number(pyTorch, distributions[i] + " ")
                        / InitBenchmark.ours(weights, distributions[i]);
            }
        }
        for (int i = 0; i < distributions.length; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "draws, %s, median of %d rounds: %.1f times as fast as PyTorch%n",
                    distributions[i],
                    rounds,
                    Median.of(ratios[i]));
        }
    }

    private static void orthogonal(int rounds) throws IOException, InterruptedException {
        int[] sizes = {1024, 2048};
        double[][] ours = new double[sizes.length][rounds];
        double[][] theirs = new double[sizes.length][rounds];
        for (int round = 0; round < rounds; round++) {
            List<String> pyTorch = ChildProcess.run(PyTorchOrthogonal.class, OFFLINE, "1024", "2048");
            for (int i = 0; i < sizes.length; i++) {
                OrthogonalBenchmark.ours(sizes[i]); // warms up
                ours[i][round] = OrthogonalBenchmark.ours(sizes[i]);
                theirs[i][round] = ChildProcess.number(pyTorch, sizes[i] + " ");
            }
        }
        for (int i = 0; i < sizes.length; i++) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = ours[i][round] / theirs[i][round];
            }
            System.out.printf(
                    Locale.ROOT,
                    "orthogonal, %d x %<d, medians of %d rounds: ours %.0f ms, PyTorch %.0f ms: %.2f of its time%n",
                    sizes[i],
                    rounds,
                    Median.of(ours[i]),
                    Median.of(theirs[i]),
                    Median.of(ratios));
        }
    }
}
