// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.network.ResidualRule;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What becomes of configurations: which functions are replaced, by what, and what is left alone. */
class TailoringTest {

    static final Tailoring DEFAULT = Tailoring.builder().build();

    static Layer dense(IActivation function) {
        return new DenseLayer.Builder().nIn(4).nOut(4).activation(function).build();
    }

    static Layer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(4)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    static MultiLayerConfiguration list(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder().seed(1).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.build();
    }

    static MultiLayerConfiguration plain(IActivation function, int layers) {
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder().seed(1).list();
        for (int i = 0; i < layers; i++) {
            list.layer(dense(function));
        }
        return list.layer(output()).build();
    }

    private static List<IActivation> functions(MultiLayerConfiguration configuration) {
        return configuration.getConfs().stream()
                .map(conf -> conf.getLayer() instanceof BaseLayer
                        ? ((BaseLayer) conf.getLayer()).getActivationFn()
                        : ((ActivationLayer) conf.getLayer()).getActivationFn())
                .collect(Collectors.toList());
    }

    private static List<String> reasons(TailoringReport report) {
        return report.layers().stream().map(TailoredLayer::toString).collect(Collectors.toList());
    }

    /** Slopes of the reference table, which were computed independently. */
    @ParameterizedTest
    @CsvSource({"10, 0.8, 0.1476956592", "50, 0.9, 0.4305229485", "100, 0.8, 0.6620271019", "151, 0.9, 0.6386479049"})
    void slopesOfPlainNetworks(int layers, double eta, double alpha) {
        MultiLayerConfiguration configuration = plain(new ActivationReLU(), layers);
        MultiLayerConfiguration tailored = Tailoring.builder().eta(eta).build().apply(configuration);
        List<IActivation> functions = functions(tailored);
        assertThat(functions.subList(0, layers)).allMatch(functions.get(0)::equals);
        assertThat(((ActivationLReLU) functions.get(0)).getAlpha()).isCloseTo(alpha, within(1e-8));
        assertThat(functions.get(layers)).isEqualTo(new ActivationSoftmax());
        assertThat(functions(configuration).get(0)).as("the given one").isEqualTo(new ActivationReLU());
        assertThat(tailored).isNotEqualTo(configuration);
    }

    @Test
    void reluStaysWhereItIsStraightEnough() {
        MultiLayerConfiguration configuration = plain(new ActivationReLU(), 10);
        assertThat(DEFAULT.apply(configuration)).isEqualTo(configuration).isNotSameAs(configuration);
        TailoringReport report = DEFAULT.report(configuration);
        assertThat(report.alpha()).hasValue(0);
        assertThat(report.layers().get(0))
                .hasToString("layer0: left alone: with ReLU the network sends 0 to 0.9 or less");
        assertThat(report.after()).isEqualTo(report.before());
    }

    /** Leaky ReLU counts as ReLU, and tailoring twice is tailoring once. */
    @Test
    void tailoringTwice() {
        for (IActivation function : List.of(new ActivationLReLU(0.01), new ActivationTanH())) {
            MultiLayerConfiguration once = DEFAULT.apply(plain(function, 50));
            assertThat(DEFAULT.apply(once)).isEqualTo(once);
        }
        assertThat(DEFAULT.apply(plain(new ActivationLReLU(0.2), 50)))
                .isEqualTo(DEFAULT.apply(plain(new ActivationReLU(), 50)));
    }

    @Test
    void smoothFunctions() {
        MultiLayerConfiguration configuration = plain(new ActivationTanH(), 50);
        TailoredActivation expected = TailoredActivation.of(new ActivationTanH(), 0.3 / 50);
        assertThat(functions(DEFAULT.apply(configuration)).subList(0, 50)).allMatch(expected::equals);
        TailoringReport report = DEFAULT.report(configuration);
        assertThat(report.curvature()).hasValueCloseTo(0.006, within(1e-15));
        assertThat(report.alpha()).isEmpty();
        assertThat(report.layers().get(7).reason()).isEqualTo("C''(1) = 0.006: tau = 0.3 over a depth of 50");
        assertThat(report.after().curvature()).isCloseTo(0.3, within(1e-8));
        assertThat(report.after().slope()).isCloseTo(1, within(1e-8));
        assertThat(report.before().slope())
                .as("gradients of plain tanh explode")
                .isGreaterThan(1000);
        assertThat(report.toString())
                .contains("layer0   tanh     tailored(tanh, a=0.0816")
                .contains("layer50  softmax")
                .contains("left alone: the network's answer")
                .contains("correlation map of the network after:  C(0)=0.1306, C'(1)=1.000, C''(1)=0.3000");
        assertThat(Tailoring.builder().tau(0.6).build().report(configuration).curvature())
                .hasValueCloseTo(0.012, within(1e-15));
    }

