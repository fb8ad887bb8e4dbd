// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Watches how much memory this process takes. A network's arrays are outside of Java's heap, where no option limits
 * them: a machine without enough for them gets slow and then ends programs of its own choice.
 */
final class MemoryGuard implements AutoCloseable {

    /** ND4J writes some 100 MB into new memory meanwhile. */
    private static final long MILLIS_BETWEEN_LOOKS = 20;

    private final Thread thread;

    /**
     * Watches until it is closed.
     *
     * @param taken how many bytes are taken now
     * @param exceeded gets the number when it is larger than that, once
     */
    MemoryGuard(long most, LongSupplier taken, LongConsumer exceeded) {
        thread = new Thread(
                () -> {
                    try {
                        while (taken.getAsLong() <= most) {
                            Thread.sleep(MILLIS_BETWEEN_LOOKS);
                        }
                        exceeded.accept(most);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // closed
                    }
                },
                "memory");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
