// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import io.github.dl4jinit.internal.sampling.RandomFill;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * LSTMs. The weights hold the four gates side by side, each a matrix of its own; biases are 0 but for those of the
 * forget gates, which are what the configuration says.
 *
 * <p>What an LSTM puts out when it has read for a while is a sample of units, each with gates of its own that are
 * normal at every step, with the variance that input and state give them:
 *
 * <pre>
 * c′ = σ(f)·c + σ(i)·φ(g),   h = σ(o)·φ(c′),   gates ~ N(bias, v + gain² · E[h²])
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/1901.08987">Gilboa, Chang, Chen, Yang, Schoenholz, Chi, Pennington: Dynamical
 *     Isometry and a Mean Field Theory of LSTMs and GRUs, 2019, section 3</a>
 */
@SuppressWarnings("deprecation") // Graves's LSTMs are still what saved models contain
final class Lstm extends AnyLayer {

    private static final int GATES = 4;

    /** Steps that are followed: with a forget gate of σ(1) = 0.73 on average a cell remembers three; 64 are many. */
    private static final int STEPS = 64;

    private final FeedForwardLayer layer;
    private final IActivation gate;
    private final double forgetBias;
    private final Stability stability;

    Lstm(AbstractLSTM layer) {
        super(layer);
        this.layer = layer;
        this.gate = layer.getGateActivationFn();
        this.forgetBias = layer.getForgetGateBiasInit();
        this.stability = new Stability(layer.getActivationFn(), gate, forgetBias);
    }

    Lstm(GravesBidirectionalLSTM layer) {
        super(layer);
        this.layer = layer;
        this.gate = layer.getGateActivationFn();
        this.forgetBias = layer.getForgetGateBiasInit();
        this.stability = new Stability(layer.getActivationFn(), gate, forgetBias);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        if (layer instanceof GravesBidirectionalLSTM) {
            for (String direction : List.of("F", "B")) {
                oneWay(direction, true).forEach(parameter -> parameters.add(parameter.feedingTwice()));
            }
        } else {
            parameters.addAll(oneWay("", layer instanceof GravesLSTM));
        }
        return parameters;
    }

    private List<Parameter> oneWay(String direction, boolean peepholes) {
        long in = layer.getNIn();
        long n = layer.getNOut();
        String recurrent = "RW" + direction;
        String bias = "b" + direction;
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(
                Parameter.weights("W" + direction, in, n).dl4jFans(n, in + n).matrices(GATES, in, n, gates(in, n)));
        parameters.add(Parameter.recurrentWeights(recurrent, n, n)
                .withGain(stability.gain())
                .dl4jFans(n, in + n)
                .matrices(GATES, n, n, gates(n, n))
                .columns(0, GATES * n));
        if (peepholes) {
            parameters.add(Parameter.constant(recurrent, 0)
                    .columns(GATES * n, GATES * n + 3)
                    .because("peepholes, which see one cell each"));
        }
        // Columns in DL4J's order: input, forget, output, input modulation.
        parameters.add(Parameter.constant(bias, 0).columns(0, n));
        parameters.add(Parameter.constant(bias, forgetBias).columns(n, 2 * n).because("forget gates"));
        parameters.add(Parameter.constant(bias, 0).columns(2 * n, GATES * n));
        return parameters;
    }

    /** The place of an element in [rows, gates · n], stored column by column. */
    private static OrthogonalFill.Place gates(long rows, long n) {
        return (gate, row, column) -> (int) ((gate * n + column) * rows + row);
    }

    @Override
    public Passed weighted(double variance, Propagation propagation) {
        String key = layer.getClass() + " " + gate + " " + layer.getActivationFn() + " " + forgetBias + " " + variance;
        Incoming output = propagation.settled(key, () -> output(variance, propagation.samples()));
        Passed passed = Propagation.orOne(output, output.meanSquare());
        return stability.warning().map(passed::orAssuming).orElse(passed);
    }

    /**
     * What the layer puts out when it has read for a while.
     *
     * @param variance the variance of what the input's weights make of the input, the same for all gates
     */
    private Incoming output(double variance, Samples samples) {
        IActivation function = layer.getActivationFn();
        INDArray cell = samples.normal(1).muli(0);
        INDArray state = cell;
        for (int step = 0; step < STEPS; step++) {
            double v = variance + stability.gain() * stability.gain() * Incoming.meanSquareOf(state);
            INDArray remembered =
                    gate.getActivation(samples.normal(v).addi(forgetBias), true).muli(cell);
            INDArray written =
                    gate.getActivation(samples.normal(v), true).muli(function.getActivation(samples.normal(v), true));
            cell = remembered.addi(written);
            state = gate.getActivation(samples.normal(v), true).muli(function.getActivation(cell.dup(), true));
        }
        return Incoming.ofSample(state, "lstm");
    }

