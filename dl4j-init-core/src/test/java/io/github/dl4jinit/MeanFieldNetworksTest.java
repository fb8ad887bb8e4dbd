// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.theory.MeanField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Real networks of 15 layers of 1000 units do what the mean field says: within 5 %, or four standard errors over the
 * seeds if these are larger, layer by layer; and within what the scatter of the networks allows over all layers.
 */
class MeanFieldNetworksTest {

    private static final int WIDTH = 1000;
    private static final int DEPTH = 15;

    /**
     * A sum over 1000 units scatters by √(2/1000) = 4.5 %, and some more for φ; over 16 seeds this is 1.5 %, so that 5
     * % are more than three standard errors; four are allowed where they are more.
     */
    private static final int SEEDS = 16;

    /**
     * Copies of each gradient, all of them random. What a network's gradients share is the mean of φ′² over its 1000
     * units, and what they do not share is averaged by their number, eight.
     */
    private static final int COPIES = 4;

    private static final double INPUT_CORRELATION = 0.3;

    /** Points on both sides of the edge of chaos, each with a stable variance. */
    private enum Point {
        TANH(1.7, 0.05),
        SOFTSIGN(3.1, 0.05),
        HARDTANH(1.2, 0.05),
        ELU(1.5, 0.05),
        SELU(0.9, 0.05),
        GELU(1.95, 0.25),
        SWISH(1.95, 0.8),
        MISH(1.95, 0.25);

        final double sigmaW2;
        final double sigmaB2;

        Point(double sigmaW2, double sigmaB2) {
            this.sigmaW2 = sigmaW2;
            this.sigmaB2 = sigmaB2;
        }

        IActivation function() {
            return Activation.valueOf(name()).getActivationFunction();
        }
    }

    private static final Map<Point, List<Signal>> SIGNALS = new EnumMap<>(Point.class);

