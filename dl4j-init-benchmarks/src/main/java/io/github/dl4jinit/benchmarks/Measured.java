// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * What a piece of work took.
 *
 * @param seconds how long it took
 * @param bytes the most memory that the process held meanwhile, beyond what it held before
 */
public record Measured(double seconds, long bytes) {

    /** Runs the work, while a second thread looks at the size of the process. */
    public static Measured run(Runnable work) {
        System.gc();
        long before = Pointer.physicalBytes();
        AtomicLong peak = new AtomicLong(before);
        Thread watcher = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                peak.accumulateAndGet(Pointer.physicalBytes(), Math::max);
                Thread.onSpinWait();
            }
        });
        watcher.start();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Measured(seconds, peak.get() - before);
    }
}
