// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;

/** What an image, or a row, takes of Java's memory, and what to do where there is not so much. */
public final class Memory {

    private Memory() {}

    /**
     * Checks that Java may ever have so much memory, before any of it is taken.
     *
     * @param name what messages call the data
     * @throws InvalidDataException if it has not
     */
    static void require(String name, long bytes) throws InvalidDataException {
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new InvalidDataException(name, "takes " + megabytes(bytes) + " MB of memory, " + advice());
        }
    }

    /** That data of unknown size takes more memory than Java has. */
    public static InvalidDataException exceeded(String name, OutOfMemoryError cause) {
        return new InvalidDataException(Check.given("name", name), "takes " + advice(), cause);
    }

    private static String advice() {
        return "more than is left of the " + megabytes(Runtime.getRuntime().maxMemory())
                + " MB that Java has: give it more, as by the option -Xmx4g before -jar or in JAVA_OPTS, and workers by --worker-heap";
    }

    /** Rounded up. */
    static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
