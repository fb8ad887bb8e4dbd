// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.ResidualRule;
import io.github.dl4jinit.theory.Preserve;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** {@code network}: the network as a whole, by {@link NetworkInit}. */
final class NetworkScheme extends SchemeFamily {

    private static final SchemeKnob<Preserve> PRESERVE = SchemeKnob.constant("preserve", "forward", Preserve.class);
    private static final SchemeKnob<Distribution> DISTRIBUTION =
            SchemeKnob.constant("distribution", "normal", Distribution.class).calling(NetworkScheme::distributionCall);
    static final SchemeKnob<Double> GAIN = SchemeKnob.positive("gain", "1");
    private static final SchemeKnob<Double> SIGMA_B2 =
            SchemeKnob.nonNegative("sigmaB2", null).calling(value -> ".critical(" + value + ")");
    static final SchemeKnob<OptionalDouble> PRE_ACTIVATION_VARIANCE =
            SchemeKnob.positiveOrAuto("preActivationVariance", "1");
    static final SchemeKnob<ResidualRule> RESIDUAL =
            SchemeKnob.constant("residual", "depth_scaled", ResidualRule.class);

    /** What weights are: independent and of a distribution, or orthogonal. */
    private enum Distribution {
        NORMAL,
        TRUNCATED_NORMAL,
        UNIFORM,
        ORTHOGONAL
    }

    NetworkScheme() {
        super(
                "network",
                "the whole network; sigmaB2 or preActivationVariance (auto: by depth) replaces preserve",
                Reach.NETWORK,
                Notation.KNOBS);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(PRESERVE, DISTRIBUTION, GAIN, SIGMA_B2, PRE_ACTIVATION_VARIANCE, RESIDUAL);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        Check.require(
                !arguments.has(PRESERVE) || !arguments.has(SIGMA_B2),
                "network",
                "written with preserve or sigmaB2, not both",
                text(arguments));
        Check.require(
                !arguments.has(PRE_ACTIVATION_VARIANCE) || !arguments.has(SIGMA_B2),
                "network",
                "written with preActivationVariance or sigmaB2, not both",
                text(arguments));
        NetworkInit.Builder builder = NetworkInit.builder();
        arguments.ifGiven(PRESERVE, builder::preserve);
        arguments.ifGiven(DISTRIBUTION, distribution -> set(builder, distribution));
        arguments.ifGiven(SIGMA_B2, builder::critical);
        setCommon(builder, arguments);
        NetworkInit init = builder.build();
        return Initialisation.ofNetwork((network, batch) -> init.apply(network));
    }

    /** Sets the knobs that all schemes of whole networks have. */
    static void setCommon(NetworkInit.Builder builder, Arguments arguments) {
        arguments.ifGiven(GAIN, builder::gain);
        arguments.ifGiven(
                PRE_ACTIVATION_VARIANCE,
                variance -> variance.ifPresentOrElse(builder::preActivationVariance, builder::preActivationVariance));
        arguments.ifGiven(RESIDUAL, builder::residual);
    }

    private static void set(NetworkInit.Builder builder, Distribution distribution) {
        if (distribution == Distribution.ORTHOGONAL) {
            builder.orthogonal();
        } else {
            builder.distribution(WeightDistribution.valueOf(distribution.name()));
        }
    }

    private static String distributionCall(String value) {
        return value.equalsIgnoreCase(Distribution.ORTHOGONAL.name())
                ? ".orthogonal()"
                : ".distribution(WeightDistribution." + value.toUpperCase(Locale.ROOT) + ")";
    }

    @Override
    protected String java(Arguments arguments) {
        return "NetworkInit.builder()" + arguments.calls() + ".build().apply(network)";
    }
}
