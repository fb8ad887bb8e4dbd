// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.activation.TailoredActivation;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/** Trials whose activation functions are tailored. */
class TailoredTrialTest {

    /** α of 50 plain layers at η = 0.9, by an independent computation (quadrature and root finding to 1e-10). */
    private static final double ALPHA_OF_50 = 0.4305229485;

    private static ImageDataset data;

    @BeforeAll
    static void load() throws Exception {
        data = ImageDataset.load(SmallMnist.source(), 640);
    }

    @Test
    void everyHiddenFunctionOfAPlainNetwork() {
        MultiLayerNetwork network = (MultiLayerNetwork) Trainer.network(trial("network", mlp("RELU", 50, false)), data);
        List<IActivation> functions =
                Stream.of(network.getLayers()).map(TailoredTrialTest::function).toList();
        assertThat(functions.subList(0, 50)).allSatisfy(function -> assertThat(((ActivationLReLU) function).getAlpha())
                .isCloseTo(ALPHA_OF_50, within(1e-8)));
        assertThat(functions.get(50)).hasToString("softmax");
    }

    /** Skip connections leave less to do. */
    @Test
    void everyHiddenFunctionOfAResidualNetwork() {
        ComputationGraph graph = (ComputationGraph) Trainer.network(trial("network", mlp("TANH", 9, true)), data);
        List<IActivation> functions =
                Stream.of(graph.getLayers()).map(TailoredTrialTest::function).toList();
        assertThat(functions.stream().filter(TailoredActivation.class::isInstance))
                .hasSize(9);
        assertThat(functions.stream().map(Object::toString).filter("tanh"::equals))
                .isEmpty();
    }

    @Test
    void theTailoredFunctionInWords() {
        TailoredFunction leaky = TailoredFunction.of(mlp("RELU", 50, false));
        assertThat(leaky.text()).startsWith("leakyrelu(0.4305) (alpha = ");
        assertThat(((ActivationLReLU) leaky.first()).getAlpha()).isCloseTo(ALPHA_OF_50, within(1e-8));
        assertThat(TailoredFunction.of(mlp("RELU", 5, false)).text()).startsWith("relu (left alone: ");
        assertThat(TailoredFunction.of(mlp("TANH", 10, false)).text())
                .matches("[\\d.]+·\\(tanh\\(0\\.\\d+·x [+−] [\\d.]+\\) [+−] [\\d.]+\\) \\(C''\\(1\\) = .*\\)");
        assertThat(TailoredFunction.of(mlp("TANH", 9, true)).text()).contains(") in the first layer (C''(1) = ");
    }

    @Test
    void theSpecificationKnowsIt() throws Exception {
        ObjectMapper json = new ObjectMapper();
        MlpSpec plain = new MlpSpec(4, 16, "RELU", true, Optimiser.SGD, 0.1);
        MlpSpec tailored = plain.withTailored(true);
        assertThat(tailored).isNotEqualTo(plain).isEqualTo(mlp("RELU", 4, true));
        assertThat(tailored.fileName()).isEqualTo("depth4-width16-relu-residual-tailored-sgd-lr0.1");
        assertThat(tailored.network()).isEqualTo("4 hidden layers x 16, RELU, residual, tailored");
        assertThat(json.readValue(json.writeValueAsString(tailored), NetworkSpec.class))
                .isEqualTo(tailored);
        assertThat(Stream.of(
                        tailored.withDepth(5),
                        tailored.withWidth(5),
                        tailored.withActivation(plain.activation()),
                        tailored.withOptimiser(Optimiser.ADAM),
                        tailored.withLearningRate(1)))
                .allMatch(MlpSpec::tailored);
    }

    @Test
    void aTrialIsRepeatable() throws Exception {
        TrialSpec spec = trial("network", mlp("TANH", 9, false));
        TrialResult first = new Trainer().run(spec, (iteration, iterations, loss) -> {});
        TrialResult second = new Trainer().run(spec, (iteration, iterations, loss) -> {});
        assertThat(first.status()).as(first.error()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(first.history()).hasSize(10).isEqualTo(second.history());
        assertThat(first.testScore()).isEqualTo(second.testScore());
    }

    private static IActivation function(Layer layer) {
        return layer.conf().getLayer() instanceof BaseLayer base
                ? base.getActivationFn()
                : ((ActivationLayer) layer.conf().getLayer()).getActivationFn();
    }

    private static MlpSpec mlp(String activation, int depth, boolean residual) {
        return new MlpSpec(depth, 16, activation, residual, Optimiser.SGD, 0.1).withTailored(true);
    }

    private static TrialSpec trial(String scheme, MlpSpec network) {
        return new TrialSpec(Scheme.parse(scheme), 1, new TrainingSpec(network, 64, 1, 640, SmallMnist.source()));
    }
}
