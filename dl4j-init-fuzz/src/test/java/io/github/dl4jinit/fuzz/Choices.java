// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** Bytes as a sequence of choices; after the last byte every choice is the first. */
final class Choices {

    /** More than any target asks for. */
    private static final int LENGTH = 48;

    private static final double[] ODD = {
        0,
        -0.0,
        1,
        -1,
        1e-50,
        1e39,
        1e5,
        1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY
    };

    private final ByteBuffer bytes;

    Choices(byte[] input) {
        bytes = ByteBuffer.wrap(input);
    }

    /** Any bytes: all are valid. */
    static byte[] draw(RandomGenerator random, List<byte[]> kept) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return bytes;
    }

    int below(int bound) {
        return bytes.hasRemaining() ? Byte.toUnsignedInt(bytes.get()) % bound : 0;
    }

    boolean oneIn(int share) {
        return below(share) == share - 1;
    }

    <T> T of(List<T> list) {
        return list.get(below(list.size()));
    }

    /** Mostly a plain number, sometimes one that is none. */
    double number() {
        return oneIn(8) ? ODD[below(ODD.length)] : (1 + below(40)) / 8.0;
    }
}
