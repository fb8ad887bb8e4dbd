// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.internal.Check;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.weights.IWeightInit;

/**
 * All schemes of one name: which knobs they have, how they are built, and how they are written in Java. A new one is a
 * subclass and a line in the {@link Catalogue}.
 */
abstract class SchemeFamily {

    private final String name;
    private final String summary;
    private final Reach reach;
    private final Notation notation;

    /** What a scheme decides. */
    enum Reach {
        /** The initialiser of all layers alike. */
        LAYERS,
        /** Knobs of the initialisers that layers have. */
        OWN,
        /** That nothing is drawn: a network comes with its weights. */
        SAVED,
        /** The network as a whole, whatever its layers are configured with. */
        NETWORK
    }

    /**
     * A family of schemes.
     *
     * @param summary what they are, in a line of help
     */
    SchemeFamily(String name, String summary, Reach reach, Notation notation) {
        this.name = name;
        this.summary = summary;
        this.reach = reach;
        this.notation = notation;
    }

    /** The knobs that can be set: any number of {@link Notation#KNOBS}, exactly one of any other notation. */
    protected abstract List<SchemeKnob<?>> knobs();

    /**
     * Builds a scheme that sets all knobs that must be set.
     *
     * @throws IllegalArgumentException if knobs do not go together
     */
    protected abstract Initialisation build(Arguments arguments);

    /** The scheme in a program: a line to paste, or a comment. */
    protected String java(Arguments arguments) {
        return "// scheme " + text(arguments);
    }

    /** The knobs that give such an initialiser; empty if none do. */
    protected Optional<Arguments> describing(IWeightInit init) {
        return Optional.empty();
    }

    /** Whether some activation functions do not fit it, which {@link Initialisation.Step} then refuses. */
    protected boolean fitsSomeActivationsOnly() {
        return false;
    }

    final String name() {
        return name;
    }

    final Reach reach() {
        return reach;
    }

    final Optional<SchemeKnob<?>> knob(String knobName) {
        return knobs().stream().filter(knob -> knob.name().equals(knobName)).findFirst();
    }

    /**
     * Builds a scheme.
     *
     * @throws IllegalArgumentException if a knob is missing, or some do not go together
     */
    final Initialisation initialisation(Arguments arguments) {
        for (SchemeKnob<?> knob : knobs()) {
            Check.require(
                    !knob.isRequired() || arguments.has(knob),
                    name,
                    "written with its " + knob.name() + ", as in " + write(assignment(knob, knob.usual())),
                    text(arguments));
        }
        return build(arguments);
    }

    /** A scheme as it is written. */
    final String text(Arguments arguments) {
        return write(notation == Notation.KNOBS ? arguments.text() : arguments.text(knobs().get(0)));
    }

    private String write(String arguments) {
        return name + notation.write(arguments);
    }

    private String assignment(SchemeKnob<?> knob, String value) {
        return notation == Notation.KNOBS ? knob.name() + "=" + value : value;
    }

    /**
     * Reads what is written beside the name; empty if it is not written in the way that this one's arguments are.
     *
     * @throws IllegalArgumentException if a knob is unknown or comes twice, or a value is out of its range
     */
    final Optional<Arguments> read(String beside) {
        Check.require(beside.isEmpty() || !knobs().isEmpty(), name, "written without knobs", name + beside);
        return notation.arguments(beside).map(written -> {
            Arguments arguments = Arguments.NONE;
            for (String argument : written) {
                arguments = notation == Notation.KNOBS
                        ? read(arguments, argument)
                        : arguments.with(knobs().get(0), argument);
            }
            return arguments;
        });
    }

    private Arguments read(Arguments before, String argument) {
        String[] pair = argument.split("=", 2);
        SchemeKnob<?> knob = knob(pair[0]).orElseThrow(() -> Suggestion.unknown("knob of " + name, pair[0], names()));
        Check.require(pair.length == 2 && !before.has(knob), "knob of " + name, "given once as name=value", argument);
        return before.with(knob, pair[1]);
    }

    private List<String> names() {
        return knobs().stream().<String>map(SchemeKnob::name).toList();
    }

    /** Two lines: how it is written with all its knobs as they usually are, and what it is. */
    final Stream<String> help() {
        String all = knobs().stream()
                .map(knob -> assignment(knob, Objects.requireNonNullElse(knob.usual(), "…")))
                .collect(Collectors.joining(","));
        return Stream.of(write(all), "    " + summary);
    }

    /** A call of a constructor with the only knob, as in {@code new HeInit(1.2)}. */
    static String constructor(Class<?> type, String argument) {
        return "new " + type.getSimpleName() + "(" + argument + ")";
    }
}
