// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.lab.data.Batch;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

class ReferenceStepTest {

    @ParameterizedTest
    @EnumSource(Optimiser.class)
    void doesWhatDl4jsFitDoes(Optimiser optimiser) throws Exception {
        ImageDataset data = ImageDataset.load(SmallMnist.source(), 200);
        TrialSpec spec = spec(optimiser, false);
        MultiLayerNetwork fitted = (MultiLayerNetwork) Trainer.network(spec, data);
        assertTrainsAlike(spec, data, fitted, fitted::fit);
    }

    @ParameterizedTest
    @EnumSource(Optimiser.class)
    void doesWhatFitDoesForAGraph(Optimiser optimiser) throws Exception {
        ImageDataset data = ImageDataset.load(SmallMnist.source(), 200);
        TrialSpec spec = spec(optimiser, true);
        ComputationGraph fitted = (ComputationGraph) Trainer.network(spec, data);
        assertTrainsAlike(spec, data, fitted, fitted::fit);
    }

    @Test
    void anotherModelIsRefused() throws Exception {
        ImageDataset data = ImageDataset.load(SmallMnist.source(), 200);
        Model layer = ((MultiLayerNetwork) Trainer.network(spec(Optimiser.SGD, false), data)).getLayer(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReferenceStep(layer, new Sgd()))
                .withMessageStartingWith("network must be a MultiLayerNetwork or a ComputationGraph, received ");
    }

    private static TrialSpec spec(Optimiser optimiser, boolean residual) {
        return new TrialSpec(
                Scheme.parse("he"),
                1,
                new TrainingSpec(
                        new MlpSpec(6, 16, "TANH", residual, optimiser, 0.01), 64, 1, 200, SmallMnist.source()));
    }

    /** Losses and parameters, to the bit, over four batches of which the last is smaller. */
    private static void assertTrainsAlike(TrialSpec spec, ImageDataset data, Model fitted, Consumer<DataSet> fit) {
        Model stepped = Trainer.network(spec, data);
        ReferenceStep step = new ReferenceStep(
                stepped, ((MlpSpec) spec.training().network()).optimiser().updater(0.01));
        float[] before = stepped.params().toFloatVector();
        int[] order = data.trainOrder(1, 0);
        for (int from = 0; from < 200; from += 64) {
            Batch batch = data.trainBatch(order, from, Math.min(from + 64, 200));
            fit.accept(new DataSet(batch.features(), batch.oneHotLabels()));
            assertThat(step.run(new MultiDataSet(batch.features(), batch.oneHotLabels())))
                    .isEqualTo(fitted.score());
        }
        assertThat(stepped.params().toFloatVector())
                .isEqualTo(fitted.params().toFloatVector())
                .isNotEqualTo(before);
    }
}
