// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.advice;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The line of Java that changes one setting of an updater and keeps all others: its constructor of numbers, in the
 * order of its fields, as few as give the same settings. Each candidate is built and compared, because constructors
 * differ: {@code new Nesterovs(0.01)} is a momentum of 0.01 and a learning rate of 0.1.
 */
public final class UpdaterLine {

    /** A user's own updater may have no settings that can be read, which is no reason to fail. */
    private static final ObjectMapper MAPPER = new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);

    private static final String EPSILON = "epsilon";

    private UpdaterLine() {}

    /**
     * The line that gives an updater another, fixed learning rate. Where no constructor of numbers gives it, as with a
     * schedule of the momentum, it is the one that changes the rate of the network itself; where an updater has no
     * learning rate, another updater.
     *
     * @param now the rate where training is, which a schedule may have changed
     */
    public static String withRate(IUpdater settings, double now, double rate) {
        if (!settings.hasLearningRate()) {
            return withoutRate(settings);
        }
        String text = Rates.text(rate);
        IUpdater wanted = fixed(settings, Double.parseDouble(text));
        String line = constructor(wanted.getClass(), MAPPER.valueToTree(wanted))
                .map(UpdaterLine::line)
                .orElse("network.setLearningRate(" + text + ");");
        return hasSchedule(settings) && now > 0
                ? line + "   // or multiply the values of your schedule by " + Rates.text(rate / now)
                : line;
    }

    /** DL4J's AdaDelta with the settings that are usual; Adam in place of one that has these and still does not do. */
    private static String withoutRate(IUpdater settings) {
        return settings instanceof AdaDelta && !settings.equals(new AdaDelta())
                ? line("new AdaDelta()")
                : line("new Adam(0.001)");
    }

    /**
     * The line that gives an updater another ε.
     *
     * @param now the rate where training is, which stands in the line for a schedule
     */
    public static String withEpsilon(IUpdater settings, double now, double epsilon) {
        boolean schedule = hasSchedule(settings);
        ObjectNode wanted = MAPPER.valueToTree(schedule ? fixed(settings, now) : settings);
        wanted.put(EPSILON, epsilon);
        return constructor(settings.getClass(), wanted)
                .map(UpdaterLine::line)
                .map(line -> schedule ? line + "   // with your schedule in place of " + Rates.exact(now) : line)
                .orElse("Build your " + settings.getClass().getSimpleName() + " with an epsilon of "
                        + Rates.exact(epsilon) + ".");
    }

    /** Whether the learning rate of an updater follows a schedule. */
    public static boolean hasSchedule(IUpdater settings) {
        return settings.hasLearningRate()
                && !fixed(settings, settings.getLearningRate(0, 0)).equals(settings);
    }

    private static IUpdater fixed(IUpdater settings, double rate) {
        IUpdater fixed = settings.clone();
        fixed.setLrAndSchedule(rate, null);
        return fixed;
    }

    private static String line(String expression) {
        return ".updater(" + expression + ")";
    }

    /** The call of a constructor that gives these settings; empty if none of numbers does. */
    private static Optional<String> constructor(Class<?> type, JsonNode wanted) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode field : wanted) {
            if (field.isNumber()) {
                numbers.add(field.asDouble());
            }
        }
        for (int count = 1; count <= numbers.size(); count++) {
            List<Double> arguments = numbers.subList(0, count);
            if (built(type, arguments).filter(wanted::equals).isPresent()) {
                return Optional.of("new " + type.getSimpleName()
                        + arguments.stream().map(Rates::exact).collect(Collectors.joining(", ", "(", ")")));
            }
        }
        return Optional.empty();
    }

    /** The settings that the constructor of so many numbers gives; empty if there is none. */
    private static Optional<JsonNode> built(Class<?> type, List<Double> arguments) {
        Class<?>[] parameters = new Class<?>[arguments.size()];
        Arrays.fill(parameters, double.class);
        try {
            Constructor<?> constructor = type.getConstructor(parameters);
            return Optional.of(MAPPER.valueToTree(constructor.newInstance(arguments.toArray())));
        } catch (ReflectiveOperationException e) {
            return Optional.empty(); // no such constructor, or it refuses these numbers: it is not the line to paste
        }
    }
}
