// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A probe changes nothing: neither the network nor its training, nor what the thread has open. */
class ProbeLeavesNoTraceTest {

    private static final DataSet BATCH = Nets.batch(7, 3, 16, 12);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trainingGoesOnAsIfNothingHadHappened(boolean graph) {
        INDArray undisturbed = trained(graph, false);
        INDArray probed = trained(graph, true);
        assertThat(probed.data().asFloat()).isEqualTo(undisturbed.data().asFloat());
    }

    /** With dropout, whose masks come from the random generator, and batch normalisation. */
    private static INDArray trained(boolean graph, boolean probe) {
        MultiLayerNetwork list = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(12).nOut(20).build())
                .layer(new BatchNormalization.Builder().nIn(20).nOut(20).build())
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).dropOut(0.5).build())
                .layer(Nets.softmax(20, 3))
                .build());
        Model network = graph ? list.toComputationGraph() : list;
        Nd4j.getRandom().setSeed(99);
        for (int step = 0; step < 5; step++) {
            Nets.fit(network, BATCH);
            if (probe) {
                SignalProbe.probe(network, BATCH);
                SignalProbe.probe(network);
            }
        }
        return network.params().dup();
    }

    /** Everything is put back when the batch does not fit, the layers' own activation functions too. */
    @Test
    void aFailureLeavesNoTrace() {
        MultiLayerNetwork network = Nets.fourLayers();
        network.fit(BATCH);
        float[] parameters = network.params().dup().data().asFloat();
        float[] updater = network.getUpdater().getStateViewArray().dup().data().asFloat();
        String configuration = network.getLayerWiseConfigurations().toJson();
        Nd4j.getRandom().setSeed(5);
        long next = Nd4j.getRandom().nextLong();
        Nd4j.getRandom().setSeed(5);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> SignalProbe.probe(network, Nets.batch(1, 3, 16, 11)));
        Nd4j.getRandom().setSeed(5);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> SignalProbe.probe(
                        network, new DataSet(BATCH.getFeatures(), Nd4j.zeros(DataType.FLOAT, 16, 4))));
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(next);
        assertThat(network.params().data().asFloat()).isEqualTo(parameters);
        assertThat(network.getUpdater().getStateViewArray().data().asFloat()).isEqualTo(updater);
        assertThat(network.getIterationCount()).isEqualTo(1);
        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
    }

    /** DL4J shares what is inside wrappers between a network and its clone. */
    @Test
    void configurationsInsideWrappersStayAsTheyAre() {
        SimpleRnn shared = new SimpleRnn.Builder().nIn(4).nOut(4).build();
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new MaskZeroLayer(shared, 0.0))
                .layer(new MaskZeroLayer(shared, 0.0))
                .layer(new LastTimeStep(new SimpleRnn.Builder().nIn(4).nOut(4).build()))
                .layer(Nets.softmax(4, 3))
                .build());
        String configuration = network.getLayerWiseConfigurations().toJson();
        SignalProbe.probe(network, InputType.recurrent(4, 5));
        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
    }

    /** DL4J's close() would destroy them all, and with them the memory of what lives there. */
    @Test
    @SuppressWarnings("try") // the scope is closed, never read
    void workspacesOfTheCallerStayOpen() {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.builder()
                .initialSize(1 << 20)
                .policyAllocation(AllocationPolicy.STRICT)
                .build();
        MultiLayerNetwork network = Nets.fourLayers();
        try (MemoryWorkspace mine =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "ProbeFiguresTest")) {
            INDArray inside = Nd4j.ones(DataType.FLOAT, 1000);
            SignalProbe.probe(network, BATCH);
            assertThat(inside.sumNumber().doubleValue()).isEqualTo(1000);
            assertThat(mine.isScopeActive()).isTrue();
        }
    }

    @Test
    void listenersOfTheNetworkHearNothing() {
        MultiLayerNetwork network = Nets.fourLayers();
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void onForwardPass(Model model, List<INDArray> activations) {
                throw new AssertionError("heard a forward pass");
            }
        });
        SignalProbe.probe(network, BATCH);
        assertThat(network.getListeners()).hasSize(1);
    }
}
