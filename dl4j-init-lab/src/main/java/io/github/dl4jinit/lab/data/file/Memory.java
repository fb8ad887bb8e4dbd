// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;

/** What data takes of Java's memory, and what to do where there is not so much. */
public final class Memory {

    private Memory() {}

    /**
     * An array of so many bytes.
     *
     * @param name what messages call the data
     * @throws InvalidDataException if Java has not so much memory
     */
    static byte[] bytes(String name, long count) throws InvalidDataException {
        require(name, count);
        try {
            return new byte[(int) count];
        } catch (OutOfMemoryError e) {
            throw tooLarge(name, count, e);
        }
    }

    /**
     * An array of so many numbers.
     *
     * @param name what messages call the data
     * @throws InvalidDataException if Java has not so much memory
     */
    public static double[] doubles(String name, int count) throws InvalidDataException {
        Check.given("name", name);
        Check.inRange("count", count, 0, Integer.MAX_VALUE);
        long bytes = (long) count * Double.BYTES;
        require(name, bytes);
        try {
            return new double[count];
        } catch (OutOfMemoryError e) {
            throw tooLarge(name, bytes, e);
        }
    }

    /**
     * Checks that Java may ever have so much memory, before any of it is taken.
     *
     * @param name what messages call the data
     * @throws InvalidDataException if it has not
     */
    static void require(String name, long bytes) throws InvalidDataException {
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw tooLarge(name, bytes, null);
        }
    }

    private static InvalidDataException tooLarge(String name, long bytes, Throwable cause) {
        return new InvalidDataException(name, "takes " + megabytes(bytes) + " MB of memory, " + advice(), cause);
    }

    /** That data of unknown size takes more memory than Java has. */
    public static InvalidDataException exceeded(String name, OutOfMemoryError cause) {
        return new InvalidDataException(Check.given("name", name), "takes " + advice(), cause);
    }

    private static String advice() {
        return "more than is left of the " + megabytes(Runtime.getRuntime().maxMemory())
                + " MB that Java has: give it more, as by the option -Xmx4g before -jar or in JAVA_OPTS, and workers by --worker-heap";
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
