// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Fingerprints of weights, to pin their bits and to compare them between processes. */
public final class Hashes {

    private Hashes() {}

    /** What 100 000 weights drawn with that seed are, to the bit. {@code main} prints it from another JVM. */
    static String of(VarianceScalingInit init, DataType type, long seed) {
        long[] shape = {200, 500};
        Nd4j.getRandom().setSeed(seed);
        return of(init.init(200, 500, shape, 'f', Nd4j.createUninitialized(type, 100_000)));
    }

    /** The first 64 bits of the SHA-256 of the elements, as doubles in 'c' order. */
    public static String of(INDArray array) {
        double[] elements = array.dup('c').reshape(array.length()).toDoubleVector();
        ByteBuffer bytes = ByteBuffer.allocate(elements.length * Double.BYTES);
        bytes.asDoubleBuffer().put(elements);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return String.format("%016x", ByteBuffer.wrap(digest).getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    public static void main(String[] args) {
        VarianceScalingInit init = HeInit.builder()
                .distribution(WeightDistribution.valueOf(args[0]))
                .build();
        System.out.println(of(init, DataType.valueOf(args[1]), Long.parseLong(args[2])));
    }
}
