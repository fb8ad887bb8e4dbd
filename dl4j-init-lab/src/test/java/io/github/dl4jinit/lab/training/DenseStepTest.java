// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.dense.DenseStep;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/** Holds the step without detours to DL4J's own over 50 steps. */
class DenseStepTest {

    private static final int STEPS = 50;
    private static final int INPUTS = 10;
    private static final int CLASSES = 3;

    /** More units than a tile of a transposition has, and no multiple of it. */
    private static final int WIDTH = 36;

    /**
     * Both make the same products, and what else they compute is the same but for the compiler: where it makes one
     * operation of a multiplication and an addition, as for ARM, ND4J rounds once and Java twice.
     */
    private static final boolean SAME_BITS = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

    private static final Trainer FAST = new Trainer();
    private static final Trainer SLOW = new Trainer(StepChoice.REFERENCE);

    static Stream<String> functions() {
        Stream<String> named = Arrays.stream(Activation.values()).map(Activation::name);
        return Stream.concat(named, Stream.of("leakyrelu(-0.5)", "elu(0.3)", "thresholdedrelu(0.2)", "rrelu(0.1,0.4)"));
    }

    /** In layers of its own and in dense ones. */
    @ParameterizedTest
    @MethodSource("functions")
    void withAnyFunction(String function) {
        assertTrainsAlike("he", mlp(3, function, true, Optimiser.SGD));
    }

    @ParameterizedTest
    @EnumSource(Optimiser.class)
    void withAnyOptimiser(Optimiser optimiser) {
        assertTrainsAlike("xavier", mlp(3, "TANH", false, optimiser));
        assertTrainsAlike("he", mlp(4, "RELU", true, optimiser));
    }

    @Test
    void withMirroredWeights() {
        assertTrainsAlike("mirrored", mlp(5, "RELU", false, Optimiser.ADAM));
    }

    @ParameterizedTest
    @CsvSource({"TANH,false", "RELU,true", "SOFTPLUS,true"})
    void withTailoredFunctions(String function, boolean residual) {
        assertTrainsAlike("he", mlp(4, function, residual, Optimiser.ADAM).withTailored(true));
    }

    /** The smallest networks that there are. */
    @ParameterizedTest
    @CsvSource({"1,1,false", "1,2,true", "2,1,true"})
    void ofAnyShape(int depth, int width, boolean residual) {
        assertTrainsAlike("he", new MlpSpec(depth, width, "TANH", residual, Optimiser.SGD, 0.1));
    }

    /** A whole trial: losses, probes, the test and how it ends. */
    @ParameterizedTest
    @CsvSource({"he, COMPLETED", "he(gain=6), DIVERGED", "normal(0.001), STUCK"})
    void givesTheSameResult(String scheme, TrialStatus status) throws Exception {
        TrainingSpec training = new TrainingSpec(
                        new MlpSpec(30, 16, "RELU", false, Optimiser.SGD, 0.01), 64, 2, 1024, null)
                .withStuckAfter(20);
        TrialSpec trial = new TrialSpec(Scheme.parse(scheme), 1, training);
        TrialResult fast = FAST.run(trial, (iteration, iterations, loss) -> {});
        TrialResult reference = SLOW.run(trial, (iteration, iterations, loss) -> {});
        assertThat(fast.status()).isEqualTo(status);
        assertThat(fast)
                .usingRecursiveComparison()
                .ignoringFields("seconds", "msPerIteration")
                .isEqualTo(reference);
    }

    private static MlpSpec mlp(int depth, String function, boolean residual, Optimiser optimiser) {
        return new MlpSpec(
                depth,
                WIDTH,
                ActivationSpec.parse(function),
                residual,
                false,
                optimiser,
                optimiser.defaultLearningRate());
    }

    private static void assertTrainsAlike(String scheme, MlpSpec mlp) {
        TrialSpec spec = new TrialSpec(Scheme.parse(scheme), 1, new TrainingSpec(mlp, 1, 1, 0, null));
        IUpdater updater = mlp.optimiser().updater(mlp.learningRate());
        Model fast = network(spec, mlp);
        Model slow = network(spec, mlp);
        double[] losses = new double[STEPS];
        double[] expected = new double[STEPS];
        Random random = new Random(1);
        try (DenseStep step = DenseStep.of(fast, updater).orElseThrow();
                Step reference = StepChoice.REFERENCE.of(slow, updater)) {
            for (int i = 0; i < STEPS; i++) {
                DataSet batch = batch(random, i % 5 == 4 ? 20 : 33); // the last of an epoch is smaller
                Nd4j.getRandom().setSeed(i + 1L); // some functions draw
                losses[i] = step.run(batch.getFeatures(), batch.getLabels());
                Nd4j.getRandom().setSeed(i + 1L);
                expected[i] = reference.run(batch.toMultiDataSet());
            }
        }
        assertThat(losses[STEPS - 1]).isNotEqualTo(losses[0]);
        if (SAME_BITS) {
            assertThat(losses).isEqualTo(expected);
            assertThat(fast.params().toFloatVector()).isEqualTo(slow.params().toFloatVector());
        } else {
            assertThat(losses).containsExactly(expected, within(1e-4));
            assertThat(fast.params().toFloatVector())
                    .containsExactly(slow.params().toFloatVector(), within(1e-4f));
        }
    }

    private static Model network(TrialSpec spec, MlpSpec mlp) {
        Model network = new Architecture(spec, mlp, INPUTS, Target.classes(CLASSES)).network();
        spec.scheme().finish(network, null);
        return network;
    }

    private static DataSet batch(Random random, int examples) {
        float[][] features = new float[examples][INPUTS];
        float[][] labels = new float[examples][CLASSES];
        for (int i = 0; i < examples; i++) {
            for (int j = 0; j < INPUTS; j++) {
                features[i][j] = (float) random.nextGaussian();
            }
            labels[i][random.nextInt(CLASSES)] = 1;
        }
        return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
    }
}
