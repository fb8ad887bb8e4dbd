// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Time that the processor spent in this thread, which other programs on the machine hardly change. */
final class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** The median over so many rounds, in milliseconds, after one that does not count. */
    static double median(int rounds, Runnable work) {
        work.run();
        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            times[i] = milliseconds(work);
        }
        return Median.of(times);
    }

    static double milliseconds(Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }
}
