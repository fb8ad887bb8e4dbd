// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.activation.TailoredActivation;
import io.github.dl4jinit.activation.TailoredLayer;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/** What tailoring makes of the activation function of a perceptron, by its depth and skip connections. */
public final class TailoredFunction {

    /** Inputs and classes, which have no say in it. */
    private static final int ANY = 2;

    private final MlpSpec network;
    private final List<TailoredLayer> hidden;

    private TailoredFunction(MlpSpec network, List<TailoredLayer> hidden) {
        this.network = network;
        this.hidden = hidden;
    }

    /**
     * The function of a perceptron.
     *
     * @throws IllegalArgumentException if it cannot be tailored
     */
    public static TailoredFunction of(MlpSpec network) {
        Check.given("network", network);
        TrialSpec trial = new TrialSpec(Scheme.HE, 1, new TrainingSpec(network, 1, 1, 0, null));
        List<TailoredLayer> layers = new Architecture(trial, network, ANY, Target.classes(ANY))
                .tailoring()
                .layers();
        // The output's softmax, and with skip connections the straight lines before sums, are left alone.
        IActivation hidden = network.activation().function();
        return new TailoredFunction(
                network,
                layers.stream()
                        .filter(layer -> layer.before().filter(hidden::equals).isPresent())
                        .toList());
    }

    /** The function of the first hidden layer; without skip connections that of all. */
    public IActivation first() {
        return hidden.get(0).after().orElseThrow();
    }

    /** The function that each became and why, for people to read. */
    public String text() {
        TailoredLayer first = hidden.get(0);
        boolean alike = hidden.stream().map(TailoredLayer::after).distinct().count() == 1;
        return formula(first()) + (alike ? "" : " in the first layer") + " (" + first.reason() + ")";
    }

    private String formula(IActivation function) {
        String plain = network.activation().text().toLowerCase(Locale.ROOT);
        if (function instanceof TailoredActivation tailored) {
            return number(tailored.gamma()) + "·(" + plain + "(" + number(tailored.a()) + "·x" + added(tailored.b())
                    + ")" + added(tailored.d()) + ")";
        }
        return function instanceof ActivationLReLU leaky ? "leakyrelu(" + number(leaky.getAlpha()) + ")" : plain;
    }

    private static String added(double number) {
        return (number < 0 ? " − " : " + ") + number(Math.abs(number));
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.4g", number);
    }
}
