// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.theory.Gains;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Searches that train: small deep networks on blobs of points. */
class TunedNetworkTest {

    private static final int INPUTS = 12;
    private static final int WIDTH = 16;
    private static final int CLASSES = 3;
    private static final int BATCH = 32;
    private static final int EPOCHS = 2;

    /** {@value #DEPTH} layers that halve the signal leave a 1024th of it. */
    private static final int DEPTH = 10;

    /** φ(x) = x / 2 of positive x, and 0 otherwise: half of ReLU, so under He's initialisation its gain is 2. */
    static final class HalfRelu extends BaseActivationFunction {

        private static final long serialVersionUID = 1L;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return Transforms.relu(in, false).muli(0.5);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return new Pair<>(in.gt(0).castTo(in.dataType()).muli(epsilon).muli(0.5), null);
        }
    }

    @Test
    void theGainOfAHomeMadeActivation() throws Exception {
        MultiLayerConfiguration network = network(new HalfRelu(), DEPTH);
        OwnNetworkRunner runner = runner(network, false);
        Theory theory = Theory.of(Scheme.parse("own"), List.of(Knob.GAIN), network);
        TuningResult result = new Tuner(spec(runner, theory, EPOCHS), runner).run(38);

        double analytic = Gains.forward(new HalfRelu()) / Math.sqrt(2);
        assertThat(analytic).isCloseTo(2, within(1e-3));
        assertThat(theory.current(Knob.GAIN)).isEqualTo(1);
        double recommended = result.recommended(Knob.GAIN);
        boolean better =
                result.bestOverTheory().significant() && result.bestOverTheory().mean() > 0;
        assertThat(better || Math.abs(recommended / analytic - 1) < 0.05)
                .as("%s, %s", result.recommended(), result.bestOverTheory())
                .isTrue();
        assertThat(recommended).isBetween(1.4, 3.0);
        assertThat(result.recommendedOverDefault().significant()).isTrue();
        assertThat(result.recommendedOverDefault().mean()).isGreaterThan(0.2);
        assertThat(result.verdictOf(result.recommended()).score().mean()).isGreaterThan(0.75);
    }

    @Test
    void nothingToLearnIsNothingToRecommend() throws Exception {
        MultiLayerConfiguration network = network(new HalfRelu(), 2);
        OwnNetworkRunner runner = runner(network, true);
        Theory theory = Theory.of(Scheme.parse("own"), List.of(Knob.GAIN), network);
        TuningResult result = new Tuner(spec(runner, theory, 1), runner).run(37);
        assertThat(result.bestOverTheory().significant()).isFalse();
        assertThat(result.recommended()).isEqualTo(result.spec().theorySetting());
    }

    /** The held-out examples are the search's, the test set the verdict's. All examples of each are of one class. */
    @Test
    void trialsAreJudgedByWhatTheyHoldOut() {
        double[] heldOut = new double[CLASSES];
        double[] tested = new double[CLASSES];
        for (int label = 0; label < CLASSES; label++) {
            OwnNetworkRunner runner = new OwnNetworkRunner(
                    network(new HalfRelu(), DEPTH),
                    blobs(1, 2 * BATCH, false),
                    oneClass(label),
                    oneClass((label + 1) % CLASSES));
            TrainingSpec training = runner.training("mine", 1);
            assertThat(runner.iterationsPerEpoch()).isEqualTo(2);
            Told told = new Told();
            runner.run(
                    List.of(
                            new TrialSpec(Scheme.parse("own(gain=2)"), 1, training.withHeldOut(10)),
                            new TrialSpec(Scheme.parse("own(gain=2)"), 1, training)),
                    told);
            assertThat(told.iterations).isEqualTo(4);
            assertThat(told.results.get(0).history())
                    .isEqualTo(told.results.get(1).history())
                    .hasSize(2);
            assertThat(told.results).extracting(TrialResult::chance).containsExactly(1.0, 1.0);
            heldOut[label] = told.results.get(0).testScore();
            tested[(label + 1) % CLASSES] = told.results.get(1).testScore();
        }
        assertThat(tested).isEqualTo(heldOut);
        assertThat(heldOut[0] + heldOut[1] + heldOut[2]).as("a class each").isEqualTo(1);
    }

    private static final class Told implements TrialListener {
        private final List<TrialResult> results = new ArrayList<>();
        private int started;
        private int iterations;

        @Override
        public void started(TrialSpec spec) {
            assertThat(started).isEqualTo(results.size());
            started++;
        }

        @Override
        public void progressed(TrialSpec spec, int iteration, int all, double loss) {
            assertThat(all).isEqualTo(2);
            iterations++;
        }

        @Override
        public void ended(TrialResult result) {
            results.add(result);
        }
    }

    @Test
    void iteratorsThatCannotBeUsed() {
        MultiLayerConfiguration network = network(Activation.RELU.getActivationFunction(), DEPTH);
        DataSetIterator good = blobs(1, 64, false);
        DataSet regression = new DataSet(Nd4j.zeros(4, INPUTS), Nd4j.zeros(4, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OwnNetworkRunner(
                        network, good, new ListDataSetIterator<>(List.of(regression), 4), blobs(2, 32, false)))
                .withMessage("labels of the test set must be of " + CLASSES
                        + " classes, as those of the training set, received 1 label");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new OwnNetworkRunner(network, new ListDataSetIterator<>(List.<DataSet>of(), 4), good, good))
                .withMessageStartingWith("the training set must be one of at least one batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new OwnNetworkRunner(network, good, new ListDataSetIterator<>(List.<DataSet>of(), 4), good))
                .withMessageStartingWith("the test set must be one of at least one example");
    }

    private static TuningSpec spec(OwnNetworkRunner runner, Theory theory, int epochs) {
        return TuningSpec.of(
                Scheme.parse("own"),
                runner.training("half ReLU", epochs),
                epochs * runner.iterationsPerEpoch(),
                BATCH,
                SearchSpace.of(Dimension.Range.around(Knob.GAIN, theory.recommended(Knob.GAIN))),
                theory,
                1);
    }

    private static OwnNetworkRunner runner(MultiLayerConfiguration network, boolean randomLabels) {
        return new OwnNetworkRunner(
                network,
                blobs(1, 10 * BATCH, randomLabels),
                blobs(2, 6 * BATCH, randomLabels),
                blobs(3, 12 * BATCH, randomLabels));
    }

    private static MultiLayerConfiguration network(IActivation activation, int depth) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .weightInit(new HeInit())
                .list();
        for (int layer = 0; layer < depth; layer++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(layer == 0 ? INPUTS : WIDTH)
                    .nOut(WIDTH)
                    .activation(activation)
                    .build());
        }
        return layers.layer(new OutputLayer.Builder()
                        .nIn(WIDTH)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    /** Normal points around one centre for each class; or with labels that have nothing to do with them. */
    private static DataSetIterator blobs(long seed, int count, boolean randomLabels) {
        Random centres = new Random(42);
        double[][] centre = new double[CLASSES][INPUTS];
        for (double[] coordinates : centre) {
            for (int i = 0; i < INPUTS; i++) {
                coordinates[i] = centres.nextGaussian();
            }
        }
        Random random = new Random(seed);
        INDArray features = Nd4j.create(DataType.FLOAT, count, INPUTS);
        INDArray labels = Nd4j.create(DataType.FLOAT, count, CLASSES);
        for (int example = 0; example < count; example++) {
            int blob = random.nextInt(CLASSES);
            for (int i = 0; i < INPUTS; i++) {
                features.putScalar(example, i, centre[blob][i] + 0.5 * random.nextGaussian());
            }
            // As many of each class, or naming one always would be better than guessing.
            labels.putScalar(example, randomLabels ? example % CLASSES : blob, 1);
        }
        return new ListDataSetIterator<>(new DataSet(features, labels).batchBy(BATCH), 1);
    }

    private static DataSetIterator oneClass(int label) {
        DataSet points = blobs(2, BATCH, false).next();
        points.getLabels().assign(0);
        points.getLabels().getColumn(label).assign(1);
        return new ListDataSetIterator<>(List.of(points), 1);
    }
}
