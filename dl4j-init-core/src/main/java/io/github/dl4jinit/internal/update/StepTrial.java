// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.update;

import io.github.dl4jinit.internal.measure.FunctionSignal;
import io.github.dl4jinit.internal.measure.FunctionWatch;
import io.github.dl4jinit.internal.measure.Loss;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.internal.topology.Temporaries;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The loss of a batch after one more step of training with it: tells at once whether the step is far too large. */
public final class StepTrial {

    private final NetworkView copy;
    private final MultiDataSet batch;

    /**
     * Prepares a trial.
     *
     * @param copy a copy of the network, whose losses have their labels
     */
    public StepTrial(NetworkView copy, MultiDataSet batch) {
        this.copy = copy;
        this.batch = batch;
    }

    /**
     * The sum of all outputs' losses with that update subtracted. The copy's parameters are put back.
     *
     * @param update one number for each parameter of the network
     */
    public double lossAfter(INDArray update) {
        INDArray parameters = copy.network().params();
        INDArray before = parameters.dup();
        try {
            parameters.subi(update.reshape(parameters.shape()));
            return loss();
        } finally {
            parameters.assign(before);
            before.close();
        }
    }

    private double loss() {
        try (Temporaries made = new Temporaries()) {
            return loss(made);
        }
    }

    private double loss(Temporaries made) {
        copy.show(batch);
        made.keep(batch.getLabels());
        List<INDArray> outputs = new ArrayList<>();
        double sum = 0;
        for (NetworkNode node : copy.nodes()) {
            if (node.isInput()) {
                outputs.add(batch.getFeatures(node.inputNumber().getAsInt()).dup()); // layers may overwrite it
                made.add(outputs.get(outputs.size() - 1));
                continue;
            }
            INDArray[] inputs = node.inputs().stream().map(outputs::get).toArray(INDArray[]::new);
            if (node.outputNumber().isPresent() && node.loss().isPresent()) {
                FunctionWatch watch = new FunctionWatch(node);
                try {
                    outputs.add(copy.forward(node, inputs));
                } finally {
                    watch.end();
                }
                sum += Loss.score(node, watch.seen().map(FunctionSignal::given).orElse(null));
            } else {
                outputs.add(copy.forward(node, inputs));
            }
            made.add(outputs.get(outputs.size() - 1));
        }
        return sum;
    }
}
