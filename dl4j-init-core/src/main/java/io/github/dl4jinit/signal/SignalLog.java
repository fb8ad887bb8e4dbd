// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reports in a file, one line of JSON each. A line is handed to the operating system in one piece before training goes
 * on, so a process that is killed leaves all lines it has written, and at worst the beginning of one more, which
 * {@link #read} leaves out and the next writer removes.
 */
public final class SignalLog {

    private final Path file;

    SignalLog(Path file) {
        this.file = file;
    }

    /** Adds a line; creates the file if there is none. */
    void append(SignalReport report) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.position(endOfLastLine(channel));
            channel.truncate(channel.position());
            ByteBuffer line = ByteBuffer.wrap((report.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }

    /**
     * The reports in a file, in the order in which they were written.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if the file is {@code null}, or a line, other than an incomplete last one, is
     *     not a report
     */
    public static List<SignalReport> read(Path file) throws IOException {
        List<SignalReport> reports = new ArrayList<>();
        forEach(file, reports::add);
        return reports;
    }

    /**
     * Hands over the reports in a file one by one, so that those of a long training need not all be in memory.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException as {@link #read} does
     */
    public static void forEach(Path file, Consumer<SignalReport> use) throws IOException {
        Check.given("consumer", use);
        try (Reader reader = Files.newBufferedReader(Check.given("file", file))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    use.accept(SignalReport.fromJson(line.toString()));
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
        }
    }
}
