// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.output;

import static io.github.dl4jinit.signal.output.Outputs.classes;
import static io.github.dl4jinit.signal.output.Outputs.output;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Penalties and dropouts so strong that nothing can be learnt. */
class PenaltyFaultsTest {

    @ParameterizedTest
    @CsvSource({
        "l2, 10, Sgd",
        "l2, 10, Adam",
        "l1, 1, Sgd",
        "l1, 1, Adam",
        "weightDecay, 3, Sgd",
        "weightDecay, 20, Adam"
    })
    void penaltiesThatOnlyShrinkWeights(String kind, double coefficient, String rule) {
        IUpdater updater = rule.equals("Sgd") ? new Sgd(0.1) : new Adam(3e-3);
        MultiLayerNetwork broken = Nets.initialised(layers(penalised(kind, coefficient, updater)));
        Problem problem = requireOne(broken, Problem.Kind.UPDATE);
        assertThat(problem.layer()).isEqualTo("layer0");
        assertThat(problem.sentence()).contains("." + kind + "(" + Math.round(coefficient) + ")", "shrinks");
        Matcher line =
                Pattern.compile("\\.(\\w+)\\((.*)\\)").matcher(problem.advice().get());
        assertThat(line.matches()).as(problem.advice().get()).isTrue();
        assertThat(line.group(1)).isEqualTo(kind);
        MultiLayerNetwork cured = Nets.initialised(layers(penalised(kind, Double.parseDouble(line.group(2)), updater)));
        requireHealthy(cured);
        assertThat(lossAfter(broken)).isGreaterThan(0.9 * Math.log(4));
        assertThat(lossAfter(cured)).isLessThan(0.8);
    }

    @ParameterizedTest
    @CsvSource({"l2, 0.01", "l2, 0.1", "l1, 0.01", "weightDecay, 0.01", "weightDecay, 1"})
    void penaltiesThatAreOfUse(String kind, double coefficient) {
        IUpdater updater = new Adam(3e-3);
        MultiLayerNetwork network = Nets.initialised(layers(penalised(kind, coefficient, updater)));
        requireHealthy(network);
        assertThat(lossAfter(network)).isLessThan(1);
    }

    /** A layer of its own penalty, beside others that have none. */
    @Test
    void thePenaltyOfOneLayer() {
        NeuralNetConfiguration.ListBuilder layers = builder(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(64).build())
                .layer(new DenseLayer.Builder().nIn(64).nOut(64).l2(10).build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX, 4));
        MultiLayerNetwork network = Nets.initialised(layers.build());
        assertThat(requireOne(network, Problem.Kind.UPDATE).layer()).isEqualTo("layer1");
        Nets.fit(network, classes(4)); // later gradients are small because something has been learnt
        assertThat(SignalProbe.probe(network, classes(4)).problems(Problem.Kind.UPDATE))
                .isEmpty();
    }

    private static NeuralNetConfiguration.Builder penalised(String kind, double coefficient, IUpdater updater) {
        switch (kind) {
            case "l1":
                return builder(updater).l1(coefficient);
            case "l2":
                return builder(updater).l2(coefficient);
            default:
                return builder(updater).weightDecay(coefficient);
        }
    }

    /** Without the penalty, as the loss of what it answers. */
    private static double lossAfter(MultiLayerNetwork network) {
        for (int i = 0; i < 100; i++) {
            Nets.fit(network, classes(4));
        }
        return network.score(classes(4)) - network.calcRegularizationScore(true);
    }

    /** DL4J's number is the share that is kept. */
    @Test
    void dropoutThatKeepsNextToNothing() {
        String line = ".dropOut(0.99)   // in place of .dropOut(0.01) on layer1";
        requireDropout(new Dropout(0.01), line);
        requireDropout(new Dropout(0.1), ".dropOut(0.9)   // in place of .dropOut(0.1) on layer1");
        requireDropout(
                new AlphaDropout(0.01),
                ".dropOut(new AlphaDropout(0.99))   // in place of .dropOut(new AlphaDropout(0.01)) on layer1");
        requireDropout(
                new GaussianDropout(0.99),
                ".dropOut(new GaussianDropout(0.01))   // in place of .dropOut(new GaussianDropout(0.99)) on layer1");
        for (IDropout usual :
                List.of(new Dropout(0.5), new Dropout(0.2), new GaussianDropout(0.5), new AlphaDropout(0.9))) {
            requireHealthy(withDropout(usual));
        }
        assertThat(lossAfter(withDropout(new Dropout(0.01))))
                .isGreaterThan(2 * lossAfter(withDropout(new Dropout(0.99))));
    }

    private static void requireDropout(IDropout dropout, String line) {
        Problem problem = requireOne(withDropout(dropout), Problem.Kind.DROPOUT);
        assertThat(problem.layer()).isEqualTo("layer1");
        assertThat(problem.sentence()).contains("keeps 1");
        assertThat(problem.advice()).hasValue(line);
    }

    private static MultiLayerNetwork withDropout(IDropout dropout) {
        return Nets.initialised(builder(new Adam(3e-3))
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(64).build())
                .layer(new DenseLayer.Builder()
                        .nIn(64)
                        .nOut(64)
                        .dropOut(dropout)
                        .build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX, 4))
                .build());
    }

    /** As a layer of its own, and of weights. */
    @Test
    void dropoutElsewhere() {
        MultiLayerNetwork layer = Nets.initialised(builder(new Adam(3e-3))
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(64).build())
                .layer(new DropoutLayer(new Dropout(0.02)))
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX, 4))
                .build());
        assertThat(SignalProbe.probe(layer).problems(Problem.Kind.DROPOUT)).hasSize(1);
        MultiLayerNetwork weights = Nets.initialised(builder(new Adam(3e-3))
                .weightNoise(new DropConnect(0.05))
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(64).build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX, 4))
                .build());
        Problem problem = requireOne(weights, Problem.Kind.DROPOUT);
        assertThat(problem.sentence()).contains("likewise in layer1");
        assertThat(problem.advice().get()).startsWith(".weightNoise(new DropConnect(0.95))   // in place of");
    }

    /** A fifth is left to live with in one layer, see above, and too little in several. */
    @Test
    void dropoutThatKeepsLittleInSeveralLayers() {
        for (double kept : new double[] {0.2, 0.25}) {
            MultiLayerNetwork network =
                    Nets.initialised(layers(builder(new Adam(3e-3)).dropOut(kept)));
            SignalReport report = SignalProbe.probe(network, classes(4));
            assertThat(report.problems(Problem.Kind.DROPOUT)).hasSize(kept > 0.2 ? 0 : 1);
            if (kept == 0.2) {
                Problem problem = requireOne(network, Problem.Kind.DROPOUT);
                assertThat(problem.sentence()).contains("keeps 20 %").endsWith("; likewise in layer1");
            }
        }
    }

    private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .updater(updater);
    }

    private static MultiLayerConfiguration layers(NeuralNetConfiguration.Builder builder) {
        return builder.list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(64).build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX, 4))
                .build();
    }

    private static Problem requireOne(MultiLayerNetwork network, Problem.Kind kind) {
        SignalReport report = SignalProbe.probe(network, classes(4));
        assertThat(report.problems()).as(report.toText()).hasSize(1);
        assertThat(report.problems().get(0).kind()).as(report.toText()).isEqualTo(kind);
        return report.problems().get(0);
    }

    private static void requireHealthy(MultiLayerNetwork network) {
        SignalReport report = SignalProbe.probe(network, classes(4));
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }
}
