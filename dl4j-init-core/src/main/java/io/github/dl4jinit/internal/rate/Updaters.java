// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The updaters of a copy, whose learning rates are raised and lowered together: their ratios to each other stay as they
 * are where training is, and schedules stand still. An updater without a learning rate goes on as it is.
 */
final class Updaters {

    private final Map<IUpdater, Double> rates = new IdentityHashMap<>();
    private final List<UpdaterUse> uses;

    /** @throws IllegalArgumentException if none has a learning rate */
    Updaters(NetworkView copy, int iteration, int epoch) {
        Map<IUpdater, UpdaterUse> distinct = new LinkedHashMap<>();
        Set<String> without = new TreeSet<>();
        for (UpdaterBlock block : copy.updater().getUpdaterBlocks()) {
            IUpdater updater = block.getGradientUpdater().getConfig();
            if (!updater.hasLearningRate()) {
                without.add(updater.getClass().getSimpleName());
                continue;
            }
            double rate = updater.getLearningRate(iteration, epoch);
            rates.put(updater, rate);
            distinct.merge(
                    updater.clone(),
                    new UpdaterUse(
                            updater.clone(),
                            rate,
                            name(copy, block),
                            block.getParamOffsetEnd() - block.getParamOffsetStart()),
                    (known, more) -> known.with(more.parameters()));
        }
        Check.require(!rates.isEmpty(), "network", "trained by an updater that has a learning rate", without);
        this.uses = new ArrayList<>(distinct.values());
        this.uses.sort(Comparator.comparing((UpdaterUse use) -> use.rate() == 0)
                .thenComparing(Comparator.comparingLong(UpdaterUse::parameters).reversed()));
    }

    private static String name(NetworkView copy, UpdaterBlock block) {
        Trainable trained = block.getLayersAndVariablesInBlock().get(0).getLayer();
        return copy.nodes().stream()
                .filter(node -> node.layer() == trained || node.vertex() == trained)
                .map(NetworkNode::name)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an updater of no layer"));
    }

    /** Each updater once, the one that trains most parameters first, and those whose rate is 0 last. */
    List<UpdaterUse> uses() {
        return uses;
    }

    /** Gives the first updater this rate, and the others what keeps their ratio to it; all the same if all are 0. */
    void setRate(double rate) {
        double first = uses.get(0).rate();
        boolean allZero = rates.values().stream().allMatch(own -> own == 0);
        rates.forEach((updater, own) -> updater.setLrAndSchedule(allZero ? rate : own / first * rate, null));
    }
}
