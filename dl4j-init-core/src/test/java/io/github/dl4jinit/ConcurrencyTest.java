// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.activation.Tailoring;
import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.LearningRateProbe;
import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.theory.Gains;
import io.github.dl4jinit.theory.MeanField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Many threads at once, each with networks of its own, get the same bits as one alone. */
class ConcurrencyTest {

    private static final int THREADS = 3;

    private static final int WIDTH = 8;

    // What several threads may share: everything immutable, and what theory there is of a function.
    private static final MeanField THEORY = MeanField.of(Activation.GELU.getActivationFunction());
    private static final NetworkInit INIT = NetworkInit.builder().build();
    private static final NetworkInit MIRRORED = NetworkInit.builder().mirrored().build();
    private static final Lsuv LSUV = Lsuv.builder().build();
    private static final Tailoring TAILORING = Tailoring.builder().build();

    @Test
    void theSameBitsAsAlone() throws Exception {
        Map<String, Callable<String>> work = work();
        Map<String, String> alone = new LinkedHashMap<>();
        for (String name : work.keySet()) {
            alone.put(name, work.get(name).call());
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        try {
            List<Future<Map<String, String>>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                // In pairs, so that code meets itself and other code.
                List<String> names = new ArrayList<>(work.keySet());
                Collections.rotate(names, thread / 2);
                all.add(threads.submit(() -> {
                    Map<String, String> results = new LinkedHashMap<>();
                    for (String name : names) {
                        together.await();
                        results.put(name, work.get(name).call());
                    }
                    return results;
                }));
            }
            for (Future<Map<String, String>> one : all) {
                assertThat(one.get()).containsExactlyInAnyOrderEntriesOf(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * The object of a function may keep something from its forward pass; theories of one object wait for each other.
     */
    @Test
    void theoriesOfOneFunctionObject() throws Exception {
        IActivation function = new Remembering();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        try {
            List<Future<Double>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                double variance = 1 + thread;
                all.add(threads.submit(() -> {
                    together.await();
                    double worst = 0;
                    for (int i = 0; i < 20; i++) {
                        double squaredSlope = MeanField.of(function).derivativeSecondMoment(variance);
                        worst = Math.max(worst, Math.abs(squaredSlope / (2 * variance) - 1)); // E[(2z)²; z > 0]
                    }
                    return worst;
                }));
            }
            for (Future<Double> one : all) {
                assertThat(one.get()).isLessThan(1e-9);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, Callable<String>> work() {
        Map<String, Callable<String>> work = new LinkedHashMap<>();
        for (IWeightInit init : List.of(
                new HeInit(),
                HeInit.builder().distribution(WeightDistribution.UNIFORM).build(),
                HeInit.builder()
                        .distribution(WeightDistribution.TRUNCATED_NORMAL)
                        .build(),
                new CriticalInit(1.5, 0.1))) {
            // Twenty blocks of random numbers, which threads of Java's own pool fill.
            work.put(init.toString(), () -> drawn(init, 400, 800));
        }
        work.put("orthogonal", () -> drawn(new OrthogonalInit(), 160, 320));
        work.put("mirrored weights", () -> drawn(MirroredInit.hidden(), 160, 320));
        work.put("delta-orthogonal", () -> drawn(new DeltaOrthogonalInit(), 32, 16, 3, 3));
        work.put("gates", () -> drawn(new GateOrthogonalInit(), 32, 128));

        work.put("network", () -> {
            MultiLayerNetwork network = network(Activation.TANH, 6, 1);
            return INIT.apply(network) + Hashes.of(network.params());
        });
        work.put("mirrored", () -> {
            MultiLayerNetwork network = network(Activation.RELU, 6, 2);
            return MIRRORED.apply(network) + Hashes.of(network.params());
        });
        work.put("lsuv", () -> {
            MultiLayerNetwork network = network(Activation.RELU, 6, 3);
            return LSUV.apply(network, batch()) + Hashes.of(network.params());
        });
        work.put(
                "probe", () -> SignalProbe.probe(network(Activation.RELU, 6, 4)).toJson());
        work.put("probe of data", () -> {
            MultiLayerNetwork network = network(Activation.TANH, 6, 5);
            return SignalProbe.probe(network, batch()).toText();
        });
        work.put("listener", () -> {
            SignalListener listener =
                    SignalListener.builder().every(1).maxCost(1).build();
            MultiLayerNetwork network = network(Activation.RELU, 4, 6);
            network.setListeners(listener);
            for (int i = 0; i < 3; i++) {
                network.fit(batch());
            }
            return listener.lastReport().orElseThrow().toJson() + Hashes.of(network.params());
        });
        work.put("learning rates", () -> LearningRateProbe.of(network(Activation.RELU, 0, 7), List.of(batch()))
                .toJson());

        work.put(
                "gains",
                () -> Gains.backward(Activation.GELU.getActivationFunction()) + " "
                        + Gains.forward(Activation.SWISH.getActivationFunction()));
        work.put(
                "mean field",
                () -> THEORY.nextCorrelation(0.3, 1.1, 1.5, 0.05) + " " + THEORY.critical(0.05) + " "
                        + THEORY.tailored(0.01));
        work.put("tailoring", () -> TAILORING
                .apply(configuration(Activation.TANH.getActivationFunction(), 10, 8))
                .toJson());
        return work;
    }

    private static String drawn(IWeightInit init, long... shape) {
        Nd4j.getRandom().setSeed(9);
        long count = IntStream.range(0, shape.length).mapToLong(i -> shape[i]).reduce(1, (a, b) -> a * b);
        return Hashes.of(init.init(shape[0], shape[1], shape, 'f', Nd4j.createUninitialized(DataType.FLOAT, count)));
    }

    private static MultiLayerNetwork network(Activation activation, int depth, long seed) {
        return Networks.initialised(configuration(activation.getActivationFunction(), depth, seed));
    }

    private static MultiLayerConfiguration configuration(IActivation activation, int depth, long seed) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(new HeInit())
                .updater(new Adam(0.01))
                .activation(activation)
                .list();
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build());
        }
        return layers.layer(new OutputLayer.Builder()
                        .nIn(WIDTH)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static DataSet batch() {
        double[][] inputs = new double[32][WIDTH];
        double[][] labels = new double[32][2];
        for (int i = 0; i < inputs.length; i++) {
            for (int j = 0; j < WIDTH; j++) {
                inputs[i][j] = 1.4 * Math.sin(1 + 7 * i + 3 * j);
            }
            labels[i][inputs[i][0] > 0 ? 0 : 1] = 1;
        }
        return new DataSet(
                Nd4j.createFromArray(inputs).castTo(DataType.FLOAT),
                Nd4j.createFromArray(labels).castTo(DataType.FLOAT));
    }

    /** The square of a ReLU, which keeps its input for its derivative, as some of DL4J's functions do. */
    private static final class Remembering extends BaseActivationFunction {

        private static final long serialVersionUID = 1;

        private transient INDArray input;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            input = in.dup();
            INDArray out = Nd4j.math().square(Nd4j.nn().relu(in, 0));
            in.assign(out);
            return in;
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return Pair.of(Nd4j.nn().relu(input, 0).mul(2).mul(epsilon), null);
        }

        @Override
        public String toString() {
            return "remembering";
        }
    }
}
