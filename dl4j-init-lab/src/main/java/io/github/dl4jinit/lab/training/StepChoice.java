// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.training.dense.DenseStep;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;

/** How an iteration of a trial is computed. */
public enum StepChoice {

    /** By {@link DenseStep}, where it knows network and updater; else as {@link #REFERENCE}. */
    FASTEST {
        @Override
        Step of(Model network, IUpdater updater) {
            return DenseStep.of(network, updater).<Step>map(Dense::new).orElseGet(() -> REFERENCE.of(network, updater));
        }
    },

    /** By DL4J's own forward and backward pass, which the fastest is held to. */
    REFERENCE {
        @Override
        Step of(Model network, IUpdater updater) {
            return new ReferenceStep(network, updater);
        }
    };

    /** The step of an initialised network of one input and one output whose parameters all have this updater. */
    abstract Step of(Model network, IUpdater updater);

    private record Dense(DenseStep step) implements Step {

        @Override
        public double run(MultiDataSet batch) {
            return step.run(batch.getFeatures(0), batch.getLabels(0));
        }

        @Override
        public void close() {
            step.close();
        }
    }
}
