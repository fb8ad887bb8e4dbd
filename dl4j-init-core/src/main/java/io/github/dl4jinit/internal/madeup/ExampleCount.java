// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.madeup;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;

/** How many examples are made up for a probe: the usual number, or fewer where they would take too much memory. */
public final class ExampleCount {

    /**
     * The usual number: enough that a unit which is zero for all of them is dead rather than unlucky, 2⁻⁶⁴ for a
     * healthy ReLU.
     */
    static final int USUAL = 64;

    /** The fewest: of fewer, neither normalisation by the batch nor what differs between examples says anything. */
    static final int FEWEST = 4;

    /**
     * The most bytes of all examples together, 1 GB. A machine of 8 GB gives Java 2 GB, and ND4J's arrays not much
     * more; the rest of it is for the network, and for its copy with gradients and the updater's state. It is the same
     * on every machine, so that the figures are, too.
     */
    static final long MOST_BYTES = 1L << 30;

    /** An example's activations, their gradients, and once more what of either waits to be freed. */
    private static final int TIMES_HELD = 3;

    private final int count;
    private final long bytesPerExample;

    private ExampleCount(int count, long bytesPerExample) {
        this.count = count;
        this.bytesPerExample = bytesPerExample;
    }

    /**
     * The number for a network.
     *
     * @param types what an example becomes on its way; empty if that is not known, and the usual number is taken
     */
    static ExampleCount of(NetworkView network, Optional<PassedTypes> types) {
        long bytes = types.map(known -> bytesPerExample(network, known)).orElse(0L);
        long affordable = bytes == 0 ? USUAL : MOST_BYTES / bytes;
        return new ExampleCount((int) Math.max(FEWEST, Math.min(affordable, USUAL)), bytes);
    }

    private static long bytesPerExample(NetworkView network, PassedTypes types) {
        long elements = 0;
        long working = 0;
        for (NetworkNode node : network.nodes()) {
            elements += InputShape.of(types.of(node)).elements();
            working = Math.max(working, node.layer() == null ? 0 : working(node, types));
        }
        return network.network().params().dataType().width() * (TIMES_HELD * elements + working);
    }

    /** What a layer needs while it computes, such as unfolded images, as far as its configuration tells. */
    private static long working(NetworkNode node, PassedTypes types) {
        try {
            LayerMemoryReport report = node.innerConfiguration().getMemoryReport(types.takenBy(node));
            Map<CacheMode, Long> working = report == null ? null : report.getWorkingMemoryVariableTrain();
            return working == null ? 0 : working.getOrDefault(CacheMode.NONE, 0L);
        } catch (RuntimeException e) {
            return 0; // a layer of a user's own has no report as a rule, and says so in many ways
        }
    }

    /**
     * Checks a number that somebody else chose.
     *
     * @throws IllegalArgumentException if so many examples do not fit into the memory that this process may take
     */
    public void requireRoomFor(int examples) {
        long limit = Pointer.maxPhysicalBytes(); // JavaCPP's: as a rule twice the heap, 0 for none
        if (limit > 0 && bytesPerExample > 0) {
            long most = limit / bytesPerExample;
            Check.require(examples <= most, "examples", "at most " + most + ", since memory holds no more", examples);
        }
    }

    /** The number of examples. */
    public int count() {
        return count;
    }

    /** Why there are fewer than usual, in one sentence; empty if there are not. */
    public Optional<String> why() {
        return count == USUAL
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%d examples were made up, not %d as usual: one takes about %d MB, and all together may take"
                                + " %d MB%s. Give a batch size to have another number.",
                        count,
                        USUAL,
                        bytesPerExample >> 20,
                        MOST_BYTES >> 20,
                        count == FEWEST ? ", but fewer than " + FEWEST + " would tell too little" : ""));
    }
}
