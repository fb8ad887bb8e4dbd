// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A batch for one input and one output as DL4J's lists and iterators take it. */
public final class SingleBatch {

    private SingleBatch() {}

    /** The first features and the first labels of a batch, with their masks; the arrays are shared. */
    public static DataSet of(MultiDataSet batch) {
        return new DataSet(
                batch.getFeatures(0), batch.getLabels(0), batch.getFeaturesMaskArray(0), batch.getLabelsMaskArray(0));
    }
}
