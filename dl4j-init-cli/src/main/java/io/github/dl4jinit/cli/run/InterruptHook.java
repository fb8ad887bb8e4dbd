// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import org.slf4j.LoggerFactory;

/** Runs an action if the JVM is ended by a signal (Ctrl-C, SIGTERM) before this is closed. */
public final class InterruptHook implements AutoCloseable {

    private final Thread hook;
    private volatile boolean happened;

    public InterruptHook(Runnable action) {
        this.hook = new Thread(
                () -> {
                    happened = true;
                    action.run();
                },
                "interrupt");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            LoggerFactory.getLogger(InterruptHook.class).debug("the JVM began to end before", e);
            happened = true;
        }
    }

    /** Whether the JVM is ending. */
    public boolean happened() {
        return happened;
    }

    @Override
    public void close() {
        if (!happened) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                LoggerFactory.getLogger(InterruptHook.class).debug("the JVM began to end a moment ago", e);
            }
        }
    }
}
