// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.output;

import static io.github.dl4jinit.signal.output.Outputs.classes;
import static io.github.dl4jinit.signal.output.Outputs.network;
import static io.github.dl4jinit.signal.output.Outputs.numbers;
import static io.github.dl4jinit.signal.output.Outputs.output;
import static io.github.dl4jinit.signal.output.Outputs.trained;
import static io.github.dl4jinit.signal.output.Outputs.withLabels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Next steps that change weights far too much, too little to matter, or to NaN. */
class UpdateFaultsTest {

    private static final Map<String, DoubleFunction<IUpdater>> RULES = Map.of(
            "Sgd", Sgd::new,
            "Nesterovs", rate -> new Nesterovs(rate, 0.9),
            "Adam", Adam::new,
            "RmsProp", RmsProp::new);

    /** The first step says it: some networks recover from it, as they do from other starts. */
    @ParameterizedTest
    @CsvSource({"Sgd, 100", "Nesterovs, 10", "Adam, 1", "RmsProp, 1", "Sgd, 1e-9", "Adam, 1e-9", "Nesterovs, 0"})
    void ratesThatDoNotTrain(String rule, double rate) {
        IUpdater updater = RULES.get(rule).apply(rate);
        for (boolean graph : new boolean[] {false, true}) {
            Model network = softmax(graph, updater);
            Problem problem = requireOne(SignalProbe.probe(network, classes(4)), Problem.Kind.UPDATE);
            if (rate == 0) {
                assertThat(problem.advice()).hasValue(".updater(new Nesterovs(0.001, 0.9))");
            }
            Model cured = softmax(graph, pasted(problem.advice().get()));
            SignalReport after = SignalProbe.probe(cured, classes(4));
            requireHealthy(after);
            if (rule.equals("Sgd") || rule.equals("Adam")) {
                assertThat(largestLog10Ratio(after)).isBetween(-2.4, -1.8); // a hundredth, with one digit
            }
            assertThat(trained(cured, classes(4), 40)).isLessThan(0.9);
            double afterStep = trained(network, classes(4), 1);
            assertThat(afterStep).as("loss after one step").isGreaterThan(rate < 1 ? 0.999 : 3);
        }
    }

    private static double largestLog10Ratio(SignalReport report) {
        return report.layers().stream()
                .flatMap(layer -> layer.weights().stream())
                .mapToDouble(weights -> weights.log10UpdateRatio().orElse(Double.NEGATIVE_INFINITY))
                .max()
                .getAsDouble();
    }

    /** What two layers recover from, many do not: Adam's steps add up. */
    @ParameterizedTest
    @CsvSource({"2, 32, 0.1, false", "3, 32, 0.1, false", "8, 32, 0.01, false", "8, 32, 0.1, true", "12, 64, 0.1, true"
    })
    void stepsThatAddUpOverTheLayers(int depth, int width, double rate, boolean tooHigh) {
        MultiLayerNetwork network = Nets.initialised(deep(depth, width, new Adam(rate)));
        SignalReport report = SignalProbe.probe(network, classes(4));
        if (!tooHigh) {
            requireHealthy(report);
            return;
        }
        Problem problem = requireOne(report, Problem.Kind.UPDATE);
        assertThat(problem.sentence()).contains("the learning rate of 0.1 is too high");
        MultiLayerNetwork cured =
                Nets.initialised(deep(depth, width, pasted(problem.advice().get())));
        requireHealthy(SignalProbe.probe(cured, classes(4)));
        assertThat(trained(cured, classes(4), 20)).isLessThan(0.5);
    }

