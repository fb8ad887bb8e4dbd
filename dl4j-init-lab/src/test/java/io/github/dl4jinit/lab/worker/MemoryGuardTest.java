// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryGuardTest {

    /** It looks again and again, and what may just be taken is no fault. */
    @Test
    void tellsWhenMoreIsTakenThanMayBe() {
        AtomicLong taken = new AtomicLong(97);
        CompletableFuture<Long> seen = new CompletableFuture<>();
        try (MemoryGuard guard = new MemoryGuard(100, taken::getAndIncrement, seen::complete)) {
            assertThat(guard).isNotNull();
            assertThat(seen.join()).isEqualTo(100);
        }
        assertThat(taken).hasValue(102);
    }

    /** A worker that has answered may take what it needs for the next question. */
    @Test
    void looksNoMoreWhenItIsClosed() throws InterruptedException {
        CompletableFuture<Thread> looking = new CompletableFuture<>();
        MemoryGuard guard = new MemoryGuard(100, () -> looking.complete(Thread.currentThread()) ? 1 : 2, most -> {});
        Thread thread = looking.join();
        guard.close();
        thread.join(60_000); // it ends at once, or never
        assertThat(thread.isAlive()).isFalse();
    }
}
