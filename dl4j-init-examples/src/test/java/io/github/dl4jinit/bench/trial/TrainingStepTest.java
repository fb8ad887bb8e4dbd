// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.bench.data.Batch;
import io.github.dl4jinit.bench.data.DataSource;
import io.github.dl4jinit.bench.data.ImageDataset;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingStepTest {

    /** Losses and parameters, to the bit, over four batches of which the last is smaller. */
    @ParameterizedTest
    @EnumSource(Optimiser.class)
    void doesWhatDl4jsFitDoes(Optimiser optimiser) throws Exception {
        TrialSpec spec = new TrialSpec("he", 1, new TrainingSpec(6, 16, "TANH", optimiser, 0.01, 64, 1, 200, null));
        ImageDataset data = ImageDataset.load(DataSource.of(null), 200);
        MultiLayerNetwork fitted = network(spec, data);
        MultiLayerNetwork stepped = network(spec, data);
        TrainingStep step = new TrainingStep(stepped, optimiser.updater(0.01));
        int[] order = data.trainOrder(1, 0);
        for (int from = 0; from < 200; from += 64) {
            Batch batch = data.trainBatch(order, from, Math.min(from + 64, 200));
            fitted.fit(batch.features(), batch.oneHotLabels());
            assertThat(step.run(batch.features(), batch.oneHotLabels())).isEqualTo(fitted.score());
        }
        assertThat(stepped.params().toFloatVector()).isEqualTo(fitted.params().toFloatVector());
    }

    private static MultiLayerNetwork network(TrialSpec spec, ImageDataset data) {
        MultiLayerNetwork network = new MultiLayerNetwork(Trainer.configuration(spec, data));
        network.init();
        return network;
    }
}
