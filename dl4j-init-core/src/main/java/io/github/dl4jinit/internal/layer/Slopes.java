// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** PReLU: rectifiers with slopes that are learned. */
final class Slopes extends AnyLayer {

    private final Map<String, INDArray> table;

    Slopes(PReLULayer layer, Map<String, INDArray> table) {
        super(layer);
        this.table = table;
    }

    @Override
    public List<Parameter> parameters() {
        return table.keySet().stream()
                .map(name -> Parameter.kept(name, "slopes, which are no weights"))
                .collect(Collectors.toList());
    }

    @Override
    public Passage passage() {
        return Passage.FUNCTION;
    }

    /** 1 + slope, if all are alike. */
    @Override
    public OptionalDouble oddSlope() {
        INDArray slopes = table.values().iterator().next();
        double slope = slopes.maxNumber().doubleValue();
        return slope == slopes.minNumber().doubleValue() && slope != -1
                ? OptionalDouble.of(1 + slope)
                : OptionalDouble.empty();
    }

    /** E[x²] becomes (1 + slope²) / 2 of what it was, so that the root mean square of all slopes stands for them. */
    @Override
    Passed weightless(Incoming input, Propagation propagation) {
        INDArray slopes = table.values().iterator().next();
        return propagation.activated(input, new ActivationLReLU(Math.sqrt(Incoming.meanSquareOf(slopes))));
    }

    @Override
    public boolean parametersAreNoWeights() {
        return true;
    }
}
