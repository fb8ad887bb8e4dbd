// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * An updater as a line of Java: its constructor of numbers, in the order of its fields, as few as give the same
 * settings. Each candidate is built and compared, because constructors differ: {@code new Nesterovs(0.01)} is a
 * momentum of 0.01 and a learning rate of 0.1.
 */
public final class UpdaterLine {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private UpdaterLine() {}

    /** The line for an updater with another, fixed learning rate; empty if no constructor of numbers gives it. */
    public static Optional<String> of(IUpdater settings, double rate) {
        IUpdater wanted = settings.clone();
        wanted.setLrAndSchedule(rate, null);
        List<Double> numbers = new ArrayList<>();
        for (JsonNode field : MAPPER.valueToTree(wanted)) {
            if (field.isNumber()) {
                numbers.add(field.asDouble());
            }
        }
        for (int count = 1; count <= numbers.size(); count++) {
            List<Double> arguments = numbers.subList(0, count);
            if (wanted.equals(built(wanted.getClass(), arguments))) {
                return Optional.of(".updater(new " + wanted.getClass().getSimpleName() + "(" + text(arguments) + "))");
            }
        }
        return Optional.empty();
    }

    private static String text(List<Double> arguments) {
        return Rates.text(arguments.get(0))
                + arguments.stream()
                        .skip(1)
                        .map(other -> ", " + Rates.exact(other))
                        .collect(Collectors.joining());
    }

    /** What the constructor of so many numbers makes of them; {@code null} if there is none. */
    private static Object built(Class<?> type, List<Double> arguments) {
        Class<?>[] parameters = new Class<?>[arguments.size()];
        Arrays.fill(parameters, double.class);
        try {
            Constructor<?> constructor = type.getConstructor(parameters);
            return constructor.newInstance(arguments.toArray());
        } catch (ReflectiveOperationException e) {
            return null; // no such constructor, or one that refuses these numbers: then it is not the line to paste
        }
    }
}
