// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** When trials end before their last iteration, and when they do not. Real networks, 50 iterations each at most. */
class EarlyEndTest {

    private static final int PLANNED = 50;
    private static final double GUESSING = Math.log(10);

    /** 20 layers that keep 0.09 of a variance each: no gradient is left. */
    private static final String VANISHING = "he(gain=0.3)";

    /** It keeps the data that it has read. */
    private static final Trainer TRAINER = new Trainer();

    private static Dataset images;

    @BeforeAll
    static void read() throws IOException {
        images = Trainer.load(training(mlp(20, 0.1), 0));
    }

    @Test
    void aNetworkThatLearnsNothingEndsAtTheFirstLook() throws Exception {
        List<String> reported = new ArrayList<>();
        TrialResult result = TRAINER.run(
                spec(VANISHING, 20, 0.1, 7),
                (iteration, iterations, loss) -> reported.add(iteration + "/" + iterations));
        assertThat(result.status()).isEqualTo(TrialStatus.STUCK);
        assertThat(result.iterations()).isEqualTo(7);
        assertThat(result.history()).hasSize(7);
        assertThat(reported).hasSize(7).endsWith("7/50");
        assertThat(result.error())
                .startsWith("the loss was no better than guessing, and not falling, after iteration 7: ")
                .contains("vanishes");
        assertThat(result.testScore()).isBetween(0.05, 0.15);
        assertThat(result.chance()).isEqualTo(0.14);
        assertThat(result.trained()).isFalse();
        assertThat(result.finalLoss()).isCloseTo(GUESSING, within(0.01));
        assertThat(result.signalAtStart().forward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(result.signalAtEnd().forward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(result.msPerIteration()).isPositive();
    }

    @Test
    void zeroIsNever() throws Exception {
        TrialResult ended = run(spec(VANISHING, 20, 0.1, 7));
        TrialResult result = run(spec(VANISHING, 20, 0.1, 0));
        assertThat(result.status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(result.iterations()).isEqualTo(PLANNED);
        assertThat(result.error()).isNull();
        // Looking changes nothing.
        assertThat(result.history().subList(0, 7)).isEqualTo(ended.history());
        assertThat(result.testScore()).isEqualTo(ended.testScore());
    }

    /** At its last iteration a trial is not early. */
    @Test
    void theEndIsNoEarlyEnd() throws Exception {
        assertThat(run(spec(VANISHING, 20, 0.1, PLANNED)).status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(run(spec(VANISHING, 20, 0.1, PLANNED - 1)).iterations()).isEqualTo(PLANNED - 1);
    }

    /** Its loss is that of guessing at every look, but its signal arrives: only its steps are small. */
    @Test
    void aHealthyNetworkIsGivenItsTime() throws Exception {
        TrialResult result = run(spec("he", 20, 1e-6, 7));
        assertThat(result.smoothedLoss(6)).isGreaterThan(GUESSING);
        assertThat(result.smoothedLoss(PLANNED - 1)).isGreaterThan(GUESSING);
        assertThat(result.status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(result.iterations()).isEqualTo(PLANNED);
    }

    /** Its weights stay as they are, so that its signal is unhealthy at every look; the losses are made up. */
    @ParameterizedTest
    @CsvSource({
        "0.9985, STUCK, 7", // guessing, but for what the classes' frequencies save
        "1, STUCK, 7",
        "5, STUCK, 7", // worse than guessing
        "0.9975, COMPLETED, 50", // an unhealthy network that learns is left alone
    })
    void theLossDecides(double shareOfGuessing, TrialStatus status, int iterations) throws Exception {
        TrialResult result = scripted(VANISHING, 7, Collections.nCopies(PLANNED, shareOfGuessing * GUESSING));
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.iterations()).isEqualTo(iterations);
        assertThat(result.signalAtEnd().forward().verdict()).isEqualTo(Verdict.VANISHING);
    }

    /** Above guessing, but on its way down: by 4 % in three iterations it goes on, by 2 % it does not. */
    @ParameterizedTest
    @CsvSource({"0.98, COMPLETED", "0.99, STUCK"})
    void aLossThatFallsIsGivenItsTime(double factor, TrialStatus status) throws Exception {
        List<Double> losses = IntStream.range(0, PLANNED)
                .mapToObj(i -> 50 * GUESSING * Math.pow(factor, i))
                .toList();
        // The mean of all losses so far falls half as fast as the last one.
        assertThat(scripted(VANISHING, 14, losses).status()).isEqualTo(status);
    }

    @Test
    void andSoDoesTheSignal() throws Exception {
        assertThat(scripted("he", 7, Collections.nCopies(PLANNED, GUESSING)).status())
                .isEqualTo(TrialStatus.COMPLETED);
    }

    /** 1.5 orders of magnitude are half of what is unhealthy by itself: beside a loss that does not move, enough. */
    @ParameterizedTest
    @CsvSource({"0.8, STUCK", "0.95, COMPLETED"})
    void aSignalThatIsNotUnhealthyByItselfMayBeTheReason(double gain, TrialStatus status) throws Exception {
        TrialResult result = scripted("he(gain=" + gain + ")", 7, Collections.nCopies(PLANNED, GUESSING));
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.signalAtStart().forward().verdict()).isEqualTo(Verdict.HEALTHY);
        double orders = Math.abs(result.signalAtStart().forward().ordersOfMagnitude());
        if (status == TrialStatus.STUCK) {
            assertThat(orders).isBetween(1.5, 3.0);
            assertThat(result.error()).contains("orders of magnitude through the layers");
        } else {
            assertThat(orders).isLessThan(1.4);
        }
    }

    /** One loss of 0 among twenty of ln 10 lowers their mean by a twentieth, as long as it is among the last twenty. */
    @Test
    void theLossIsTheMeanOfTwentyAndLaterLooksAreMultiples() throws Exception {
        List<Double> losses = new ArrayList<>(Collections.nCopies(PLANNED, GUESSING));
        losses.set(8, 0.0); // the ninth: among the last twenty of 14, 21 and 28
        TrialResult result = scripted(VANISHING, 7, losses);
        assertThat(result.iterations()).isEqualTo(7);
        losses.set(3, 0.0); // and at the look after 7
        assertThat(scripted(VANISHING, 7, losses).iterations()).isEqualTo(35);
        losses.set(8, GUESSING);
        assertThat(scripted(VANISHING, 7, losses).iterations()).isEqualTo(28);
        assertThat(scripted(VANISHING, 23, losses).iterations()).isEqualTo(46);
    }

    /** What guessing costs is known of cross-entropy only. */
    @Test
    void otherLossesAreNotJudged() throws Exception {
        MultiLayerConfiguration squares = new NeuralNetConfiguration.Builder()
                .weightInit(new HeInit(0.01))
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(16).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(16)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(squares);
        network.init();
        TrialSpec spec = spec(VANISHING, 20, 0.1, 7);
        DatasetExamples examples = new DatasetExamples(images, 64);
        assertThat((boolean) examples.first(
                        1, batch -> SignalProbe.probe(network, batch).healthy()))
                .isFalse();
        TrialResult result = new Training(spec, examples, network, batch -> GUESSING).run((i, n, loss) -> {});
        assertThat(result.status()).isEqualTo(TrialStatus.COMPLETED);
    }

    /** Large steps kill the units of a network that was healthy at the first look. */
    @Test
    void aNetworkThatDiesLaterEndsThen() throws Exception {
        TrialResult result = run(spec("he(gain=0.4)", 4, 2, 3));
        assertThat(result.signalAtStart().forward().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(result.status()).isEqualTo(TrialStatus.STUCK);
        assertThat(result.iterations()).isGreaterThan(3).matches(iterations -> iterations % 3 == 0);
    }

    /** 10 blocks that multiply the variance by 10 each. */
    @Test
    void residualNetworksEndEarlyToo() throws Exception {
        MlpSpec network = new MlpSpec(21, 16, "RELU", true, Optimiser.SGD, 1e-30);
        TrialResult result = run(new TrialSpec(Scheme.parse("he(gain=1.7)"), 1, training(network, 20)));
        assertThat(result.status()).isEqualTo(TrialStatus.STUCK);
        assertThat(result.iterations()).isEqualTo(20);
        assertThat(result.error()).contains("after iteration 20", "explodes");
    }

    @Test
    void aDivergingNetworkIsNotStuck() throws Exception {
        TrialResult result = run(spec("he(gain=10)", 50, 0.1, 1));
        assertThat(result.status()).isEqualTo(TrialStatus.DIVERGED);
        assertThat(result.iterations()).isZero();
    }

    @Test
    void trainingEndsAfterItsMostIterations() throws Exception {
        TrialSpec whole = spec("he", 3, 0.1, 0);
        TrialResult result =
                run(new TrialSpec(Scheme.parse("he"), 1, whole.training().withMaxIterations(13)));
        assertThat(result.status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(result.iterations()).isEqualTo(13);
        assertThat(result.iterationsPerEpoch()).isEqualTo(10);
        assertThat(result.history()).isEqualTo(run(whole).history().subList(0, 13));

        assertThat(whole.training().iterations(640)).isEqualTo(50);
        assertThat(whole.training().withMaxIterations(49).iterations(640)).isEqualTo(49);
        assertThat(whole.training().withMaxIterations(51).iterations(640)).isEqualTo(50);
        // Epochs that nobody counts to are no mistake then.
        TrainingSpec endless = new TrainingSpec(whole.training().network(), 64, 2_000_000_000, 640, null, 0, 1000, 0);
        assertThat(endless.iterations(641)).isEqualTo(1000);
    }

    /** A stuck trial of few iterations is one of all of them for whoever counts the epochs. */
    @Test
    void theRuleAppliesToShortTrainingsToo() throws Exception {
        TrialSpec spec = spec(VANISHING, 20, 0.1, 7);
        assertThat(run(new TrialSpec(Scheme.parse(VANISHING), 1, spec.training().withMaxIterations(8)))
                        .status())
                .isEqualTo(TrialStatus.STUCK);
        assertThat(run(new TrialSpec(Scheme.parse(VANISHING), 1, spec.training().withMaxIterations(7)))
                        .status())
                .isEqualTo(TrialStatus.COMPLETED);
    }

    /** 640 examples, of which 140 are kept out: 8 batches of the other 500. */
    @Test
    void heldOutExamplesAreTestedBy() throws Exception {
        TrialSpec spec =
                new TrialSpec(Scheme.parse("he"), 1, training(mlp(3, 0.1), 0).withHeldOut(140));
        Trainer trainer = new Trainer();
        TrialResult result = trainer.run(spec, (iteration, iterations, loss) -> {});
        assertThat(result.iterationsPerEpoch()).isEqualTo(8);
        assertThat(result.iterations()).isEqualTo(40);
        assertThat(result.testScore() * 140).isCloseTo(Math.round(result.testScore() * 140), within(1e-9));
        assertThat(result.chance() * 140).isCloseTo(Math.round(result.chance() * 140), within(1e-9));
        assertThat(result.testScore()).isGreaterThan(0.3);
        // The trainer's next trial has its own data.
        TrainingSpec first500 = new TrainingSpec(mlp(3, 0.1), 64, 5, 500, SmallMnist.source());
        TrialResult without =
                trainer.run(new TrialSpec(Scheme.parse("he"), 1, first500), (iteration, iterations, loss) -> {});
        assertThat(result.history()).isNotEqualTo(without.history());
        assertThat(without.chance()).isEqualTo(0.14);
    }

    @ParameterizedTest
    @CsvSource({
        "469, SGD, 78",
        "469, NESTEROV, 78",
        "469, ADAM, 234",
        "469, RMSPROP, 234",
        "469, SGD, 78",
        "469, NESTEROV, 78",
        // Fewer losses than are averaged would be judged by their noise.
        "119, SGD, 20",
        "126, SGD, 21",
        "10, ADAM, 20",
    })
    void patience(int iterations, Optimiser optimiser, int expected) {
        assertThat(optimiser.patience(iterations)).isEqualTo(expected);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        TrainingSpec training = training(mlp(3, 0.1), 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.withStuckAfter(-1))
                .withMessage("stuck-after must be 0 or more, received -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.withMaxIterations(-1))
                .withMessage("max-iterations must be 0 or more, received -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.withHeldOut(-1))
                .withMessage("held-out must be 0 or more, received -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(new TrialSpec(Scheme.parse("he"), 1, training.withHeldOut(640))))
                .withMessage("held-out must be from 1 to 639, received 640");
    }

    private static TrialResult run(TrialSpec spec) throws Exception {
        return TRAINER.run(spec, (iteration, iterations, loss) -> {});
    }

    private static TrialResult scripted(String scheme, int stuckAfter, List<Double> losses) throws Exception {
        TrialSpec spec = spec(scheme, 20, 0.1, stuckAfter);
        Iterator<Double> next = losses.iterator();
        return new Training(spec, new DatasetExamples(images, 64), Trainer.network(spec, images), batch -> next.next())
                .run((iteration, iterations, loss) -> {});
    }

    private static TrialSpec spec(String scheme, int depth, double learningRate, int stuckAfter) {
        return new TrialSpec(Scheme.parse(scheme), 1, training(mlp(depth, learningRate), stuckAfter));
    }

    private static MlpSpec mlp(int depth, double learningRate) {
        return new MlpSpec(depth, 16, "RELU", false, Optimiser.SGD, learningRate);
    }

    private static TrainingSpec training(MlpSpec network, int stuckAfter) {
        return new TrainingSpec(network, 64, 5, 640, SmallMnist.source()).withStuckAfter(stuckAfter);
    }
}