    /** All points see the same weights, each times its own σ_w: what takes the time is to draw them. */
    @BeforeAll
    static void simulate() {
        Simulation simulation = new Simulation();
        for (int seed = 1; seed <= SEEDS; seed++) { // not 0, which ND4J replaces by the clock
            simulation.draw(seed);
            for (Point point : Point.values()) {
                SIGNALS.computeIfAbsent(point, key -> new ArrayList<>()).add(simulation.at(point));
            }
        }
        simulation.network.close();
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void networksFollowTheMaps(Point point) {
        double sigmaW2 = point.sigmaW2;
        double sigmaB2 = point.sigmaB2;
        MeanField theory = MeanField.of(point.function());
        List<Signal> networks = SIGNALS.get(point);

        double correlation = (sigmaW2 * INPUT_CORRELATION + sigmaB2) / (sigmaW2 + sigmaB2);
        double[] variances = theory.variances(sigmaW2 + sigmaB2, sigmaW2, sigmaB2, DEPTH);
        for (int layer = 0; layer < DEPTH; layer++) {
            int l = layer;
            requireClose("correlation", l, networks, correlation, network -> network.correlation[l]);
            correlation = theory.nextCorrelation(correlation, variances[l], sigmaW2, sigmaB2);
            requireClose("gradient", l, networks, 1, network -> network.gradientRatio(l, theory, sigmaW2));
            if (l > 0) {
                requireClose("variance", l, networks, 1, network -> network.lengthRatio(l, theory, sigmaW2, sigmaB2));
            }
        }
        int last = DEPTH - 1;
        requireClose("variance", last, networks, variances[last], network -> network.variance[last]);

        requireCloseOverAllLayers("gradient", networks, (network, l) -> network.gradientRatio(l, theory, sigmaW2));
        requireCloseOverAllLayers(
                "variance", networks, (network, l) -> network.lengthRatio(l, theory, sigmaW2, sigmaB2));
    }

    /** The mean over the layers of what should be 1 in each. */
    private static void requireCloseOverAllLayers(
            String what, List<Signal> networks, ToDoubleBiFunction<Signal, Integer> figure) {
        double[] means = networks.stream()
                .mapToDouble(network -> IntStream.range(1, DEPTH)
                        .mapToDouble(layer -> figure.applyAsDouble(network, layer))
                        .average()
                        .getAsDouble())
                .toArray();
        double standardError = StandardDeviation.of(means).getAsDouble() / Math.sqrt(means.length);
        assertThat(Mean.of(means).getAsDouble())
                .as("%s of all layers, standard error %.3g", what, standardError)
                .isCloseTo(1, within(allowedErrors(means.length) * standardError));
    }

    /**
     * How many standard errors the mean over all layers may be off: sixteen means are tested, and together they are to
     * be refused once in 1000 times where the theory holds. A χ that is 3 % too large is refused.
     */
    private static double allowedErrors(int networks) {
        return TDistribution.of(networks - 1).inverseSurvivalProbability(0.001 / (2 * 16));
    }

    private static void requireClose(
            String what, int layer, List<Signal> networks, double expected, ToDoubleFunction<Signal> figure) {
        double[] figures = networks.stream().mapToDouble(figure).toArray();
        double standardError = StandardDeviation.of(figures).getAsDouble() / Math.sqrt(figures.length);
        assertThat(Mean.of(figures).getAsDouble())
                .as("%s of layer %d, standard error %.3g", what, layer, standardError)
                .isCloseTo(expected, within(Math.max(0.05 * expected, 4 * standardError)));
    }

    /** Networks of the same drawn weights. */
    private static final class Simulation {

        private final MultiLayerNetwork network = network();
        private double sigmaW = 1;

        /** The activation function is a layer of its own, so that pre-activations can be seen. */
        private static MultiLayerNetwork network() {
            NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().list();
            for (int i = 0; i < DEPTH; i++) {
                layers.layer(new DenseLayer.Builder()
                        .nIn(WIDTH)
                        .nOut(WIDTH)
                        .activation(Activation.IDENTITY)
                        .build());
                layers.layer(new ActivationLayer(Activation.IDENTITY));
            }
            MultiLayerNetwork network = Networks.initialised(layers.build());
            network.initGradientsView();
            return network;
        }

        /** Draws weights for σ_w² = 1. */
        void draw(int seed) {
            Nd4j.getRandom().setSeed(seed);
            CriticalInit init = new CriticalInit(1, 0, WeightDistribution.UNIFORM);
            for (int layer = 0; layer < DEPTH; layer++) {
                INDArray weights = network.getLayer(2 * layer).getParam("W");
                init.init(WIDTH, WIDTH, weights.shape(), 'f', weights.reshape('f', new long[] {weights.length()}));
            }
            sigmaW = 1;
        }

        /** What two inputs become with a point's function, weights and biases. */
        Signal at(Point point) {
            double factor = Math.sqrt(point.sigmaW2) / sigmaW;
            sigmaW = Math.sqrt(point.sigmaW2);
            for (int layer = 0; layer < DEPTH; layer++) {
                network.getLayer(2 * layer).getParam("W").muli(factor);
                INDArray biases = network.getLayer(2 * layer).getParam("b");
                biases.assign(Nd4j.randn(DataType.FLOAT, biases.shape()).mul(Math.sqrt(point.sigmaB2)));
                ((ActivationLayer) network.getLayer(2 * layer + 1).conf().getLayer()).setActivationFn(point.function());
            }
            return Signal.through(network);
        }
    }

    /** What two inputs become in one network. */
    private static final class Signal {

        /** Mean square of pre-activations. */
        private final double[] variance = new double[DEPTH];

        /** The correlation of the two inputs' pre-activations. */
        private final double[] correlation = new double[DEPTH];

        /** Mean square of a gradient after one layer on its way back over that before. */
        private final double[] gradientRatio = new double[DEPTH];

        static Signal through(MultiLayerNetwork network) {
            Signal signal = new Signal();
            network.setInput(twoInputs(COPIES));
            List<INDArray> outputs = network.feedForward(true, false); // the first is the input
            INDArray gradient = Nd4j.randn(DataType.FLOAT, 2 * COPIES, WIDTH);
            for (int layer = DEPTH - 1; layer >= 0; layer--) {
                INDArray z = outputs.get(2 * layer + 1)
                        .get(NDArrayIndex.interval(0, 2), NDArrayIndex.all())
                        .castTo(DataType.DOUBLE);
                INDArray products = z.mmul(z.transpose()).divi(WIDTH);
                double first = products.getDouble(0, 0);
                double second = products.getDouble(1, 1);
                signal.variance[layer] = (first + second) / 2;
                signal.correlation[layer] = products.getDouble(0, 1) / Math.sqrt(first * second);
                double above = meanSquare(gradient);
                gradient = back(network, 2 * layer, back(network, 2 * layer + 1, gradient));
                signal.gradientRatio[layer] = meanSquare(gradient) / above;
            }
            return signal;
        }

        /** The variance of a layer over what the length map makes of that of the layer before. */
        double lengthRatio(int layer, MeanField theory, double sigmaW2, double sigmaB2) {
            return variance[layer] / theory.nextVariance(variance[layer - 1], sigmaW2, sigmaB2);
        }

        /** The growth of the gradient in a layer over χ at the layer's variance. */
        double gradientRatio(int layer, MeanField theory, double sigmaW2) {
            return gradientRatio[layer] / theory.chi(variance[layer], sigmaW2);
        }

        private static INDArray back(MultiLayerNetwork network, int layer, INDArray gradient) {
            return network.getLayer(layer)
                    .backpropGradient(gradient, LayerWorkspaceMgr.noWorkspaces())
                    .getSecond();
        }

        /** Copies of two inputs whose mean squares are exactly 1 and whose correlation is exactly the given one. */
        private static INDArray twoInputs(int copies) {
            INDArray first = Nd4j.randn(DataType.DOUBLE, WIDTH);
            INDArray second = Nd4j.randn(DataType.DOUBLE, WIDTH);
            first.divi(Math.sqrt(meanSquare(first)));
            second.subi(first.mul(first.mul(second).meanNumber().doubleValue()));
            second.divi(Math.sqrt(meanSquare(second)));
            second.muli(Math.sqrt(1 - INPUT_CORRELATION * INPUT_CORRELATION)).addi(first.mul(INPUT_CORRELATION));
            return Nd4j.vstack(first.reshape(1, WIDTH), second.reshape(1, WIDTH))
                    .castTo(DataType.FLOAT)
                    .repmat(new long[] {copies, 1});
        }

        private static double meanSquare(INDArray array) {
            INDArray doubles = array.castTo(DataType.DOUBLE);
            return doubles.mul(doubles).meanNumber().doubleValue();
        }
    }
}
