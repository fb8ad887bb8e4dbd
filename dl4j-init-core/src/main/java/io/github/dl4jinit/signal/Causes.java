// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.signal.Problem.Kind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells causes from their effects: one cause, one problem. */
final class Causes {

    /** What each kind of problem leads to, so that the other is no news beside it. */
    private static final Map<Kind, Set<Kind>> EFFECTS = new EnumMap<>(Map.of(
            Kind.INPUTS,
            EnumSet.of(Kind.LOSS, Kind.UPDATE, Kind.SATURATED, Kind.DEAD, Kind.OUTPUT, Kind.COLLAPSED),
            Kind.LABELS,
            EnumSet.of(Kind.LOSS, Kind.UPDATE),
            Kind.NOT_FINITE,
            EnumSet.of(Kind.LOSS, Kind.UPDATE, Kind.OUTPUT),
            Kind.LOSS,
            EnumSet.of(Kind.UPDATE),
            Kind.FORWARD,
            EnumSet.of(Kind.LOSS, Kind.UPDATE, Kind.OUTPUT),
            Kind.BACKWARD,
            EnumSet.of(Kind.UPDATE),
            Kind.OUTPUT,
            EnumSet.of(Kind.BACKWARD, Kind.UPDATE),
            Kind.DEAD,
            EnumSet.of(Kind.UPDATE, Kind.OUTPUT)));

    private Causes() {}

    /** The problems that no other one explains, in the same order. */
    static List<Problem> of(List<Problem> found) {
        Set<Kind> explained = EnumSet.noneOf(Kind.class);
        found.forEach(problem -> explained.addAll(EFFECTS.getOrDefault(problem.kind(), Set.of())));
        return found.stream()
                .filter(problem -> !explained.contains(problem.kind()))
                .collect(Collectors.toList());
    }
}
