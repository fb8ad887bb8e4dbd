// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.dl4jinit.HeInit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The figures are those of theory where there is one, and of training where there is none. */
class LearningRateProbeTest {

    private static final List<DataSet> BLOBS =
            IntStream.range(0, 4).mapToObj(LearningRateProbeTest::blobs).collect(Collectors.toList());

    /** The reports of the network that trains on them, by its updater; its own rate is 0.01. */
    private static final Map<String, LearningRateReport> MEASURED = new HashMap<>();

    /**
     * Linear regression on inputs with XᵀX/B = s²·I: the loss is a bowl of curvature 2s² in every direction, and
     * gradient descent diverges above 1/s². Among the rates 0.001·2^i the largest below is the bound; Nesterov's
     * momentum of 0.9 moves the limit to 0.68/s², which lies between the same two.
     */
    @ParameterizedTest
    @CsvSource({"1, 0, 0.512", "4, 0, 0.032", "0.25, 0, 8.192", "1, 0.9, 0.512", "4, 0.9, 0.032"})
    void theLimitOfGradientDescentOnABowl(double scale, double momentum, double expected) {
        MultiLayerNetwork network = Nets.initialised(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(momentum == 0 ? new Sgd(0.01) : new Nesterovs(0.01, momentum))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(8)
                        .nOut(1)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        INDArray inputs = hadamard(16).getColumns(1, 2, 3, 4, 5, 6, 7, 8).mul(scale);
        Nd4j.getRandom().setSeed(3);
        INDArray labels = inputs.mmul(Nd4j.randn(DataType.DOUBLE, 8, 1)).div(scale);
        LearningRateReport report = LearningRateProbe.of(network, List.of(new DataSet(inputs, labels)));
        assertThat(report.upperBound().getAsDouble()).isCloseTo(expected, within(1e-12));
        assertThat(report.recommended().getAsDouble()).isCloseTo(expected / 4, within(1e-12));
    }

    /** Sylvester's construction: entries of ±1, columns that are orthogonal. */
    private static INDArray hadamard(int size) {
        INDArray matrix = Nd4j.zeros(DataType.DOUBLE, size, size);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                matrix.putScalar(row, column, Integer.bitCount(row & column) % 2 == 0 ? 1 : -1);
            }
        }
        return matrix;
    }

    /** With the recommended rate the loss falls to next to nothing, with 32 times the bound it does not. */
    @ParameterizedTest
    @ValueSource(strings = {"Sgd", "Nesterovs", "Adam"})
    void theRecommendedRateTrainsAndFarAboveTheBoundNothingDoes(String name) {
        LearningRateReport report = measured(name);
        assertThat(report.canTell()).isTrue();
        assertThat(trained(updater(name, report.recommended().getAsDouble()))).isLessThan(0.2);
        assertThat(trained(updater(name, 32 * report.upperBound().getAsDouble())))
                .matches(loss -> Double.isNaN(loss) || loss > 0.8, "no better than guessing, which costs 1.1");
    }

    private static double trained(IUpdater updater) {
        MultiLayerNetwork network = network(updater);
        for (int step = 0; step < 60; step++) {
            network.fit(BLOBS.get(step % 3));
        }
        return network.score(BLOBS.get(3));
    }

    /** The rate a network is told to train with changes neither the bound nor the advice. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 16})
    void theNetworksOwnRateIsComparedAndNothingElse(double own) {
        LearningRateReport report = LearningRateProbe.of(network(new Sgd(own)), BLOBS);
        assertThat(report.upperBound()).isEqualTo(measured("Sgd").upperBound());
        assertThat(report.recommended()).isEqualTo(measured("Sgd").recommended());
        assertThat(report.current()).isEqualTo(own);
    }

    @Test
    void whatItSays() throws Exception {
        LearningRateReport report = measured("Adam");
        String bound = String.valueOf(report.upperBound().getAsDouble());
        String recommended = String.valueOf(report.recommended().getAsDouble());
        assertThat(report.toText())
                .startsWith("Train with a learning rate of " + recommended + "; above " + bound
                        + " it learns badly or not at all. Yours, 0.01, is ")
                .contains(
                        "\n  .updater(new Adam(" + recommended + "))\n",
                        "after 1 step",
                        "at the end",
                        "a run of 100 steps",
                        "4 batches.");
        assertThat(report).hasToString(report.summary());
        assertThat(report.curve())
                .extracting(LearningRateReport.Point::rate)
                .isSorted()
                .contains(report.recommended().getAsDouble());
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertThat(json.get("upperBound").asDouble())
                .isEqualTo(report.upperBound().getAsDouble());
        assertThat(json.get("curve").get(0).get("finalLoss").asDouble())
                .isEqualTo(report.curve().get(0).finalLoss());
    }

    /** Each figure is what training on one batch after the other really does. */
    @Test
    void theCurveIsWhatTrainingDoes() {
        LearningRateReport report = measured("Adam");
        assertThat(report.curve()).hasSizeGreaterThan(3);
        for (LearningRateReport.Point point : report.curve()) {
            MultiLayerNetwork network = network(new Adam(point.rate()));
            double lastQuarter = 0;
            for (int step = 0; step < 100; step++) {
                DataSet batch = BLOBS.get(step % BLOBS.size());
                double before = network.score(batch, true);
                network.fit(batch);
                if (step == 1) {
                    assertThat(point.lossAfterOneStep()).isCloseTo(before, within(1e-6));
                }
                lastQuarter += step < 75 ? 0 : before / 25;
            }
            assertThat(point.finalLoss()).isCloseTo(lastQuarter, withinPercentage(0.01));
        }
    }

    /** The bound takes four fifths as much off the loss as the best rate does, counted from what one step reaches. */
    @ParameterizedTest
    @ValueSource(strings = {"Sgd", "Nesterovs", "Adam"})
    void theBoundIsTheLargestThatLearnsNearlyAsMuchAsTheBest(String name) {
        LearningRateReport report = measured(name);
        double from = Math.min(report.lossBefore(), lowest(report, LearningRateReport.Point::lossAfterOneStep));
        double best = lowest(report, LearningRateReport.Point::finalLoss);
        assertThat(report.curve())
                .filteredOn(point -> point.finalLoss() <= from - 0.8 * (from - best))
                .extracting(LearningRateReport.Point::rate)
                .contains(report.upperBound().getAsDouble())
                .doesNotContain(2 * report.upperBound().getAsDouble());
    }

    private static double lowest(LearningRateReport report, ToDoubleFunction<LearningRateReport.Point> loss) {
        return report.curve().stream().mapToDouble(loss).min().orElseThrow();
    }

    /** Learning goes on from the updater's state: momentum that is there already makes other steps. */
    @Test
    void theUpdatersStateTakesPart() {
        MultiLayerNetwork network = network(new Nesterovs(0.01, 0.9));
        BLOBS.forEach(network::fit);
        double[] with = curve(network);
        network.getUpdater().getStateViewArray().assign(0);
        assertThat(curve(network)).isNotEqualTo(with);
    }

    private static double[] curve(MultiLayerNetwork network) {
        return LearningRateProbe.of(network, BLOBS).curve().stream()
                .mapToDouble(LearningRateReport.Point::lossAfterOneStep)
                .toArray();
    }

    /** A schedule is compared at the network's own iteration, and stands still on the copy. */
    @Test
    void schedules() {
        MultiLayerNetwork network = network(new Sgd(new ExponentialSchedule(ScheduleType.ITERATION, 1, 0.5)));
        network.setIterationCount(3);
        LearningRateReport report = LearningRateProbe.of(network, BLOBS);
        assertThat(report.current()).isEqualTo(0.125);
        assertThat(report.upperBound()).isEqualTo(measured("Sgd").upperBound());
        assertThat(report.recommendation())
                .startsWith(".updater(new Sgd(")
                .contains("// or multiply the values of your schedule by ");
    }

    /** Rates keep their ratio; layers that do not learn, or not by a rate, are left out. */
    @Test
    void severalUpdaters() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(30)
                        .updater(new Sgd(0.04))
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(30)
                        .nOut(4)
                        .updater(new Sgd(0.01))
                        .biasUpdater(new NoOp())
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .updater(new Adam(0.02))
                        .build())
                .build());
        LearningRateReport report = LearningRateProbe.of(network, BLOBS);
        assertThat(report.current()).isEqualTo(0.04);
        double recommended = report.recommended().getAsDouble();
        assertThat(report.recommendation().lines())
                .containsExactly(
                        ".updater(new Sgd(" + recommended + "))   // on layer0 and the like",
                        ".updater(new Sgd(" + recommended / 4 + "))   // on layer1 and the like",
                        ".updater(new Adam(" + recommended / 2 + "))   // on layer2 and the like");
    }

    /** Where the signal dies, what is learnt are the shares of the classes in the batches: 2 % of the loss. */
    @Test
    void itCannotTellWhereTheSignalDies() {
        IWeightInit tiny = new WeightInitDistribution(new NormalDistribution(0, 0.01));
        MultiLayerNetwork network = Nets.initialised(new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(tiny)
                .activation(Activation.RELU)
                .updater(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder().nIn(16).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(16).build())
                .layer(Nets.softmax(16, 10))
                .build());
        List<DataSet> batches = IntStream.range(0, 3)
                .mapToObj(i -> Nets.batch(i + 1, 10, 32, 16))
                .collect(Collectors.toList());
        LearningRateReport report = LearningRateProbe.of(network, batches);
        assertThat(report.canTell()).isFalse();
        assertThat(report.upperBound()).isEmpty();
        assertThat(report.recommended()).isEmpty();
        assertThat(report.recommendation()).isEmpty();
        assertThat(report.toText())
                .startsWith("Cannot tell a learning rate: the loss hardly falls at any, by ")
                .contains("SignalProbe");
    }

    @Test
    void itCannotTellWhereTheLossIsNotFinite() {
        MultiLayerNetwork network = network(new Adam(0.01));
        network.params().putScalar(0, Double.NaN);
        LearningRateReport report = LearningRateProbe.of(network, BLOBS);
        assertThat(report.canTell()).isFalse();
        assertThat(report.summary()).contains("the loss is not finite before any step");
        assertThat(report.curve()).isEmpty();
    }

    @Test
    void iteratorsAreLeftAtTheirBeginning() {
        ListDataSetIterator<DataSet> batches = new ListDataSetIterator<>(BLOBS, 1);
        DataSet first = batches.next();
        LearningRateReport report = LearningRateProbe.of(network(new Adam(0.01)), batches);
        assertThat(report.batches()).isEqualTo(4);
        assertThat(batches.next()).isEqualTo(first);
        assertThat(report.toJson()).isEqualTo(measured("Adam").toJson());
    }

    private static LearningRateReport measured(String updater) {
        return MEASURED.computeIfAbsent(updater, name -> LearningRateProbe.of(network(updater(name, 0.01)), BLOBS));
    }

    private static IUpdater updater(String name, double rate) {
        switch (name) {
            case "Sgd":
                return new Sgd(rate);
            case "Nesterovs":
                return new Nesterovs(rate, 0.9);
            default:
                return new Adam(rate);
        }
    }

    private static MultiLayerNetwork network(IUpdater updater) {
        return Nets.initialised(new NeuralNetConfiguration.Builder()
                .seed(42)
                .weightInit(new HeInit())
                .activation(Activation.RELU)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(16).build())
                .layer(Nets.softmax(16, 3))
                .build());
    }

    /** Three classes around three points, far enough apart that a network can tell them. */
    private static DataSet blobs(int number) {
        DataSet batch = Nets.batch(number + 1, 3, 48, 6);
        INDArray inputs = batch.getFeatures();
        inputs.muli(0.5);
        for (int example = 0; example < 48; example++) {
            int label = batch.getLabels().getRow(example).argMax().getInt(0);
            inputs.putScalar(example, label, inputs.getDouble(example, label) + 2);
        }
        return batch;
    }
}
