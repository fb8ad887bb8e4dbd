// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    private final LstmStability stability;

    Lstm(AbstractLSTM layer) {
        super(layer);
        this.layer = layer;
        this.gate = layer.getGateActivationFn();
        this.forgetBias = layer.getForgetGateBiasInit();
        this.stability = new LstmStability(layer.getActivationFn(), gate, forgetBias);
    }

    Lstm(GravesBidirectionalLSTM layer) {
        super(layer);
        this.layer = layer;
        this.gate = layer.getGateActivationFn();
        this.forgetBias = layer.getForgetGateBiasInit();
        this.stability = new LstmStability(layer.getActivationFn(), gate, forgetBias);
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
}
