// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How far a network is from a linear map. */
final class Linearity {

    private Linearity() {}

    /**
     * The largest departure from f(x + 2y) = f(x) + 2·f(y) and from f(−x) = −f(x), as a share of the largest output;
     * NaN if all are 0.
     *
     * @param shape of a batch of inputs
     */
    static double error(NetworkView network, long... shape) {
        INDArray x = normal(1, shape);
        INDArray y = normal(2, shape);
        INDArray ofX = network.output(x);
        INDArray ofY = network.output(y);
        INDArray sum = network.output(x.add(y.mul(2)));
        double off = Math.max(
                sum.sub(ofX).subi(ofY.mul(2)).amaxNumber().doubleValue(),
                network.output(x.neg()).addi(ofX).amaxNumber().doubleValue());
        return off / sum.amaxNumber().doubleValue();
    }

    static INDArray normal(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray values = Nd4j.create(DataType.DOUBLE, shape);
        for (long i = 0; i < values.length(); i++) {
            values.putScalar(i, random.nextGaussian());
        }
        return values;
    }
}
