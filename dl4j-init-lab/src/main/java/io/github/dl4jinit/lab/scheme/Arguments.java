// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The knobs that a scheme sets, in the order in which they were written. Immutable. */
final class Arguments {

    static final Arguments NONE = new Arguments(Map.of());

    private final Map<SchemeKnob<?>, Argument> arguments;

    /**
     * The value of a knob.
     *
     * @param text as it was written, which names files
     */
    private record Argument(String text, Object value) {}

    private Arguments(Map<SchemeKnob<?>, Argument> arguments) {
        this.arguments = arguments;
    }

    /**
     * The same knobs with one more, or with another value of one.
     *
     * @throws IllegalArgumentException if the knob does not take the value
     */
    Arguments with(SchemeKnob<?> knob, String text) {
        Map<SchemeKnob<?>, Argument> more = new LinkedHashMap<>(arguments);
        more.put(knob, new Argument(text, knob.read(text)));
        return new Arguments(more);
    }

    boolean has(SchemeKnob<?> knob) {
        return arguments.containsKey(knob);
    }

    boolean isEmpty() {
        return arguments.isEmpty();
    }

    /** Whether no knob is set but this. */
    boolean hasAtMost(SchemeKnob<?> knob) {
        return arguments.keySet().stream().allMatch(knob::equals);
    }

    <T> Optional<T> get(SchemeKnob<T> knob) {
        return Optional.ofNullable(arguments.get(knob))
                .map(argument -> knob.type().cast(argument.value()));
    }

    <T> void ifGiven(SchemeKnob<T> knob, Consumer<? super T> setter) {
        get(knob).ifPresent(setter);
    }

    /** The value as it was written; empty for a knob that is not set. */
    String text(SchemeKnob<?> knob) {
        return has(knob) ? arguments.get(knob).text() : "";
    }

    /** The knobs as they are written, as in {@code gain=1.2,fanMode=fan_out}. */
    String text() {
        return arguments.entrySet().stream()
                .map(entry -> entry.getKey().name() + "=" + entry.getValue().text())
                .collect(Collectors.joining(","));
    }

    /** The calls that set the knobs in a builder, as in {@code .gain(1.2).fanMode(FanMode.FAN_OUT)}. */
    String calls() {
        return arguments.entrySet().stream()
                .map(entry -> entry.getKey().call(entry.getValue().text()))
                .collect(Collectors.joining());
    }
}
