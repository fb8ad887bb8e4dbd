// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Times of two ways to do the same, measured in turn in one process: what disturbs the machine meets both.
 *
 * @param first milliseconds of a call of the first in each round
 * @param second those of the second
 */
record Paired(double[] first, double[] second) {

    private static final int WARM_UP_ROUNDS = 3;

    /** Times so many rounds, after some that do not count; both return milliseconds. */
    static Paired time(int rounds, DoubleSupplier first, DoubleSupplier second) {
        double[] ofFirst = new double[rounds];
        double[] ofSecond = new double[rounds];
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            double one = first.getAsDouble();
            double other = second.getAsDouble();
            if (round >= 0) {
                ofFirst[round] = one;
                ofSecond[round] = other;
            }
        }
        return new Paired(ofFirst, ofSecond);
    }

    /** The milliseconds that each of so many calls takes. */
    static double milliseconds(int calls, Runnable action) {
        long start = System.nanoTime();
        for (int call = 0; call < calls; call++) {
            action.run();
        }
        return (System.nanoTime() - start) / 1e6 / calls;
    }

    double medianOfFirst() {
        return median(round -> first[round]);
    }

    double medianOfSecond() {
        return median(round -> second[round]);
    }

    /** The median over the rounds of how many times as long as the first the second took. */
    double medianRatio() {
        return median(round -> second[round] / first[round]);
    }

    private double median(IntToDoubleFunction ofRound) {
        return Median.of(IntStream.range(0, first.length).mapToDouble(ofRound));
    }

    /** The processor, the number of its cores that Java sees, and Java's version. */
    static String machine() throws IOException {
        return "%s, %d cores, Java %s"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature());
    }

    private static String processor() throws IOException {
        Path description = Path.of("/proc/cpuinfo"); // Linux's
        if (!Files.isReadable(description)) {
            return System.getProperty("os.arch");
        }
        String[] lines = Files.readString(description).split("\n\n")[0].split("\n");
        return value(lines, "model name") + " (family " + value(lines, "cpu family") + ", model "
                + value(lines, "model") + ")";
    }

    private static String value(String[] lines, String key) {
        return Arrays.stream(lines)
                .map(line -> line.split("\\s*:\\s*", 2))
                .filter(pair -> pair.length == 2 && pair[0].equals(key))
                .map(pair -> pair[1])
                .findFirst()
                .orElse("?");
    }
}