    /**
     * Which gain of its recurrent weights keeps an LSTM's state from growing over long sequences. With tanh it is
     * bounded whatever the weights. With ReLU and its like, isometries let it explode: units whose gates are open feed
     * each other. The gain is the largest of those tried with which each of {@value #NETWORKS} small LSTMs of random
     * weights has settled after {@value #STEPS} steps.
     */
    private static final class Stability {

        /**
         * Measured on nine LSTMs of each function with a forget gate bias of 1: at 1.1 ReLU settles in four, ELU in six
         * and softplus in none; at 0.55 the first two always do, and softplus in eight.
         */
        private static final double[] GAINS = {1, 0.5, 0.25};

        /** A gain must do with a tenth more, because networks of one kind differ. */
        private static final double MARGIN = 1.1;

        private static final int STEPS = 300;

        /** One alone would decide by chance: softplus at 0.55 settles in eight of nine. */
        private static final int NETWORKS = 9;

        private static final long SEEDS_OF_A_NETWORK = GATES + STEPS;

        private static final int UNITS = 32;
        private static final int EXAMPLES = 16;

        /** DL4J's and Keras's bias of forget gates. */
        private static final double USUAL_BIAS = 1;

        /** A settled state has a mean square of about 1 at most. */
        private static final double SETTLED = 10;

        /** What a bounded function does not make of the same number of either sign. */
        private static final double LARGE = 100;

        private final IActivation function;
        private final IActivation gate;
        private final double forgetBias;
        private final double gain;
        private final boolean settles;

        /** The stability of LSTMs of that function, those gates and that bias of the forget gates. */
        Stability(IActivation function, IActivation gate, double forgetBias) {
            this.function = function;
            this.gate = gate;
            this.forgetBias = forgetBias;
            int tried = 0;
            boolean bounded = isBounded(function);
            while (!bounded && tried < GAINS.length && !settlesWith(GAINS[tried])) {
                tried++;
            }
            this.settles = tried < GAINS.length;
            this.gain = GAINS[Math.min(tried, GAINS.length - 1)];
        }

        /** The factor of the isometry. */
        double gain() {
            return gain;
        }

        /** What users should know; empty if isometries are fine. */
        Optional<String> warning() {
            if (gain == 1) {
                return Optional.empty();
            }
            return Optional.of(
                    settles
                            ? "with " + function
                                    + " its state would grow over long sequences: its recurrent weights are"
                                    + " multiplied by " + gain
                            : "with " + function + " and a forget gate bias of " + forgetBias
                                    + " its state grows over long sequences whatever its weights: use tanh"
                                    + (forgetBias > USUAL_BIAS ? ", or a forget gate bias of 1" : ""));
        }

        private static boolean isBounded(IActivation function) {
            INDArray ends = function.getActivation(Nd4j.createFromArray(-LARGE, LARGE), true);
            return ends.amaxNumber().doubleValue() <= Math.sqrt(LARGE);
        }

        private boolean settlesWith(double tried) {
            return IntStream.range(0, NETWORKS).allMatch(network -> settlesWith(tried, network * SEEDS_OF_A_NETWORK));
        }

        /** Rows of gates: those of input, forget and output, then what is written. */
        private boolean settlesWith(double tried, long firstSeed) {
            long seed = firstSeed;
            INDArray recurrent = Nd4j.createUninitialized(DataType.DOUBLE, GATES * UNITS, UNITS);
            for (int i = 0; i < GATES; i++) {
                OrthogonalFill.fill(rows(recurrent, i, i + 1), UNITS, UNITS, 'c', seed++, tried * MARGIN);
            }
            INDArray cell = Nd4j.zeros(DataType.DOUBLE, UNITS, EXAMPLES);
            INDArray state = cell;
            double meanSquare = 0;
            for (int step = 0; step < STEPS && meanSquare < SETTLED; step++) {
                INDArray all = Nd4j.createUninitialized(DataType.DOUBLE, GATES * UNITS, EXAMPLES);
                RandomFill.fill(all, seed++, UnitSampler.normal(), 1);
                all.addi(recurrent.mmul(state));
                rows(all, 1, 2).addi(forgetBias);
                INDArray open = gate.getActivation(rows(all, 0, 3).dup(), true);
                INDArray written = function.getActivation(rows(all, 3, 4).dup(), true);
                cell = rows(open, 1, 2).mul(cell).addi(rows(open, 0, 1).mul(written));
                state = rows(open, 2, 3).mul(function.getActivation(cell.dup(), true));
                meanSquare = Incoming.meanSquareOf(state);
            }
            return meanSquare < SETTLED;
        }

        private static INDArray rows(INDArray gates, int from, int to) {
            return gates.get(NDArrayIndex.interval(from * UNITS, to * UNITS), NDArrayIndex.all());
        }
    }
}
