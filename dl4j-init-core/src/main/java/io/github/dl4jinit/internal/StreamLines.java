// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a process prints, handed over line by line by a thread of its own. */
public final class StreamLines {

    private StreamLines() {}

    /**
     * Starts the thread.
     *
     * @param whose whose output it is, such as "worker"
     * @param line receives each line, and a last one that says so if reading fails
     * @param end runs when there will be no more
     */
    public static Thread follow(String whose, InputStream stream, Consumer<String> line, Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        reader.lines().forEach(line);
                    } catch (UncheckedIOException | IOException e) {
                        line.accept("the " + whose + "'s output broke off: " + e.getMessage());
                    } finally {
                        end.run();
                    }
                },
                whose + "-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
