// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.watch;

import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * The data of the page, put together anew only if it may have changed, and no more often than leaves the processor to
 * the trials: ten thousand of them take seconds to read.
 */
final class LatestData {

    /** A twentieth of the time is spent on data, if it takes longer than {@link #QUICK}. */
    private static final int REST = 20;

    /** Nanoseconds that nobody misses every two seconds. */
    private static final long QUICK = 200_000_000;

    private final Watched watched;
    private final LongSupplier nanoTime;
    private Version version;
    private long restUntil;

    /**
     * One state of the data.
     *
     * @param tag tells it from others
     */
    record Version(String tag, byte[] json) {}

    LatestData(Watched watched, LongSupplier nanoTime) {
        this.watched = watched;
        this.nanoTime = nanoTime;
    }

    /** The newest data; two that ask at once share it. */
    synchronized Version version() throws IOException {
        String tag = '"' + watched.stamp() + '"';
        long start = nanoTime.getAsLong();
        if (version != null && (version.tag().equals(tag) || start - restUntil < 0)) {
            return version;
        }
        version = new Version(tag, watched.data()); // the stamp came first: what changes meanwhile is seen next time
        long end = nanoTime.getAsLong();
        restUntil = end + REST * Math.max(0, end - start - QUICK);
        return version;
    }
}
