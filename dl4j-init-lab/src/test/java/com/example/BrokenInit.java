// SPDX-License-Identifier: Apache-2.0
package com.example;

import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Somebody's own initialiser, which cannot be loaded. */
public final class BrokenInit implements IWeightInit {

    private static final long serialVersionUID = 1L;

    private static final int NUMBER = Integer.parseInt("none");

    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        return paramView.addi(NUMBER);
    }
}
