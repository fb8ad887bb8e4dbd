// SPDX-License-Identifier: Apache-2.0
package com.example;

import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Somebody's own initialiser, which tests allow: all ones. */
public final class TameInit implements IWeightInit {

    private static final long serialVersionUID = 1L;

    static {
        Sightings.report("TameInit");
    }

    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        paramView.assign(1);
        return paramView.reshape(order, shape);
    }
}
