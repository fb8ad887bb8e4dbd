// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.BengioInit;
import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.ResidualRule;
import io.github.dl4jinit.theory.Preserve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.dataset.DataSet;

/**
 * An initialisation as a command line writes it: {@code he}, {@code xavier(gain=1.2)},
 * {@code bengio(numerator=3,distribution=uniform,fanMode=fan_out)}, {@code orthogonal(gain=1.4)}, {@code dl4j:XAVIER},
 * {@code normal(0.01)}, DL4J's normal distribution of that standard deviation, and
 * {@code meanfield(sigmaW2=1.5,sigmaB2=0.05)}, normal weights of variance σ_w² / n_in and biases of variance σ_b²; or,
 * for the network as a whole, {@code network(preserve=backward,distribution=orthogonal,residual=fixup)} and
 * {@code lsuv(tolerance=0.05)}.
 *
 * @param text what was written, without blanks and empty parentheses
 * @param init what layers are configured with
 * @param step what is done to the network when it has been built
 */
public record Scheme(String text, IWeightInit init, Step step) {

    /** Initialises a network that is built, when more is wanted than its layers' own initialisers do. */
    @FunctionalInterface
    public interface Step {
        /**
         * @param network an initialised network
         * @param batch the first that it will be trained on
         * @throws IllegalArgumentException if the network or the batch cannot be initialised so; the message says why
         */
        void apply(Model network, DataSet batch);
    }

    private static final Step NOTHING_MORE = (network, batch) -> {};

    /** Of layers, before the network as a whole is initialised; nothing is left of it. */
    private static final IWeightInit REPLACED = new HeInit();

    private static final Pattern SYNTAX = Pattern.compile("([a-z]+)(?:\\((.*)\\))?");
    private static final String DL4J = "dl4j:";

    /**
     * DL4J's own but for the one that needs a distribution beside its name, which {@code normal(…)} stands for here.
     */
    private static final Set<WeightInit> DL4J_SCHEMES = EnumSet.complementOf(EnumSet.of(WeightInit.DISTRIBUTION));

    /**
     * Reads one scheme.
     *
     * @throws IllegalArgumentException if there is no such scheme or knob (the message lists those there are), or a
     *     value is out of its range
     */
    public static Scheme parse(String written) {
        String text = written.replace(" ", "").replace("()", "");
        if (text.startsWith(DL4J)) {
            return new Scheme(text, dl4j(text), NOTHING_MORE);
        }
        Matcher syntax = SYNTAX.matcher(text);
        if (!syntax.matches()) {
            throw unknown(text);
        }
        String arguments = syntax.group(2) == null ? "" : syntax.group(2);
        return switch (syntax.group(1)) {
            case "he" -> ofLayers(text, varianceScaling(text, arguments, HeInit.builder()));
            case "xavier" -> ofLayers(text, varianceScaling(text, arguments, XavierInit.builder()));
            case "bengio" -> ofLayers(text, varianceScaling(text, arguments, BengioInit.builder()));
            case "orthogonal" -> ofLayers(text, orthogonal(text, arguments));
            case "normal" -> ofLayers(text, normal(text, arguments));
            case "meanfield" -> meanField(text, arguments);
            case "network" -> new Scheme(text, REPLACED, network(text, arguments));
            case "lsuv" -> new Scheme(text, REPLACED, lsuv(text, arguments));
            default -> throw unknown(text);
        };
    }

    /** Whether it initialises the network as a whole, whatever its layers are configured with. */
    public boolean wholeNetwork() {
        return init == REPLACED;
    }

    private static Scheme ofLayers(String text, IWeightInit init) {
        return new Scheme(text, init, NOTHING_MORE);
    }

    /**
     * Reads a list of schemes, separated by commas outside parentheses.
     *
     * @throws IllegalArgumentException as {@link #parse}, and if the list is empty or names a scheme twice
     */
    public static List<Scheme> parseList(String written) {
        List<Scheme> schemes = split(written).stream().map(Scheme::parse).toList();
        Set<String> texts = schemes.stream().map(Scheme::text).collect(Collectors.toSet());
        Check.require(texts.size() == schemes.size(), "schemes", "different from each other", written);
        return schemes;
    }

    /** What stands between commas outside parentheses. */
    public static List<String> split(String written) {
        return List.of(written.split(",(?![^(]*\\))", -1));
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("scheme must be one of " + known() + ", received " + text);
    }

    /** What there is, for messages. */
    static String known() {
        return "he, xavier, bengio (each with gain=, numerator=, fanMode=, distribution= in parentheses), "
                + "orthogonal(gain=), normal(STD), meanfield(sigmaW2=, sigmaB2=), network (with preserve=, distribution=, gain=, sigmaB2=, residual=), "
                + "lsuv (with targetVariance=, tolerance=, maxTrials=), dl4j:NAME with NAME one of " + DL4J_SCHEMES;
    }

    private static IWeightInit dl4j(String text) {
        String name = text.substring(DL4J.length());
        return DL4J_SCHEMES.stream()
                .filter(scheme -> scheme.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(text))
                .getWeightInitFunction();
    }

    private static IWeightInit varianceScaling(
            String text, String arguments, VarianceScalingInit.Builder<? extends VarianceScalingInit> builder) {
        knobs(text, arguments, Set.of("gain", "numerator", "fanMode", "distribution"))
                .forEach((knob, value) -> {
                    switch (knob) {
                        case "gain" -> builder.gain(number(knob, value));
                        case "numerator" -> builder.numerator(number(knob, value));
                        case "fanMode" -> builder.fanMode(constant(knob, value, FanMode.class));
                        default -> builder.distribution(constant(knob, value, WeightDistribution.class));
                    }
                });
        return builder.build();
    }

