// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/** A seed for ND4J's generator of this thread; closing puts the generator back where it stood. */
public final class RandomState implements AutoCloseable {

    private final Random random = Nd4j.getRandom();
    private final long seed = random.getSeed();
    private final long root = random.rootState();
    private final long node = random.nodeState();

    /** Seeds the generator, until {@link #close()}. */
    public RandomState(long newSeed) {
        random.setSeed(newSeed);
    }

    @Override
    public void close() {
        random.setSeed(seed);
        random.setStates(root, node);
    }
}
