// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.weights.IWeightInit;

/** {@code he}, {@code xavier} and {@code bengio}: independent weights of a variance that follows from the fans. */
final class VarianceScalingScheme<T extends VarianceScalingInit> extends SchemeFamily {

    private final Class<T> type;
    private final Supplier<VarianceScalingInit.Builder<T>> builder;
    private final SchemeKnob<Double> gain;
    private final SchemeKnob<Double> numerator;
    private final SchemeKnob<FanMode> fanMode;
    private final SchemeKnob<WeightDistribution> distribution;

    VarianceScalingScheme(
            String name, String summary, Class<T> type, Supplier<VarianceScalingInit.Builder<T>> builder) {
        super(name, summary, Reach.LAYERS, Notation.KNOBS);
        this.type = type;
        this.builder = builder;
        T usual = builder.get().build();
        this.gain = SchemeKnob.positive("gain", text(usual.gain()));
        this.numerator = SchemeKnob.positive("numerator", text(usual.numerator()));
        this.fanMode = SchemeKnob.constant("fanMode", text(usual.fanMode()), FanMode.class);
        this.distribution = SchemeKnob.constant("distribution", text(usual.distribution()), WeightDistribution.class);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(gain, numerator, fanMode, distribution);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        VarianceScalingInit.Builder<T> knobs = builder.get();
        arguments.ifGiven(gain, knobs::gain);
        arguments.ifGiven(numerator, knobs::numerator);
        arguments.ifGiven(fanMode, knobs::fanMode);
        arguments.ifGiven(distribution, knobs::distribution);
        return Initialisation.ofLayers(knobs.build());
    }

    @Override
    protected String java(Arguments arguments) {
        return ".weightInit("
                + (arguments.hasAtMost(gain)
                        ? constructor(type, arguments.text(gain))
                        : type.getSimpleName() + ".builder()" + arguments.calls() + ".build()")
                + ")";
    }

    @Override
    protected Optional<Arguments> describing(IWeightInit init) {
        if (!type.isInstance(init)) {
            return Optional.empty();
        }
        T scaling = type.cast(init);
        Arguments arguments = Arguments.NONE;
        arguments = differing(arguments, gain, text(scaling.gain()));
        arguments = differing(arguments, numerator, text(scaling.numerator()));
        arguments = differing(arguments, fanMode, text(scaling.fanMode()));
        return Optional.of(differing(arguments, distribution, text(scaling.distribution())));
    }

    private static Arguments differing(Arguments arguments, SchemeKnob<?> knob, String value) {
        return value.equals(knob.usual()) ? arguments : arguments.with(knob, value);
    }

    /** A number as it is written: a whole one without decimals. */
    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE
                ? String.valueOf((int) value)
                : String.valueOf(value);
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