    private static IWeightInit orthogonal(String text, String arguments) {
        String gain = knobs(text, arguments, Set.of("gain")).get("gain");
        return gain == null ? new OrthogonalInit() : new OrthogonalInit(number("gain", gain));
    }

    private static IWeightInit normal(String text, String arguments) {
        Check.require(!arguments.isEmpty(), "normal", "written with its standard deviation, as in normal(0.01)", text);
        double std = Check.positiveFinite("standard deviation", number("standard deviation", arguments));
        return new WeightInitDistribution(new NormalDistribution(0, std));
    }

    private static Scheme meanField(String text, String arguments) {
        Map<String, String> knobs = knobs(text, arguments, Set.of("sigmaW2", "sigmaB2"));
        Check.require(knobs.containsKey("sigmaW2"), "meanfield", "written with its sigmaW2", text);
        double sigmaB2 = Check.nonNegativeFinite("sigmaB2", number("sigmaB2", knobs.getOrDefault("sigmaB2", "0")));
        CriticalInit weights = new CriticalInit(number("sigmaW2", knobs.get("sigmaW2")), sigmaB2);
        return new Scheme(
                text, weights, sigmaB2 == 0 ? NOTHING_MORE : (network, batch) -> drawBiases(network, sigmaB2));
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

    /**
     * A scheme with one more knob: {@code he(distribution=uniform)} with {@code gain} of 1.2 is
     * {@code he(distribution=uniform,gain=1.2)}.
     *
     * @throws IllegalArgumentException if the scheme is none, has no knobs, or sets that one already
     */
    public static String with(String scheme, String knob, String value) {
        boolean knobless = scheme.startsWith(DL4J) || scheme.startsWith("normal");
        Check.require(!knobless, "scheme", "one that has a knob " + knob, scheme);
        Matcher syntax = SYNTAX.matcher(scheme);
        if (!syntax.matches()) {
            throw unknown(scheme);
        }
        String arguments = syntax.group(2) == null ? "" : syntax.group(2);
        boolean sets = Arrays.stream(arguments.split(",")).anyMatch(argument -> argument.startsWith(knob + "="));
        Check.require(!sets, "scheme", "without " + knob + ", which is given apart from it", scheme);
        return syntax.group(1) + "(" + (arguments.isEmpty() ? "" : arguments + ",") + knob + "=" + value + ")";
    }

    /** The knobs of a scheme of that name, all of them numbers. */
    static Map<String, Double> numbers(String text, String name, Set<String> known) {
        Matcher syntax = SYNTAX.matcher(text);
        Check.require(syntax.matches() && syntax.group(1).equals(name), "scheme", name, text);
        Map<String, Double> numbers = new LinkedHashMap<>();
        knobs(text, syntax.group(2) == null ? "" : syntax.group(2), known)
                .forEach((knob, value) -> numbers.put(knob, Check.positiveFinite(knob, number(knob, value))));
        return numbers;
    }

    private static Step network(String text, String arguments) {
        NetworkInit.Builder builder = NetworkInit.builder();
        knobs(text, arguments, Set.of("preserve", "distribution", "gain", "sigmaB2", "residual"))
                .forEach((knob, value) -> {
                    switch (knob) {
                        case "preserve" -> builder.preserve(constant(knob, value, Preserve.class));
                        case "distribution" -> distribution(builder, value);
                        case "gain" -> builder.gain(number(knob, value));
                        case "sigmaB2" -> builder.critical(number(knob, value));
                        default -> builder.residual(constant(knob, value, ResidualRule.class));
                    }
                });
        NetworkInit init = builder.build();
        return (network, batch) -> init.apply(network);
    }

    private static void distribution(NetworkInit.Builder builder, String value) {
        if (value.equalsIgnoreCase("orthogonal")) {
            builder.orthogonal();
        } else {
            builder.distribution(constant("distribution", value, WeightDistribution.class, "orthogonal"));
        }
    }

    private static Step lsuv(String text, String arguments) {
        Lsuv.Builder builder = Lsuv.builder();
        knobs(text, arguments, Set.of("targetVariance", "tolerance", "maxTrials"))
                .forEach((knob, value) -> {
                    switch (knob) {
                        case "targetVariance" -> builder.targetVariance(number(knob, value));
                        case "tolerance" -> builder.tolerance(number(knob, value));
                        default -> builder.maxTrials(whole(knob, value));
                    }
                });
        Lsuv lsuv = builder.build();
        return lsuv::apply;
    }

    private static Map<String, String> knobs(String text, String arguments, Set<String> known) {
        Map<String, String> knobs = new LinkedHashMap<>();
        if (arguments.isEmpty()) {
            return knobs;
        }
        for (String argument : arguments.split(",", -1)) {
            String[] pair = argument.split("=", 2);
            boolean fits = pair.length == 2 && known.contains(pair[0]) && !knobs.containsKey(pair[0]);
            Check.require(
                    fits,
                    "knob of " + text,
                    "one of " + known.stream().sorted().toList() + ", given once as name=value",
                    argument);
            knobs.put(pair[0], pair[1]);
        }
        return knobs;
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, received " + value, e);
        }
    }

    private static int whole(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, received " + value, e);
        }
    }

    /** @param others what the knob takes beside the constants, for the message */
    private static <E extends Enum<E>> E constant(String name, String value, Class<E> type, String... others) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(value.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = new ArrayList<>(Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList());
                    known.addAll(List.of(others));
                    return new IllegalArgumentException(name + " must be one of " + known + ", received " + value);
                });
    }
}
