// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.probe;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A batch that tells when it is used, as every step of training uses one. */
final class WatchedBatch extends MultiDataSet {

    private static final long serialVersionUID = 1L;

    private final transient Runnable used;

    WatchedBatch(org.nd4j.linalg.dataset.api.MultiDataSet batch, Runnable used) {
        super(batch.getFeatures(), batch.getLabels(), batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
        this.used = used;
    }

    @Override
    public INDArray[] getFeatures() {
        if (used != null) { // the constructor of the class above may ask
            used.run();
        }
        return super.getFeatures();
    }
}
