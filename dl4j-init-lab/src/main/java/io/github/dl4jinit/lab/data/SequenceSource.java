// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sequences that are generated, the same ones on every machine.
 *
 * @param sequences what a network shall tell of them
 * @param length of {@link Task#ADDING} the steps of each; of {@link Task#COPY} those between the symbols and their
 *     repetition
 */
public record SequenceSource(Task sequences, int length) implements DataSource {

    /** A step for each mark. */
    public static final int MIN_LENGTH = 2;

    /** Longer ones take longer to train on than anybody waits. */
    public static final int MAX_LENGTH = 10_000;

    private static final Pattern SYNTAX = Pattern.compile("([A-Za-z]+):(-?\\d+)");

    /** What a network shall tell of a sequence. */
    public enum Task {

        /** The sum of two numbers that are marked among many: the adding problem. */
        ADDING("adding", SequenceProblem.Adding::new),

        /** Ten symbols, after a number of steps without any: the copying memory problem. */
        COPY("copy", SequenceProblem.Copying::new);

        private final String text;
        private final IntFunction<SequenceProblem> problem;

        Task(String text, IntFunction<SequenceProblem> problem) {
            this.text = text;
            this.problem = problem;
        }

        /** Its name on the command line and in files. */
        @JsonValue
        public String text() {
            return text;
        }

        private static Task of(String name) {
            return Arrays.stream(values())
                    .filter(task -> task.text.equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            Check.message("--data", "a folder, a table, adding:LENGTH or copy:LENGTH", name + ":…")));
        }
    }

    public SequenceSource {
        Check.given("sequences", sequences);
        Check.inRange("length", length, MIN_LENGTH, MAX_LENGTH);
    }

    /**
     * Reads {@code adding:30} or {@code copy:20}; empty if the text is not of this form, so that it may be a file.
     *
     * @throws IllegalArgumentException if there is no such task, or the length is out of its range
     */
    public static Optional<SequenceSource> parse(String text) {
        Matcher matcher = SYNTAX.matcher(Check.given("data", text));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Task task = Task.of(matcher.group(1));
        try {
            return Optional.of(new SequenceSource(task, Integer.parseInt(matcher.group(2))));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    Check.message("length", "from " + MIN_LENGTH + " to " + MAX_LENGTH, matcher.group(2)), e);
        }
    }

    @Override
    public String description() {
        return sequences.text() + ":" + length + ", generated";
    }

    @Override
    public Optional<String> guess() {
        return sequences == Task.COPY ? Optional.of("remembering nothing") : Optional.empty();
    }

    @Override
    public SequenceDataset load(int trainLimit) {
        return SequenceDataset.of(sequences.problem.apply(length), trainLimit);
    }
}
