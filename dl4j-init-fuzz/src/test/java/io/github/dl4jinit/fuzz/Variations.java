// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Inputs that are drawn, as many as the system property {@code fuzz.cases} says, or a few, always the same, in an
 * ordinary build. The first that breaks the contract is kept in the folder that Jazzer replays.
 */
final class Variations {

    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private static final String CASES = "fuzz.cases";

    private final Class<?> test;
    private final List<byte[]> kept;

    private Variations(Class<?> test, List<byte[]> kept) {
        this.test = test;
        this.kept = kept;
    }

    /** What is done with an input. */
    @FunctionalInterface
    interface Target {

        /**
         * Reads an input and holds the reader to the {@link Contract}.
         *
         * @return whether it was valid
         */
        boolean read(byte[] input) throws IOException;
    }

    /** How an input is drawn. */
    @FunctionalInterface
    interface Draw {

        /** @param kept valid and invalid inputs to start from */
        byte[] next(RandomGenerator random, List<byte[]> kept);
    }

    /** Variations of the inputs that are kept for a test. */
    static Variations of(Class<?> test) {
        try (Stream<Path> files = Files.list(folder(test))) {
            return new Variations(test, files.sorted().map(Variations::bytes).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Variations of the files in a folder and below, too. */
    Variations and(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            Stream<byte[]> more = files.filter(Files::isRegularFile).sorted().map(Variations::bytes);
            return new Variations(test, Stream.concat(kept.stream(), more).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(Class<?> test) {
        return RESOURCES.resolve(test.getName().replace('.', '/') + "Inputs").resolve("input");
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Draws inputs and has them read.
     *
     * @param usual how many in an ordinary build
     */
    void read(int usual, Draw draw, Target target) {
        String asked = System.getProperty(CASES, "");
        int cases = asked.isEmpty() ? usual : Integer.parseInt(asked);
        long seed = asked.isEmpty() ? 1 : System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        long start = processorTime();
        int valid = 0;
        for (int i = 0; i < cases; i++) {
            byte[] input = draw.next(random, kept);
            if (readOrKeep(input, target)) {
                valid++;
            }
        }
        System.out.printf(
                "%s: %d inputs, %d of them valid, %.1f s of the processor, seed %d%n",
                test.getSimpleName(), cases, valid, (processorTime() - start) / 1e9, seed);
        if (valid == 0 || valid == cases) {
            throw new AssertionError("inputs that are all valid or all invalid test nothing");
        }
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private boolean readOrKeep(byte[] input, Target target) {
        try {
            return target.read(input);
        } catch (Throwable e) {
            throw new AssertionError("kept as " + keep(input), e);
        }
    }

    private Path keep(byte[] input) {
        try {
            String digest = HexFormat.of().toHexDigits(java.util.Arrays.hashCode(input));
            return Files.write(folder(test).resolve("found-" + digest), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
