// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What there is of the only input and the only output. */
final class Single {

    private Single() {}

    static DataSet batch(MultiDataSet batch) {
        return new DataSet(
                batch.getFeatures(0), batch.getLabels(0), batch.getFeaturesMaskArray(0), batch.getLabelsMaskArray(0));
    }

    static Target target(Dataset data) {
        return data.form().targets().all().get(0);
    }

    static List<Integer> shape(Dataset data) {
        return data.form().inputs().get(0);
    }

    static InputType inputType(Dataset data) {
        return data.inputTypes().get(0);
    }
}
