// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a network shall tell of an example with each of its outputs, in their order. In a file one target stands alone,
 * several are a list.
 *
 * @param all at least one
 */
public record Targets(List<Target> all) implements Serializable {

    public Targets {
        all = Check.givenEach("targets", all);
        Check.require(!all.isEmpty(), "targets", "one or more", all);
    }

    /** The targets of outputs in their order. */
    public static Targets of(Target... targets) {
        return new Targets(Arrays.asList(Check.given("targets", targets)));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Targets read(@JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Target> all) {
        return new Targets(all);
    }

    @JsonValue
    Object written() {
        return all.size() == 1 ? all.get(0) : all;
    }

    /** The kind that all of them are; empty if they differ. */
    public Optional<Target.Kind> kind() {
        List<Target.Kind> kinds = all.stream().map(Target::kind).distinct().toList();
        return kinds.size() == 1 ? Optional.of(kinds.get(0)) : Optional.empty();
    }

    /** Whether each is told once, of the whole example, and none at each step. */
    public boolean areToldOnce() {
        return all.stream().allMatch(target -> target.steps() == 0);
    }

    /** The sum of what a network that tells nothing loses at each output ({@link Target#lossOfGuessing}). */
    public double lossOfGuessing() {
        return all.stream().mapToDouble(Target::lossOfGuessing).sum();
    }

    /** Kinds and numbers, for people to read. */
    public String text() {
        return all.stream().map(Target::text).collect(Collectors.joining(" and "));
    }
}
