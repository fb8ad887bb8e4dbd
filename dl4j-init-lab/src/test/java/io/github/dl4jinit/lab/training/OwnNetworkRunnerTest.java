// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.SweepRow;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** A program's own network and examples, as DL4J itself would train them. */
class OwnNetworkRunnerTest {

    private static final int BATCHES = 6;
    private static final int EPOCHS = 4;

    private final List<DataSet> batches = batches();

    /** The probe must not begin the iterator anew: the rest of the epoch would be lost. */
    @Test
    void lookingWhetherATrialIsStuckChangesNothing() {
        // So slow that its loss stays that of guessing, and healthy, so that it is looked at every time.
        MultiLayerConfiguration network = network(new Sgd(1e-9), 0);
        TrialResult undisturbed = run(network, 0);
        TrialResult lookedAt = run(network, 4);
        assertThat(lookedAt.status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(lookedAt.iterations()).isEqualTo(BATCHES * EPOCHS);
        assertThat(lookedAt.history()).isEqualTo(undisturbed.history());
        assertThat(lookedAt.history().subList(0, BATCHES)).doesNotHaveDuplicates();
    }

    /** The loss that is compared to that of guessing is cross-entropy alone. */
    @Test
    void theLossIsWithoutRegularisation() {
        TrialResult plain = run(network(new Sgd(1e-9), 0), 0);
        TrialResult regularised = run(network(new Sgd(1e-9), 0.5), 0);
        assertThat(regularised.initialLoss()).isCloseTo(plain.initialLoss(), within(1e-5));
        assertThat(regularised.finalLoss()).isCloseTo(plain.finalLoss(), within(1e-4));
    }

    /** Learning rates that change from epoch to epoch do. */
    @Test
    void epochsAreCounted() {
        Sgd falling = new Sgd(new MapSchedule.Builder(ScheduleType.EPOCH)
                .add(0, 0.05)
                .add(2, 0.0)
                .build());
        TrialResult result = run(network(falling, 0), 0);
        assertThat(result.history()).isEqualTo(byDl4j(network(falling, 0)));
        List<Double> third = result.history().subList(2 * BATCHES, 3 * BATCHES);
        assertThat(result.history().subList(3 * BATCHES, 4 * BATCHES))
                .as("nothing is learnt any more")
                .isEqualTo(third);
        assertThat(result.history().subList(BATCHES, 2 * BATCHES)).isNotEqualTo(third);
    }

    /** One that cannot be trained costs itself only: the others, and what they gave, are not lost. */
    @Test
    void aTrialThatThrowsHasFailed() throws Exception {
        MultiLayerConfiguration nine = network(new Sgd(0.1), 0);
        ((DenseLayer) nine.getConf(0).getLayer()).setNIn(9);
        OwnNetworkRunner runner = runner(nine);
        List<Sweep.Axis> axes = List.of(Sweep.Axis.of(Knob.SCHEME, "he,own"));
        List<SweepRow> rows =
                Sweep.of(runner.training("mine", 1), axes).run(runner).rows();
        assertThat(rows).hasSize(2).allSatisfy(row -> {
            assertThat(row.status()).isEqualTo(TrialStatus.FAILED);
            assertThat(row.error()).contains("9").doesNotContain("\n");
        });
    }

    /** Each epoch has an order of its own, and yet a trial gives the same alone and after others. */
    @Test
    void aTrialDoesNotDependOnTheTrialsBeforeIt() {
        ImageDataset images = digits();
        LongFunction<DataSetIterator> train = seed -> images.trainIterator(50, seed);
        TrialResult alone = run(runner(images, train), List.of(2L)).get(0);
        List<TrialResult> after = run(runner(images, train), List.of(1L, 2L));
        assertThat(after.get(1).history()).isEqualTo(alone.history());
        assertThat(after.get(1).testScore()).isEqualTo(alone.testScore());
        assertThat(after.get(1).signalAtEnd()).isEqualTo(alone.signalAtEnd());

        DataSetIterator oneOrder = images.trainIterator(50, 2);
        List<DataSet> firstEpoch = new ArrayList<>();
        oneOrder.forEachRemaining(firstEpoch::add);
        DataSetIterator repeated = new ExistingDataSetIterator(firstEpoch);
        assertThat(run(runner(images, seed -> repeated), List.of(2L)).get(0).history())
                .as("later epochs are shuffled anew")
                .startsWith(alone.history().subList(0, firstEpoch.size()).toArray(new Double[0]))
                .isNotEqualTo(alone.history());
    }

    @Test
    void anIteratorThatShufflesAtEachResetIsRefused() {
        ImageDataset images = digits();
        DataSetIterator shuffling = images.trainIterator(50, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runner(images, seed -> shuffling))
                .withMessageContaining("seed -> images.trainIterator(128, seed)");
    }

    /** A network with a linear output learns a linear function of its inputs; 0 is what naming the mean reaches. */
    @Test
    void valuesAreJudgedByTheVarianceThatIsExplained() {
        Nd4j.getRandom().setSeed(5);
        INDArray features = Nd4j.randn(200, 3);
        INDArray labels = features.mmul(Nd4j.createFromArray(new float[][] {{1, 0}, {-0.5f, 2}, {0.25f, 1}}));
        DataSetIterator data = new ExistingDataSetIterator(new DataSet(features, labels).batchBy(20));
        MultiLayerConfiguration linear = new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        OwnNetworkRunner runner = new OwnNetworkRunner(linear, data, data, data);
        TrialResult result = run(runner, List.of(1L)).get(0);
        assertThat(result.measure()).isEqualTo(Measure.R2);
        assertThat(result.chance()).isZero();
        assertThat(result.testScore()).isBetween(0.5, 1.0);
        assertThat(result.trained()).isTrue();
    }

    private static ImageDataset digits() {
        try {
            return ImageDataset.load(DataSource.of(null), 300).holdOut(100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OwnNetworkRunner runner(ImageDataset images, LongFunction<DataSetIterator> train) {
        MultiLayerConfiguration network = network(new Sgd(0.01), 0);
        ((DenseLayer) network.getConf(0).getLayer()).setNIn(images.inputs());
        ((OutputLayer) network.getConf(2).getLayer()).setNOut(images.classes());
        return new OwnNetworkRunner(network, train, images.testIterator(100), images.testIterator(100));
    }

    private static List<TrialResult> run(OwnNetworkRunner runner, List<Long> seeds) {
        TrainingSpec training = runner.training("mine", 2);
        List<TrialResult> results = new ArrayList<>();
        runner.run(
                seeds.stream()
                        .map(seed -> new TrialSpec(Scheme.OWN, seed, training))
                        .toList(),
                results::add);
        return results;
    }

    private TrialResult run(MultiLayerConfiguration network, int stuckAfter) {
        OwnNetworkRunner runner = runner(network);
        TrainingSpec training = runner.training("mine", EPOCHS).withStuckAfter(stuckAfter);
        List<TrialResult> results = new ArrayList<>();
        runner.run(List.of(new TrialSpec(Scheme.OWN, 7, training)), results::add);
        assertThat(results.get(0).error()).isNull();
        return results.get(0);
    }

    private OwnNetworkRunner runner(MultiLayerConfiguration network) {
        return new OwnNetworkRunner(
                network,
                new ExistingDataSetIterator(batches),
                new ExistingDataSetIterator(batches),
                new ExistingDataSetIterator(batches));
    }

    private List<Double> byDl4j(MultiLayerConfiguration configuration) {
        configuration.getConfs().forEach(layer -> layer.setSeed(7));
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        List<Double> losses = new ArrayList<>();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (DataSet batch : batches) {
                network.fit(batch);
                losses.add(network.score());
            }
            network.incrementEpochCount();
        }
        network.close();
        return losses;
    }

    private static MultiLayerConfiguration network(Sgd updater, double l2) {
        return new NeuralNetConfiguration.Builder()
                .weightInit(new HeInit())
                .activation(Activation.RELU)
                .updater(updater)
                .l2(l2)
                .list()
                .layer(new DenseLayer.Builder().nIn(8).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(16).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(16)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static List<DataSet> batches() {
        Random random = new Random(5);
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            float[][] features = new float[20][8];
            float[][] labels = new float[20][3];
            for (int j = 0; j < 20; j++) {
                for (int k = 0; k < 8; k++) {
                    features[j][k] = (float) random.nextGaussian();
                }
                labels[j][random.nextInt(3)] = 1;
            }
            batches.add(new DataSet(Nd4j.create(features), Nd4j.create(labels)));
        }
        return batches;
    }
}
