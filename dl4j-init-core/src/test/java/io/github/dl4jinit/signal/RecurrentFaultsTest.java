// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Faults over time, in recurrent layers. */
class RecurrentFaultsTest {

    @Test
    void anLstmOver200Steps() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nIn(8).nOut(32).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(32)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        SignalReport report = SignalProbe.probe(network, InputType.recurrent(8, 200));
        assertThat(report.problems()).isEmpty();
        assertThat(report.layer("layer0").timeSteps()).isEqualTo(200);
        assertThat(report.layer("layer0").gradientRatePerStep().getAsDouble()).isBetween(0.73, 0.99);

        // Without recurrent weights and with a forget gate of σ(1), all that comes back is what the cell kept.
        MultiLayerNetwork cell = network.clone();
        cell.getLayer(0).getParam("RW").assign(0);
        cell.getLayer(0)
                .getParam("W")
                .get(NDArrayIndex.all(), NDArrayIndex.interval(32, 64))
                .assign(0);
        assertThat(SignalProbe.probe(cell, InputType.recurrent(8, 100))
                        .layer("layer0")
                        .gradientRatePerStep())
                .hasValueCloseTo(1 / (1 + Math.exp(-1)), within(1e-4));

        network.getLayer(0).getParam("RW").muli(30);
        SignalReport wild = SignalProbe.probe(network, InputType.recurrent(8, 50));
        assertThat(wild.problems(Problem.Kind.EXPLODES_IN_TIME))
                .extracting(Problem::layer)
                .containsExactly("layer0");
        assertThat(wild.recommendation()).contains(".weightInitRecurrent(new GateOrthogonalInit())");
        network.getLayer(0).getParam("RW").putScalar(0, Float.NaN);
        assertThat(SignalProbe.probe(network, InputType.recurrent(8, 5)).firstSuspicious())
                .hasValue("layer0");
    }

    /** W = 1.1 · I for the recurrent weights of a linear recurrent layer: the rate is 1.1 exactly. */
    @Test
    void aRecurrentLayerThatExplodesInTime() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.IDENTITY)
                .list()
                .layer(new SimpleRnn.Builder().nIn(8).nOut(8).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(8)
                        .nOut(4)
                        .build())
                .build());
        INDArray recurrent = network.getLayer(0).getParam("RW");
        recurrent.assign(Nd4j.eye(8).mul(1.1));
        SignalReport report = SignalProbe.probe(network, InputType.recurrent(8, 200));
        assertThat(report.layer("layer0").gradientRatePerStep()).hasValueCloseTo(1.1, within(1e-5));
        assertThat(report.problems()).extracting(Problem::kind).contains(Problem.Kind.EXPLODES_IN_TIME);
        assertThat(report.recommendation()).contains(".weightInitRecurrent(new OrthogonalInit())");
    }
}
