// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** The last weights before a loss. */
public final class LastWeights {

    private LastWeights() {}

    /**
     * Whether an output can learn to answer the same to every example: its last weights are trained. In a generator
     * behind which a discriminator is frozen they are not, nor where the loss compares what two layers answer.
     */
    public static boolean areTrained(NetworkNode output, List<NetworkNode> nodes) {
        NetworkNode node = output;
        while (node.parameters().isEmpty()) {
            if (node.inputs().size() != 1) {
                return false;
            }
            node = nodes.get(node.inputs().get(0));
        }
        return !node.frozen() && changes(node);
    }

    private static boolean changes(NetworkNode node) {
        return node.parameters().keySet().stream()
                .map(parameter -> node.trainable().getConfig().getUpdaterByParam(parameter))
                .anyMatch(LastWeights::changes);
    }

    /** Whether an updater moves anything, now or later in its schedule. */
    private static boolean changes(IUpdater updater) {
        boolean stopped = updater.hasLearningRate()
                && updater.getLearningRate(0, 0) == 0
                && updater.getLearningRate(1_000_000, 1_000_000) == 0;
        return !(updater instanceof NoOp) && !stopped;
    }
}