    private static MultiLayerConfiguration deep(int depth, int width, IUpdater updater) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .updater(updater)
                .list();
        for (int i = 1; i < depth; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(i == 1 ? 20 : width)
                    .nOut(width)
                    .build());
        }
        return layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(width)
                        .nOut(4)
                        .build())
                .build();
    }

    /** Its number is no rate. */
    @Test
    void anUpdaterWithoutALearningRate() {
        Problem problem = requireOne(
                SignalProbe.probe(softmax(false, new AdaDelta(0.95, 1e-20)), classes(4)), Problem.Kind.UPDATE);
        assertThat(problem.sentence()).startsWith("the step of AdaDelta is too low");
        assertThat(problem.advice()).hasValue(".updater(new AdaDelta())");
        requireHealthy(SignalProbe.probe(softmax(false, new AdaDelta()), classes(4)));
    }

    /** The updater that a line to paste makes. */
    private static IUpdater pasted(String advice) {
        Matcher line = Pattern.compile("\\.updater\\(new (\\w+)\\(([-0-9.e]+)(, 0\\.9)?\\)\\)")
                .matcher(advice);
        assertThat(line.find()).as(advice).isTrue();
        return RULES.get(line.group(1)).apply(Double.parseDouble(line.group(2)));
    }

    @ParameterizedTest
    @CsvSource({"Sgd, 0.01", "Sgd, 0.1", "Nesterovs, 0.1", "Adam, 1e-3", "Adam, 1e-2", "RmsProp, 0.1", "RmsProp, 1e-3"})
    void ratesThatTrain(String rule, double rate) {
        for (boolean graph : new boolean[] {false, true}) {
            Model network = softmax(graph, RULES.get(rule).apply(rate));
            requireHealthy(SignalProbe.probe(network, classes(4)));
        }
    }

    /** Their first steps are large against the weights, and do no harm. */
    @Test
    void firstStepsThatOnlyLookLarge() {
        requireHealthy(SignalProbe.probe(softmax(false, new AdaGrad(0.1)), classes(4)));
        requireHealthy(SignalProbe.probe(softmax(false, new Nadam(1e-3)), classes(4)));
        MultiLayerNetwork small = Nets.initialised(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new NormalDistribution(0, 0.01))
                .activation(Activation.RELU)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(64).build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX, 4))
                .build());
        SignalReport report = SignalProbe.probe(small, classes(4));
        assertThat(report.layer("layer0").weights().get().log10UpdateRatio().getAsDouble())
                .isGreaterThan(-0.5);
        assertThat(report.problems(Problem.Kind.UPDATE)).isEmpty();
        assertThat(trained(small, classes(4), 40)).isLessThan(0.2);
    }

    /** The labels are to blame, or the rate for such labels: one of them is said, and neither twice. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void labelsOfAHundredThousand(boolean graph) {
        DataSet batch = numbers();
        Model network = network(graph, new Sgd(0.01), output(LossFunction.MSE, Activation.IDENTITY, 1));
        requireHealthy(SignalProbe.probe(network, batch));
        DataSet large = withLabels(batch, batch.getLabels().mul(1e5));
        requireOne(SignalProbe.probe(network, large), Problem.Kind.LABELS);
        assertThat(trained(network, large, 20)).isGreaterThan(1e3);
    }

    @Test
    void epsilonInHalfPrecision() {
        DataSet batch = new DataSet(
                classes(4).getFeatures().castTo(DataType.FLOAT16),
                classes(4).getLabels().castTo(DataType.FLOAT16));
        Adam cure = Adam.builder().learningRate(1e-3).epsilon(1e-4).build();
        MultiLayerNetwork broken = half(new Adam(1e-3));
        Problem problem = requireOne(SignalProbe.probe(broken, batch), Problem.Kind.UPDATE);
        assertThat(problem.sentence()).contains("epsilon");
        assertThat(problem.advice()).hasValue(".updater(new Adam(0.001, 0.9, 0.999, 0.0001))");
        requireHealthy(SignalProbe.probe(half(cure), batch));
        assertThat(trained(broken, batch, 3)).isNaN();
        assertThat(trained(half(cure), batch, 20)).isLessThan(0.9);
    }

    /** A half has 11 bits: what is a small rate elsewhere changes nothing. */
    @Test
    void tooSmallForHalfPrecision() {
        DataSet batch = new DataSet(
                classes(4).getFeatures().castTo(DataType.FLOAT16),
                classes(4).getLabels().castTo(DataType.FLOAT16));
        Problem problem = requireOne(SignalProbe.probe(half(new Sgd(1e-4)), batch), Problem.Kind.UPDATE);
        assertThat(problem.sentence()).contains("too low").contains("half");
        requireHealthy(SignalProbe.probe(softmax(false, new Sgd(1e-4)), classes(4)));
    }

    /** As DL4J loads the state of some files of 0.8.0: where mean squares should be, there are means. */
    @ParameterizedTest
    @ValueSource(strings = {"Adam", "RmsProp"})
    void aStateThatCannotBeRightIsNoHighRate(String rule) {
        MultiLayerNetwork network = Nets.initialised(deep(2, 20, RULES.get(rule).apply(1e-3)));
        network.fit(classes(4));
        network.getUpdater().getStateViewArray().assign(-1);
        SignalReport report = SignalProbe.probe(network, classes(4));
        Problem problem = requireOne(report, Problem.Kind.UPDATE);
        assertThat(problem.sentence())
                .contains("what the updater (" + rule + ") keeps of earlier steps cannot be right");
        assertThat(problem.advice()).hasValueSatisfying(line -> assertThat(line)
                .startsWith("network.getUpdater().getStateViewArray().assign(0);"));
        network.getUpdater().getStateViewArray().assign(0);
        requireHealthy(SignalProbe.probe(network, classes(4)));
    }

    private static MultiLayerNetwork half(IUpdater updater) {
        return Nets.initialised(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .updater(updater)
                .dataType(DataType.FLOAT16)
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(64).build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX, 4))
                .build());
    }

    /** Plain descent sees what clipping leaves of the gradient; Adam divides by it. */
    @Test
    void clippingThatLeavesNothing() {
        Problem problem = requireOne(SignalProbe.probe(clipped(new Sgd(0.01), 1e-6), classes(4)), Problem.Kind.UPDATE);
        assertThat(problem.sentence()).contains("ClipElementWiseAbsoluteValue");
        assertThat(problem.advice()).hasValue(".gradientNormalizationThreshold(1.0)");
        requireHealthy(SignalProbe.probe(clipped(new Sgd(0.01), 1), classes(4)));
        assertThat(trained(clipped(new Sgd(0.01), 1e-6), classes(4), 40)).isGreaterThan(0.99);
        assertThat(trained(clipped(new Sgd(0.01), 1), classes(4), 40)).isLessThan(0.8);
        requireHealthy(SignalProbe.probe(clipped(new Adam(1e-3), 1e-5), classes(4)));
    }

    private static MultiLayerNetwork clipped(IUpdater updater, double threshold) {
        return Nets.initialised(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .updater(updater)
                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(threshold)
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(64).build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX, 4))
                .build());
    }

    @Test
    void whatIsNotToMove() {
        IUpdater warmUp = new Sgd(new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.0, 50, 0.01)));
        requireHealthy(SignalProbe.probe(softmax(false, warmUp), classes(4)));
        requireHealthy(SignalProbe.probe(softmax(false, new NoOp()), classes(4)));
        DenseLayer frozen = new DenseLayer.Builder().nIn(64).nOut(64).build();
        Model partly = network(
                false, new Sgd(0.01), new FrozenLayer(frozen), output(LossFunction.MCXENT, Activation.SOFTMAX, 4));
        assertThat(SignalProbe.probe(partly, classes(4)).problems(Problem.Kind.UPDATE))
                .isEmpty();
    }

    private static Model softmax(boolean graph, IUpdater updater) {
        return network(graph, updater, output(LossFunction.MCXENT, Activation.SOFTMAX, 4));
    }

    private static Problem requireOne(SignalReport report, Problem.Kind kind) {
        assertThat(report.problems()).as(report.toText()).hasSize(1);
        assertThat(report.problems().get(0).kind()).as(report.toText()).isEqualTo(kind);
        return report.problems().get(0);
    }

    private static void requireHealthy(SignalReport report) {
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }
}
