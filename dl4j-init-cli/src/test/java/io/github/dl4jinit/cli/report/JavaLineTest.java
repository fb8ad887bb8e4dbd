// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.tune.Dimension;
import io.github.dl4jinit.lab.tune.SearchSpace;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he | .weightInit(new HeInit(1.25))",
                "xavier | .weightInit(new XavierInit(1.25))",
                "bengio | .weightInit(new BengioInit(1.25))",
                "he(numerator=3) | .weightInit(HeInit.builder().numerator(3).gain(1.25).build())",
                "he(distribution=uniform,fanMode=fan_out) | .weightInit(HeInit.builder().distribution(WeightDistribution.UNIFORM).fanMode(FanMode.FAN_OUT).gain(1.25).build())",
                "orthogonal | .weightInit(new OrthogonalInit(1.25))",
                "network | NetworkInit.builder().gain(1.25).build().apply(network)",
                "network(preserve=backward,distribution=orthogonal) | NetworkInit.builder().preserve(Preserve.BACKWARD).orthogonal().gain(1.25).build().apply(network)",
                "network(residual=skip_init,sigmaB2=0.05) | NetworkInit.builder().residual(ResidualRule.SKIP_INIT).critical(0.05).gain(1.25).build().apply(network)",
                "network(distribution=truncated_normal) | NetworkInit.builder().distribution(WeightDistribution.TRUNCATED_NORMAL).gain(1.25).build().apply(network)",
                "mirrored | NetworkInit.builder().mirrored().gain(1.25).build().apply(network)",
                "own | // in each layer's initialiser: gain(1.25)",
            })
    void aGain(String scheme, String line) {
        assertThat(JavaLine.of(spec(scheme, network(scheme)), Setting.of(Knob.GAIN, 1.25), Optional.empty()))
                .containsExactly(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he | .weightInit(new HeInit())",
                "xavier(gain=1.1) | .weightInit(new XavierInit(1.1))",
                "orthogonal | .weightInit(new OrthogonalInit())",
                "network | NetworkInit.builder().build().apply(network)",
                "lsuv | Lsuv.builder().build().apply(network, batch)",
                "lsuv(tolerance=0.05,maxTrials=5,targetVariance=2) | Lsuv.builder().tolerance(0.05).maxTrials(5).targetVariance(2).build().apply(network, batch)",
                "own | // each layer's own initialiser, as it is",
                "dl4j:XAVIER | // scheme dl4j:XAVIER",
                "normal(0.01) | // scheme normal(0.01)",
                "meanfield(sigmaW2=1.5,sigmaB2=0.1) | // scheme meanfield(sigmaW2=1.5,sigmaB2=0.1)",
            })
    void theDefault(String scheme, String line) {
        assertThat(JavaLine.of(spec(scheme, network(scheme)), Setting.DEFAULT, Optional.empty()))
                .containsExactly(line);
    }

    @Test
    void aNumerator() {
        assertThat(JavaLine.of(spec("he", mlp(Optimiser.ADAM)), Setting.of(Knob.NUMERATOR, 2.5362), Optional.empty()))
                .containsExactly(".weightInit(HeInit.builder().numerator(2.5362).build())");
    }

    @ParameterizedTest
    @CsvSource({
        "SGD, 'Sgd(1.2E-4)'",
        "NESTEROV, 'Nesterovs(1.2E-4, 0.9)'",
        "ADAM, 'Adam(1.2E-4)'",
        "RMSPROP, 'RmsProp(1.2E-4)'"
    })
    void aLearningRate(Optimiser optimiser, String updater) {
        Setting setting = new Setting(Map.of(Knob.LR, "0.00012", Knob.GAIN, "0.9"));
        assertThat(JavaLine.of(spec("he", mlp(optimiser)), setting, Optional.empty()))
                .containsExactly(".weightInit(new HeInit(0.9))", ".updater(new " + updater + ")");
    }

    @Test
    void everythingThatCanBeTuned() {
        Setting setting = new Setting(Map.of(
                Knob.SCHEME,
                "meanfield(sigmaW2=2)",
                Knob.SIGMA_B2,
                "0.1",
                Knob.DEPTH,
                "10",
                Knob.WIDTH,
                "64",
                Knob.ACTIVATION,
                "LEAKYRELU(0.2)",
                Knob.OPTIMIZER,
                "SGD",
                Knob.BATCH,
                "32"));
        assertThat(JavaLine.of(spec("he", mlp(Optimiser.ADAM)), setting, Optional.empty()))
                .containsExactly(
                        "// 10 hidden layers",
                        ".nOut(64)   // of each hidden layer",
                        ".activation(new ActivationLReLU(0.2))   // of each hidden layer",
                        "// scheme meanfield(sigmaW2=2,sigmaB2=0.1)",
                        ".updater(new Sgd(0.01))",
                        "// batches of 32 examples");
        assertThat(JavaLine.of(
                        spec("he", mlp(Optimiser.ADAM)),
                        new Setting(Map.of(Knob.SCHEME, "mirrored", Knob.GAIN, "1.25", Knob.ACTIVATION, "GELU")),
                        Optional.empty()))
                .containsExactly(
                        ".activation(Activation.GELU)   // of each hidden layer",
                        "NetworkInit.builder().mirrored().gain(1.25).build().apply(network)");
    }

    @Test
    void aLearningRateOfOnesOwnNetwork() {
        assertThat(JavaLine.of(
                        spec("own", OwnNetworkSpec.inMemory("mine")), Setting.of(Knob.LR, 0.5), Optional.empty()))
                .containsExactly("// each layer's own initialiser, as it is", "network.setLearningRate(0.5)");
    }

    @Test
    void tailoredActivationFunctions() {
        TuningSpec tailored = spec("network", mlp(Optimiser.ADAM).withTailored(true));
        assertThat(JavaLine.of(tailored, Setting.DEFAULT, Optional.empty()))
                .containsExactly(
                        "configuration = Tailoring.builder().build().apply(configuration)",
                        "NetworkInit.builder().build().apply(network)");
    }

    private static NetworkSpec network(String scheme) {
        return scheme.equals("own") ? OwnNetworkSpec.inMemory("mine") : mlp(Optimiser.ADAM);
    }

    private static MlpSpec mlp(Optimiser optimiser) {
        return new MlpSpec(5, 16, "RELU", false, optimiser, 0.001);
    }

    /** The initialiser that all hidden layers of one's own network share is what to paste. */
    @Test
    void hiddenLayersThatAreAlike() {
        TuningSpec own = spec("own", OwnNetworkSpec.inMemory("mine"));
        assertThat(JavaLine.of(
                        own, Setting.of(Knob.GAIN, 1.25), Optional.of(Scheme.parse("xavier(distribution=uniform)"))))
                .containsExactly(".weightInit(XavierInit.builder().distribution(WeightDistribution.UNIFORM).gain(1.25)"
                        + ".build())   // of each hidden layer");
        assertThat(JavaLine.of(own, Setting.DEFAULT, Optional.of(Scheme.parse("xavier"))))
                .containsExactly("// each layer's own initialiser, as it is");
        assertThat(JavaLine.of(own, Setting.of(Knob.LR, 0.5), Optional.of(Scheme.parse("xavier"))))
                .contains("// each layer's own initialiser, as it is");
    }

    private static TuningSpec spec(String scheme, NetworkSpec network) {
        return new TuningSpec(
                Scheme.parse(scheme),
                new TrainingSpec(network, 32, 1, 0, null),
                900,
                100,
                SearchSpace.of(Dimension.Range.around(Knob.LR, 1)),
                Setting.DEFAULT,
                Setting.DEFAULT,
                1);
    }
}
