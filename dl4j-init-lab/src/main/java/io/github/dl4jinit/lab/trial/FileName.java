// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Texts as parts of file names. */
public final class FileName {

    /** A dash and a UUID. */
    private static final int DIGEST = 37;

    private FileName() {}

    /** The text without what some file systems refuse: {@code he(gain=1.2)} is {@code he-gain-1.2}. */
    static String of(String text) {
        return text.replaceAll("[^A-Za-z0-9.+-]+", "-").replaceAll("-$", "");
    }

    /**
     * A name, or, if it is longer than {@code longest}, its beginning and a digest of all of it, which no other name
     * has.
     *
     * @param longest at least {@value #DIGEST}, which is what a digest takes
     */
    public static String shortened(String name, int longest) {
        Check.given("name", name);
        Check.inRange("longest", longest, DIGEST, Integer.MAX_VALUE);
        if (name.length() <= longest) {
            return name;
        }
        String digest = "-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return name.substring(0, longest - digest.length()) + digest;
    }
}
