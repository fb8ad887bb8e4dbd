// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Erf;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A user's own activation function, computed in Java. */
final class Custom extends BaseActivationFunction {

    private static final long serialVersionUID = 1L;

    private final transient DoubleUnaryOperator function;
    private final transient DoubleUnaryOperator derivative;

    Custom(DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
        this.function = function;
        this.derivative = derivative;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        return in.assign(mapped(in, function));
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        return new Pair<>(epsilon.muli(mapped(in, derivative)), null);
    }

    private static INDArray mapped(INDArray in, DoubleUnaryOperator operator) {
        double[] values = in.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        return Nd4j.createFromArray(Arrays.stream(values).map(operator).toArray())
                .reshape(in.shape())
                .castTo(in.dataType());
    }

    @Override
    public String toString() {
        return "custom";
    }

    /** The error function: its length map and its correlation map are arcsines (Williams 1997). */
    static Custom erf() {
        return new Custom(Erf::erf, x -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x));
    }
}
