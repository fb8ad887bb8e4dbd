// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import io.github.dl4jinit.internal.sampling.RandomFill;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Which gain of its recurrent weights keeps an LSTM's state from growing over long sequences. With tanh it is bounded
 * whatever the weights. With ReLU and its like, isometries let it explode: units whose gates are open feed each other.
 * The gain is the largest of those tried with which a small LSTM of random weights has settled after {@value #STEPS}
 * steps.
 */
final class LstmStability {

    /** Measured: with a forget gate bias of 1, ReLU settles up to 0.6, ELU to 0.9, softplus to 0.35. */
    private static final double[] GAINS = {1, 0.5, 0.25};

    /** A gain must do with a tenth more, because networks of one kind differ. */
    private static final double MARGIN = 1.1;

    private static final int STEPS = 300;
    private static final int UNITS = 32;
    private static final int EXAMPLES = 16;
    private static final int GATES = 4;

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
    LstmStability(IActivation function, IActivation gate, double forgetBias) {
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
                        ? "with " + function + " its state would grow over long sequences: its recurrent weights are"
                                + " multiplied by " + gain
                        : "with " + function + " and a forget gate bias of " + forgetBias
                                + " its state grows over long sequences whatever its weights: use tanh"
                                + (forgetBias > USUAL_BIAS ? ", or a forget gate bias of 1" : ""));
    }

    private static boolean isBounded(IActivation function) {
        INDArray ends = function.getActivation(Nd4j.createFromArray(-LARGE, LARGE), true);
        return ends.amaxNumber().doubleValue() <= Math.sqrt(LARGE);
    }

    /** Rows of gates: those of input, forget and output, then what is written. */
    private boolean settlesWith(double tried) {
        long seed = 1;
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
