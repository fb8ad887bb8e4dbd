// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Flattening;
import io.github.dl4jinit.internal.sampling.Units;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.InputPreProcessor;

/**
 * How many units or channels each node puts out, as far as that is known. DL4J keeps no widths of a network's inputs;
 * they follow from what reads them, and so does what a vertex puts out: a merge that feeds a dense layer is as wide as
 * its n_in, and an input of it as wide as the other inputs leave.
 */
final class Widths {

    private final KnownNetwork network;
    private final OptionalLong[] widths;

    private Widths(KnownNetwork network) {
        this.network = network;
        this.widths = new OptionalLong[network.size()];
        Arrays.fill(widths, OptionalLong.empty());
    }

    /** Follows widths through a network, forward and back, until no more become known. */
    static Widths of(KnownNetwork network) {
        Widths widths = new Widths(network);
        long before;
        do {
            before = widths.known();
            for (int i = 0; i < network.size(); i++) {
                widths.forward(i);
            }
            for (int i = network.size() - 1; i >= 0; i--) {
                widths.backward(i);
            }
        } while (widths.known() > before);
        return widths;
    }

    /** The widths of a node's inputs, as the node sees them behind its preprocessor. */
    List<OptionalLong> inputs(int node) {
        NetworkNode reader = network.node(node);
        return reader.inputs().stream()
                .map(input -> multiplied(widths[input], perChannel(reader.preProcessor())))
                .collect(Collectors.toList());
    }

    private long known() {
        return Arrays.stream(widths).filter(OptionalLong::isPresent).count();
    }

    private void forward(int node) {
        if (widths[node].isEmpty()) {
            widths[node] = network.facts(node).width(inputs(node));
        }
    }

    private void backward(int node) {
        NetworkNode reader = network.node(node);
        OptionalLong perChannel = perChannel(reader.preProcessor());
        for (int i = 0; i < reader.inputs().size(); i++) {
            int input = reader.inputs().get(i);
            if (widths[input].isEmpty() && perChannel.isPresent()) {
                OptionalLong read = network.facts(node).inputWidth(i, inputs(node), widths[node]);
                widths[input] = read.isPresent()
                        ? OptionalLong.of(read.getAsLong() / perChannel.getAsLong())
                        : OptionalLong.empty();
            }
        }
    }

    /** How many units a preprocessor makes of one; empty if that is not known. */
    private static OptionalLong perChannel(InputPreProcessor preProcessor) {
        return Flattening.of(Units.single(1), preProcessor)
                .map(units -> OptionalLong.of(units.size()))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong multiplied(OptionalLong width, OptionalLong factor) {
        return width.isPresent() && factor.isPresent()
                ? OptionalLong.of(width.getAsLong() * factor.getAsLong())
                : OptionalLong.empty();
    }
}
