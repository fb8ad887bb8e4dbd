// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.topology.SingleBatch;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What there is of the only input and the only output. */
final class Single {

    private Single() {}

    static DataSet batch(MultiDataSet batch) {
        return SingleBatch.of(batch);
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
