// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.network.Incoming.Samples;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an LSTM puts out when it has read for a while: a sample of units, each with gates of its own that are normal at
 * every step, with the variance that input and state give them.
 *
 * <pre>
 * c′ = σ(f)·c + σ(i)·φ(g),   h = σ(o)·φ(c′),   gates ~ N(bias, v + E[h²])
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/1901.08987">Gilboa, Chang, Chen, Yang, Schoenholz, Chi, Pennington: Dynamical
 *     Isometry and a Mean Field Theory of LSTMs and GRUs, 2019, section 3</a>
 */
@SuppressWarnings("deprecation") // Graves's LSTMs are still what saved models contain
final class LstmMoments {

    /** With a forget gate of σ(1) = 0.73 on average a cell remembers three steps; 64 are many. */
    private static final int STEPS = 64;

    private LstmMoments() {}

    static boolean isLstm(Layer layer) {
        return layer instanceof AbstractLSTM || layer instanceof GravesBidirectionalLSTM;
    }

    /** What the output depends on beside the variance. */
    static String key(Layer layer) {
        return gate(layer) + " " + ((BaseLayer) layer).getActivationFn() + " " + forgetBias(layer) + " ";
    }

    /** @param variance of what the input's weights make of the input, the same for all gates */
    static Incoming output(Layer layer, double variance, Samples samples) {
        IActivation gate = gate(layer);
        IActivation function = ((BaseLayer) layer).getActivationFn();
        INDArray cell = samples.normal(1).muli(0);
        INDArray state = cell;
        for (int step = 0; step < STEPS; step++) {
            double v = variance + Incoming.meanSquareOf(state);
            INDArray remembered = gate.getActivation(samples.normal(v).addi(forgetBias(layer)), true)
                    .muli(cell);
            INDArray written =
                    gate.getActivation(samples.normal(v), true).muli(function.getActivation(samples.normal(v), true));
            cell = remembered.addi(written);
            state = gate.getActivation(samples.normal(v), true).muli(function.getActivation(cell.dup(), true));
        }
        return Incoming.ofSample(state, "lstm");
    }

    private static IActivation gate(Layer layer) {
        return layer instanceof AbstractLSTM
                ? ((AbstractLSTM) layer).getGateActivationFn()
                : ((GravesBidirectionalLSTM) layer).getGateActivationFn();
    }

    private static double forgetBias(Layer layer) {
        return layer instanceof AbstractLSTM
                ? ((AbstractLSTM) layer).getForgetGateBiasInit()
                : ((GravesBidirectionalLSTM) layer).getForgetGateBiasInit();
    }
}