    @Test
    void bothKindsInOneNetwork() {
        MultiLayerConfiguration configuration = list(
                dense(new ActivationTanH()),
                dense(new ActivationReLU()),
                dense(new ActivationReLU()),
                dense(new ActivationTanH()),
                output());
        TailoringReport report = Tailoring.builder().eta(0.4).build().report(configuration);
        assertThat(report.curvature()).hasValueCloseTo(0.15, within(1e-12));
        assertThat(report.after().fromZero()).isCloseTo(0.4, within(1e-9));
        assertThat(report.alpha().orElseThrow()).isBetween(0.01, 0.9);
        assertThatThrownBy(() -> Tailoring.builder().eta(0.05).build().apply(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("eta must be more than 0.1277, the correlation that two unlike examples would have with"
                        + " straight lines in place of ReLU, received 0.05: choose a larger eta");
    }

    @Test
    void graphs() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", dense(new ActivationIdentity()), "in")
                .addLayer("before", new ActivationLayer(new ActivationTanH()), "first")
                .addLayer("inner", dense(new ActivationTanH()), "before")
                .addLayer("outer", dense(new ActivationIdentity()), "inner")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "outer")
                .addLayer("end", new ActivationLayer(new ActivationTanH()), "sum")
                .addLayer("out", output(), "end")
                .setOutputs("out")
                .build();
        String json = configuration.toJson();
        TailoringReport report = DEFAULT.report(configuration);
        // One branch: half of the variance goes through two functions and half past them, then all through a third.
        assertThat(report.curvature()).hasValueCloseTo(0.3 / 2, within(1e-12));
        assertThat(report.after().curvature()).isCloseTo(0.3, within(1e-8));
        TailoredActivation inner = (TailoredActivation) after(report, "inner");
        TailoredActivation end = (TailoredActivation) after(report, "end");
        assertThat(end.a()).as("for a variance of 2").isCloseTo(inner.a() / Math.sqrt(2), within(1e-12));
        assertThat(inner).isEqualTo(TailoredActivation.of(new ActivationTanH(), 0.15));
        ComputationGraphConfiguration tailored = DEFAULT.apply(configuration);
        assertThat(tailored.toJson()).contains("TailoredActivation");
        assertThat(configuration.toJson()).isEqualTo(json);
        assertThat(after(report, "first")).isEqualTo(new ActivationIdentity());
        assertThat(Tailoring.builder()
                        .residual(ResidualRule.FIXUP)
                        .build()
                        .report(configuration)
                        .curvature())
                .as("branches that begin with 0 do not count")
                .hasValueCloseTo(0.3, within(1e-12));
    }

    private static IActivation after(TailoringReport report, String layer) {
        return report.layers().stream()
                .filter(one -> one.layer().equals(layer))
                .findFirst()
                .flatMap(TailoredLayer::after)
                .orElseThrow();
    }

    @Test
    void convolutions() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(new ActivationTanH())
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new SubsamplingLayer.Builder().build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .activation(new ActivationIdentity())
                        .build())
                .layer(new ActivationLayer(new ActivationTanH()))
                .layer(output())
                .setInputType(InputType.convolutionalFlat(12, 12, 1))
                .build();
        TailoringReport report = DEFAULT.report(configuration);
        assertThat(report.curvature()).hasValueCloseTo(0.15, within(1e-12));
        assertThat(report.layers().stream().filter(TailoredLayer::changed)).hasSize(2);
    }

    @Test
    void whatIsLeftAlone() {
        TailoringReport report = Tailoring.builder()
                .keep("layer4")
                .build()
                .report(list(
                        dense(new ActivationIdentity()),
                        dense(new ActivationTanH()),
                        dense(new ActivationSoftmax()),
                        new FrozenLayer(dense(new ActivationTanH())),
                        dense(new ActivationSELU()),
                        output()));
        assertThat(reasons(report))
                .containsExactly(
                        "layer0: left alone: straight already",
                        "layer1: tanh -> " + TailoredActivation.of(new ActivationTanH(), 0.3)
                                + ", C''(1) = 0.3: tau = 0.3 over a depth of 1",
                        "layer2: left alone: it mixes the units of a layer",
                        "layer3: left alone: frozen",
                        "layer4: left alone: asked to",
                        "layer5: left alone: the network's answer");
    }

    /** Where no weights follow, a function is no hidden one, though no loss is computed there. */
    @Test
    void theAnswerIsLeftAlone() {
        TailoringReport report = DEFAULT.report(list(dense(new ActivationTanH()), dense(new ActivationSigmoid())));
        assertThat(report.layers().get(0).changed()).isTrue();
        assertThat(report.layers().get(1)).hasToString("layer1: left alone: the network's answer");
    }

    /** Behind weights of 0 there is no variance that a function could be tailored to. */
    @Test
    void branchesThatBeginWithNothing() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", dense(new ActivationIdentity()), "in")
                .addLayer("branch", dense(new ActivationTanH()), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "branch")
                .addLayer("last", dense(new ActivationTanH()), "sum")
                .addLayer("out", output(), "last")
                .setOutputs("out")
                .build();
        TailoringReport report =
                Tailoring.builder().residual(ResidualRule.FIXUP).build().report(configuration);
        assertThat(report.curvature()).hasValueCloseTo(0.3, within(1e-12));
        assertThat(after(report, "branch")).isEqualTo(after(report, "last"));
    }

    @Test
    void recurrentLayersAreLeftAlone() {
        TailoringReport report = DEFAULT.report(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new Bidirectional(new SimpleRnn.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build()))
                .layer(new LSTM.Builder().nIn(8).nOut(4).build())
                .layer(new LastTimeStep(new LSTM.Builder().nIn(4).nOut(4).build()))
                .layer(dense(new ActivationTanH()))
                .layer(output())
                .build());
        assertThat(report.layers().stream().filter(TailoredLayer::changed))
                .extracting(TailoredLayer::layer)
                .containsExactly("layer3");
        assertThat(report.layers().subList(0, 3))
                .extracting(TailoredLayer::reason)
                .containsOnly("left alone: the layer applies several functions, or one again and again");
    }

    /** Initialisers that DL4J would crash on, or that take minutes, are not asked. */
    @Test
    void initialisersAreNotAsked() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new WeightInitDistribution(new OrthogonalDistribution(1)))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(128)
                        .nOut(128)
                        .activation(new ActivationTanH())
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(128)
                        .nOut(128)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        assertThat(DEFAULT.report(configuration).layers()).hasSize(2);
    }
}
