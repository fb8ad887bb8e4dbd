// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.statistics;

import io.github.dl4jinit.WeightDistribution;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The random bits of uniform weights without end, for a battery of tests to read: 23 of each float, all that there are.
 *
 * <p>{@code weights} are those of one seed, array after array of 16 million; {@code seeds} are the first 64 of seed 1,
 * of seed 2, and so on, which shows whether neighbouring seeds have to do with each other.
 *
 * <pre>
 * java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.statistics.RandomBits weights | dieharder -a -g 200
 * </pre>
 */
public final class RandomBits {

    private static final int BITS = 23;
    private static final int ARRAY = 1 << 24;
    private static final int OF_EACH_SEED = 64;

    private final OutputStream out;
    private long pending;
    private int pendingBits;

    RandomBits(OutputStream out) {
        this.out = out;
    }

    /** Writes until nobody reads any more. */
    public static void main(String[] args) {
        boolean seeds = args.length == 1 && args[0].equals("seeds");
        if (!seeds && !(args.length == 1 && args[0].equals("weights"))) {
            System.err.println("Which bits? One argument: weights or seeds.");
            System.exit(2);
        }
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            RandomBits bits = new RandomBits(out);
            if (seeds) {
                bits.writeSeeds();
            } else {
                bits.writeWeights();
            }
        } catch (IOException e) {
            System.err.println("The reader has ended: " + e.getMessage()); // as it is meant to
        }
    }

    private void writeWeights() throws IOException {
        try (Draws draws = new Draws(WeightDistribution.UNIFORM, DataType.FLOAT, 1, ARRAY)) {
            while (true) {
                write(draws.next());
            }
        }
    }

    private void writeSeeds() throws IOException {
        for (long seed = 1; true; seed++) {
            try (Draws draws = new Draws(WeightDistribution.UNIFORM, DataType.FLOAT, seed, OF_EACH_SEED)) {
                write(draws.next());
            }
        }
    }

    /** Writes the integers k of weights √3·((k + ½)·2⁻²² − 1), the lowest bits first. */
    void write(double[] weights) throws IOException {
        for (double weight : weights) {
            long k = (long) Math.floor((weight / Math.sqrt(3) + 1) * (1 << BITS - 1));
            pending |= k << pendingBits;
            pendingBits += BITS;
            while (pendingBits >= Byte.SIZE) {
                out.write((int) pending);
                pending >>>= Byte.SIZE;
                pendingBits -= Byte.SIZE;
            }
        }
    }
}
