// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Masks that hide too much, and what none can hide. */
class MaskFaultsTest {

    private static final int EXAMPLES = 12;
    private static final int STEPS = 6;

    private static final LSTM LSTM = new LSTM.Builder().nIn(4).nOut(8).build();

    private static MultiLayerNetwork pooled() {
        return Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(LSTM)
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    }

    private static MultiLayerNetwork stepByStep() {
        return Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(LSTM)
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    }

    private static DataSet series() {
        return Nets.batch(3, 3, EXAMPLES, 4, STEPS);
    }

    /** A class for each step. */
    private static DataSet labelledSteps() {
        DataSet data = series();
        INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, 3, STEPS);
        for (int i = 0; i < EXAMPLES * STEPS; i++) {
            labels.putScalar(new int[] {i / STEPS, (i / STEPS + i) % 3, i % STEPS}, 1);
        }
        data.setLabels(labels);
        return data;
    }

    /** Ones, and zeros for all steps of an example from one on. */
    private static INDArray mask(int example, int from) {
        INDArray mask = Nd4j.ones(DataType.FLOAT, EXAMPLES, STEPS);
        for (int step = from; step < STEPS; step++) {
            mask.putScalar(example, step, 0);
        }
        return mask;
    }

    @Test
    void aFeaturesMaskThatHidesAnExample() {
        DataSet data = series();
        data.setFeaturesMaskArray(mask(3, 2));
        assertThat(SignalProbe.probe(pooled(), data).problems()).isEmpty();
        data.setFeaturesMaskArray(mask(3, 0));
        SignalReport report = SignalProbe.probe(pooled(), data);
        assertThat(report.problems())
                .extracting(Problem::toString)
                .containsExactly("input: the features mask hides all of example 3");
        assertThat(report.data().get(0).hiddenExamples()).isEqualTo(1);
    }

    /** Examples that only fill the batch up are hidden from the loss as well, and do no harm. */
    @Test
    void anExampleThatFillsTheBatchUp() {
        DataSet data = labelledSteps();
        data.setFeaturesMaskArray(mask(3, 0));
        data.setLabelsMaskArray(mask(3, 0));
        assertThat(SignalProbe.probe(stepByStep(), data).problems()).isEmpty();
        data.setLabelsMaskArray(mask(3, STEPS));
        assertThat(SignalProbe.probe(stepByStep(), data).problems())
                .extracting(Problem::layer)
                .containsExactly("input");
    }

    @Test
    void aLabelsMaskThatHidesEverything() {
        DataSet data = labelledSteps();
        data.setLabelsMaskArray(Nd4j.zeros(DataType.FLOAT, EXAMPLES, STEPS));
        assertThat(SignalProbe.probe(stepByStep(), data).problems(Problem.Kind.LABELS))
                .extracting(Problem::toString)
                .containsExactly("labels: the labels mask hides every example");
    }

    @Test
    void paddingNeedsAMask() {
        DataSet data = labelledSteps();
        data.getFeatures().tensorAlongDimension(3 * STEPS + 5, 1).assign(-1e6); // the last step of example 3
        data.getLabels().putScalar(new int[] {3, (3 + 3 * STEPS + 5) % 3, 5}, 0);
        data.setFeaturesMaskArray(mask(3, 5));
        data.setLabelsMaskArray(mask(3, 5));
        assertThat(SignalProbe.probe(stepByStep(), data).problems(Problem.Kind.LABELS))
                .isEmpty();
        assertThat(SignalProbe.probe(stepByStep(), data).problems(Problem.Kind.INPUTS))
                .isEmpty();
        data.setFeaturesMaskArray(null);
        data.setLabelsMaskArray(null);
        assertThat(SignalProbe.probe(stepByStep(), data).problems(Problem.Kind.LABELS))
                .extracting(Problem::sentence)
                .containsExactly("those of example 3 sum to 0, and the shares that a softmax gives sum to 1");
    }

    @Test
    void aMaskDoesNotHideNan() {
        DataSet data = labelledSteps();
        data.getFeatures().putScalar(new int[] {3, 1, 5}, Double.NaN);
        data.setFeaturesMaskArray(mask(3, 5));
        data.setLabelsMaskArray(mask(3, 5));
        SignalReport report = SignalProbe.probe(stepByStep(), data);
        assertThat(report.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "input: channel 1 is NaN in example 3; a mask does not help, since 0 times NaN is NaN");
    }
}
