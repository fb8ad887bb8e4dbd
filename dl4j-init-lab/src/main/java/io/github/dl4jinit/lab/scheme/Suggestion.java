// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The answer to an unknown name: the known name that was probably meant, or else all known names. */
public final class Suggestion {

    /** One slip in a short name, two from four letters on: two letters that changed places are two. */
    private static final int LETTERS_FOR_A_SLIP = 3;

    private Suggestion() {}

    /** The known name that a written one is most like, whatever its case; empty if it is not like any. */
    public static Optional<String> closest(String written, Collection<String> known) {
        Check.given("name", written);
        return Check.<String>givenEach("known names", known).stream()
                .min(Comparator.<String>comparingInt(name -> distance(written, name))
                        .thenComparing(name -> !sameLetters(written, name)))
                .filter(name -> distance(written, name) <= slips(written));
    }

    private static int slips(String written) {
        return (written.length() + LETTERS_FOR_A_SLIP - 1) / LETTERS_FOR_A_SLIP;
    }

    /** The number of letters to change, to add or to leave out. */
    private static int distance(String written, String known) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(written.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT));
    }

    /** Whether the letters are at most in another order, which is the commonest slip. */
    private static boolean sameLetters(String written, String known) {
        return Arrays.equals(
                written.toLowerCase(Locale.ROOT).chars().sorted().toArray(),
                known.toLowerCase(Locale.ROOT).chars().sorted().toArray());
    }

    /**
     * The exception for a name that is not known. Its message asks "did you mean", or lists the known names if none is
     * like it.
     *
     * @param what what is named, as in "scheme must be …"
     */
    public static IllegalArgumentException unknown(String what, String written, Collection<String> known) {
        return new IllegalArgumentException(closest(written, known)
                .map(name -> Check.message(what, "a known name", written) + "; did you mean " + name + "?")
                .orElseGet(() -> Check.message(what, "one of " + String.join(", ", known), written)));
    }

    /**
     * The constant of that name, whatever its case.
     *
     * @param what what is named, as in "fanMode must be …"
     * @throws IllegalArgumentException if there is none, as {@link #unknown}
     */
    public static <E extends Enum<E>> E constant(String what, String written, Class<E> type) {
        List<E> constants = Arrays.asList(Check.given("type", type).getEnumConstants());
        return constants.stream()
                .filter(constant -> constant.name().equalsIgnoreCase(written))
                .findFirst()
                .orElseThrow(() -> unknown(
                        what, written, constants.stream().map(Enum::name).toList()));
    }
}
