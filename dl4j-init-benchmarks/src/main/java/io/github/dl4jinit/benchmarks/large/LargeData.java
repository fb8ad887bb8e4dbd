// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.large;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a trial takes whose data is several times larger than its heap: a file of each kind is generated, and a process
 * like a worker trains a perceptron on it for an epoch. Memory is the most that was resident of that process, heap,
 * code and ND4J's arrays included; in brackets what a trial on a thousandth of the data takes. On Linux only.
 *
 * <pre>
 * OMP_NUM_THREADS=1 java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar \
 *     io.github.dl4jinit.benchmarks.large.LargeData FOLDER MEGABYTES HEAP [KIND …]
 * </pre>
 *
 * <p>There must be room for three times as many megabytes in the folder.
 */
public final class LargeData {

    private LargeData() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Path.of(args[0]), "large");
        int megabytes = Integer.parseInt(args[1]);
        List<Kind> kinds =
                args.length > 3 ? Stream.of(args).skip(3).map(Kind::valueOf).toList() : List.of(Kind.values());
        System.out.println(
                "data            numbers    heap   peak memory           read     an epoch   (time of the processor)");
        try {
            for (Kind kind : kinds) {
                LargeTrial.Cost small = cost(kind, folder, Math.max(1, megabytes / 1000), args[2]);
                LargeTrial.Cost large = cost(kind, folder, megabytes, args[2]);
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %7d MB %7s %6.0f MB (%3.0f MB) %7.0f s %10.0f s%n",
                        kind,
                        megabytes,
                        args[2],
                        large.peak(),
                        small.peak(),
                        large.read(),
                        large.trained());
            }
        } finally {
            delete(folder);
        }
    }

    private static LargeTrial.Cost cost(Kind kind, Path folder, int megabytes, String heap)
            throws IOException, InterruptedException {
        Path data = Files.createDirectory(folder.resolve("data"));
        kind.write(data, (long) megabytes << 20);
        LargeTrial.Cost cost = LargeTrial.inAProcess(kind, data, folder, heap);
        delete(data);
        return cost;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
