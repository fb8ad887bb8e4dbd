// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;

/** {@code meanfield}: normal weights of variance σ_w² / n_in and normal biases of variance σ_b². */
final class MeanFieldScheme extends SchemeFamily {

    private static final SchemeKnob<Double> SIGMA_W2 =
            SchemeKnob.positive("sigmaW2", null).required("1.5");
    private static final SchemeKnob<Double> SIGMA_B2 = SchemeKnob.nonNegative("sigmaB2", "0");

    MeanFieldScheme() {
        super(
                "meanfield",
                "weights of variance sigmaW2 / n_in, biases of variance sigmaB2",
                Reach.LAYERS,
                Notation.KNOBS);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(SIGMA_W2, SIGMA_B2);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        double sigmaB2 = arguments.get(SIGMA_B2).orElse(0.0);
        CriticalInit weights = new CriticalInit(arguments.get(SIGMA_W2).orElseThrow(), sigmaB2);
        return sigmaB2 == 0
                ? Initialisation.ofLayers(weights)
                : Initialisation.ofLayers(weights, (network, batch) -> drawBiases(network, sigmaB2));
    }

    private static void drawBiases(Model network, double variance) {
        // A bias is fed by one constant input.
        IWeightInit init = new VarianceScalingInit(1, variance, FanMode.FAN_IN, WeightDistribution.NORMAL);
        network.paramTable().forEach((name, parameter) -> {
            if (name.endsWith("_" + DefaultParamInitializer.BIAS_KEY)) {
                init.init(1, 1, parameter.shape(), 'c', parameter);
            }
        });
    }
}
