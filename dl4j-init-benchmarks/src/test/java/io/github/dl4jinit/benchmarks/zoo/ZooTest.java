// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.MultiDataSet;

/** The small models of the zoo; {@link ZooDoctor} does the same with the large ones. */
class ZooTest {

    /** What floats are summed in another order for; a layer's mean square is off by far less than a thousandth. */
    private static final double ROUNDING_ORDERS = 1e-4;

    @ParameterizedTest
    @EnumSource(names = {"LENET", "SIMPLE_CNN", "TEXT_GENERATION_LSTM"})
    void theDoctorSaysOfEachInitialisationWhatDl4jItselfComputes(ZooModel model) {
        MultiDataSet batch = model.batch(2);
        Model network = model.make();
        removeDropout(network);
        ZooDoctor.initialise(network, batch, who -> {
            SignalReport report = SignalProbe.probe(network, batch);
            Independent own = Independent.of(network, batch, report);
            assertThat(own.activations()).as(who).isLessThan(ROUNDING_ORDERS);
            assertThat(own.gradients()).as(who).isLessThan(ROUNDING_ORDERS);
            if (model == ZooModel.LENET) { // neither regularisation nor time
                assertThat(report.losses().get(0).loss()).as(who).isCloseTo(own.loss(), within(1e-5 * own.loss()));
            }
        });
    }

    /** It would draw other units in DL4J's own passes. */
    private static void removeDropout(Model network) {
        Layer[] layers = network instanceof ComputationGraph graph
                ? graph.getLayers()
                : ((MultiLayerNetwork) network).getLayers();
        for (Layer layer : layers) {
            layer.conf().getLayer().setIDropout(null);
        }
    }
}
