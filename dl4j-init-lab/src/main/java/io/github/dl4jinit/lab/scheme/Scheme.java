// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * An initialisation as a value, written as {@code he}, {@code xavier(gain=1.2)}, {@code normal(0.01)},
 * {@code dl4j:XAVIER} or {@code network(preserve=backward)}; {@link #help} lists all schemes and their knobs. A scheme
 * is read once, where a user wrote it, and carried as this object.
 *
 * <p>Two schemes are equal if they are written alike, but for blanks and empty parentheses.
 */
public final class Scheme {

    /** The scheme of He et al., which ReLU networks want. */
    public static final Scheme HE = new Scheme(Catalogue.family("he"), Arguments.NONE);

    /** The scheme that leaves layers the initialisers they have. */
    public static final Scheme OWN = new Scheme(Catalogue.family(OwnScheme.NAME), Arguments.NONE);

    /** A name, and what stands beside it. */
    private static final Pattern SYNTAX = Pattern.compile("([A-Za-z0-9_]+)((?:\\([^\\p{Cntrl}]*\\)|:[^\\p{Cntrl}]*)?)");

    private final SchemeFamily family;
    private final Arguments arguments;

    private Scheme(SchemeFamily family, Arguments arguments) {
        this.family = family;
        this.arguments = arguments;
    }

    /**
     * Reads one scheme.
     *
     * @throws IllegalArgumentException if there is no such scheme or knob, a value is out of its range, a knob is
     *     missing, or knobs do not go together
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Scheme parse(String written) {
        return unfinished(written).complete();
    }

    /**
     * Reads a scheme that may lack a knob, which {@link #with} sets.
     *
     * @throws IllegalArgumentException if there is no such scheme or knob, or a value is out of its range
     */
    public static Scheme unfinished(String written) {
        String text = Check.given("scheme", written).replaceAll("\\s", "").replace("()", "");
        Matcher syntax = SYNTAX.matcher(text);
        if (syntax.matches()) {
            SchemeFamily family = Catalogue.family(syntax.group(1));
            Optional<Arguments> arguments = family.read(syntax.group(2));
            if (arguments.isPresent()) {
                return new Scheme(family, arguments.get());
            }
        }
        throw new IllegalArgumentException(Check.message("scheme", "written as NAME or NAME(KNOB=VALUE,…)", text));
    }

    /**
     * Reads a list of schemes, separated by commas outside parentheses.
     *
     * @throws IllegalArgumentException as {@link #parse}, and if the list is empty or names a scheme twice
     */
    public static List<Scheme> parseList(String written) {
        List<Scheme> schemes = split(written).stream().map(Scheme::parse).toList();
        boolean different = schemes.stream().distinct().count() == schemes.size();
        Check.require(different, "schemes", "different from each other", written);
        return schemes;
    }

    /** What stands between commas outside parentheses. */
    public static List<String> split(String written) {
        LinkedList<String> parts = new LinkedList<>();
        boolean inside = false;
        int end = Check.given("what is written", written).length();
        for (int i = end - 1; i >= 0; i--) {
            char c = written.charAt(i);
            if (c == '(' || c == ')') {
                inside = c == ')';
            } else if (c == ',' && !inside) {
                parts.addFirst(written.substring(i + 1, end));
                end = i;
            }
        }
        parts.addFirst(written.substring(0, end));
        return List.copyOf(parts);
    }

    /** The names of all schemes. */
    public static List<String> names() {
        return Catalogue.names();
    }

    /** Two lines for each scheme: how it is written with all its knobs as they usually are, and what it is. */
    public static List<String> help() {
        return Catalogue.FAMILIES.stream().flatMap(SchemeFamily::help).toList();
    }

    /** The scheme that gives all layers such an initialiser; empty if there is none. */
    public static Optional<Scheme> giving(IWeightInit init) {
        return Catalogue.FAMILIES.stream()
                .flatMap(family -> family.describing(init).map(found -> new Scheme(family, found)).stream())
                .findFirst();
    }

    /**
     * This scheme, if no knob is missing.
     *
     * @throws IllegalArgumentException if one is, or some do not go together
     */
    public Scheme complete() {
        family.initialisation(arguments);
        return this;
    }

    /** Whether it has a knob of that name, set or not. */
    public boolean has(String knob) {
        return family.knob(knob).isPresent();
    }

    /** Whether it sets a knob of that name. */
    public boolean sets(String knob) {
        return family.knob(knob).filter(arguments::has).isPresent();
    }

    /**
     * This scheme with one more knob: {@code he(distribution=uniform)} with {@code gain} of 1.2 is
     * {@code he(distribution=uniform,gain=1.2)}.
     *
     * @throws IllegalArgumentException if it has no such knob or sets it already, or the value is out of its range
     */
    public Scheme with(String knob, String value) {
        Check.require(!arguments.has(knob(knob)), "scheme", "without " + knob + ", which is given apart from it", this);
        return replacing(knob, value);
    }

    /**
     * This scheme with a knob set, whether or not it sets it already.
     *
     * @throws IllegalArgumentException if it has no such knob, or the value is out of its range
     */
    public Scheme replacing(String knob, String value) {
        return new Scheme(family, arguments.with(knob(knob), Check.given(knob, value)));
    }

    /** What a knob is: as it is set, or else as it usually is; empty if that is not known, or it has no such knob. */
    public Optional<String> value(String knob) {
        return family.knob(Check.given("knob", knob))
                .map(found -> arguments.has(found) ? arguments.text(found) : found.isRequired() ? null : found.usual());
    }

    private SchemeKnob<?> knob(String name) {
        Check.require(has(name), "scheme", "one that has a knob " + name, this);
        return family.knob(name).orElseThrow();
    }

    /** Whether layers keep the initialisers that their author gave them, with other knobs. */
    public boolean keepsOwn() {
        return family.reach() == SchemeFamily.Reach.OWN || keepsWeights();
    }

    /** Whether a network keeps the weights that it was saved with. */
    public boolean keepsWeights() {
        return family.reach() == SchemeFamily.Reach.SAVED;
    }

    /** Whether it initialises the network as a whole, whatever its layers are configured with. */
    public boolean wholeNetwork() {
        return family.reach() == SchemeFamily.Reach.NETWORK;
    }

    /** Whether some activation functions do not fit it, which {@link #finish} then refuses. */
    public boolean fitsSomeActivationsOnly() {
        return family.fitsSomeActivationsOnly();
    }

    /** What all layers are initialised by; empty if they keep their own, or the network is initialised as a whole. */
    public Optional<IWeightInit> init() {
        return family.reach() == SchemeFamily.Reach.LAYERS ? Optional.of(init(null)) : Optional.empty();
    }

    /**
     * What a layer is configured with.
     *
     * @param own what its author configured, or {@code null}
     */
    public IWeightInit init(IWeightInit own) {
        return family.initialisation(arguments).layers().apply(own);
    }

    /**
     * Initialises a built network, where more is wanted than its layers' initialisers do.
     *
     * @param network an initialised network
     * @param batch the first that it will be trained on
     * @throws IllegalArgumentException if the network or the batch cannot be initialised so; the message says why
     */
    public void finish(Model network, MultiDataSet batch) {
        family.initialisation(arguments).step().apply(network, batch);
    }

    /** The scheme in a program: a line to paste, or a comment where no line will do. */
    public String java() {
        return family.java(arguments);
    }

    /** The scheme as it is written, without blanks and empty parentheses. */
    @JsonValue
    public String text() {
        return family.text(arguments);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scheme scheme && text().equals(scheme.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
