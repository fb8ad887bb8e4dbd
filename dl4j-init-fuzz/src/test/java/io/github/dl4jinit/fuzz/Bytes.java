// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes binary data: numbers in headers, lengths, single bits. */
final class Bytes {

    private static final int[] ODD = {0, 1, -1, 2, 255, 256, 65_535, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private static final int MOST_CHANGES = 3;

    /** Where headers are. */
    private static final int HEADER = 128;

    private Bytes() {}

    /** One of the inputs with one to three changes. */
    static byte[] vary(RandomGenerator random, List<byte[]> inputs) {
        byte[] bytes = Texts.any(random, inputs).clone();
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            bytes = changed(random, bytes);
        }
        return bytes;
    }

    private static byte[] changed(RandomGenerator random, byte[] bytes) {
        if (bytes.length < Long.BYTES) {
            return Arrays.copyOf(bytes, random.nextInt(2 * HEADER));
        }
        int place = random.nextInt(random.nextBoolean() ? Math.min(HEADER, bytes.length) : bytes.length);
        int aligned = Math.min(place, bytes.length - Long.BYTES);
        switch (random.nextInt(6)) {
            case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 1 -> bytes[place] = (byte) random.nextInt();
            case 2 -> ByteBuffer.wrap(bytes).putInt(aligned, ODD[random.nextInt(ODD.length)]);
            case 3 -> ByteBuffer.wrap(bytes).putLong(aligned, ODD[random.nextInt(ODD.length)]);
            case 4 -> {
                return Arrays.copyOf(bytes, place);
            }
            default -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + random.nextInt(HEADER));
                System.arraycopy(bytes, place, longer, longer.length - (bytes.length - place), bytes.length - place);
                return longer;
            }
        }
        return bytes;
    }
}
