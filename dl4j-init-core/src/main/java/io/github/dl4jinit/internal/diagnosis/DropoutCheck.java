// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.Dropped;
import io.github.dl4jinit.internal.measure.NodeFacts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Dropout that leaves next to nothing, as where DL4J's number, the share that is kept, is taken for the share that is
 * dropped.
 */
public final class DropoutCheck {

    /** The share that is too little to learn from. */
    private static final double LITTLE = 0.1;

    /** The share that is too little where several layers keep no more: most of the accuracy is gone. */
    private static final double LITTLE_OF_SEVERAL = 0.2;

    private DropoutCheck() {}

    /** The first layer that dropout leaves too little of. */
    public static List<Finding> findings(List<NodeFacts> nodes) {
        List<NodeFacts> several = keeping(LITTLE_OF_SEVERAL, nodes);
        List<NodeFacts> starved = several.size() > 1 ? several : keeping(LITTLE, nodes);
        return starved.isEmpty() ? List.of() : List.of(finding(starved));
    }

    private static List<NodeFacts> keeping(double most, List<NodeFacts> nodes) {
        return nodes.stream()
                .filter(node ->
                        node.dropped().filter(dropped -> dropped.kept() <= most).isPresent())
                .collect(Collectors.toList());
    }

    private static Finding finding(List<NodeFacts> starved) {
        NodeFacts node = starved.get(0);
        Dropped dropped = node.dropped().get();
        String others = starved.size() == 1
                ? ""
                : "; likewise in "
                        + starved.stream().skip(1).map(NodeFacts::name).collect(Collectors.joining(", "));
        return new Finding(
                node.name(),
                String.format(
                        Locale.ROOT,
                        "dropout keeps %.2g %% of what the layer works with, and little can be learnt from that%s",
                        100 * dropped.kept(),
                        others),
                dropped.java(1 - dropped.kept()) + "   // in place of " + dropped.java(dropped.kept()) + " on "
                        + node.name());
    }
}
