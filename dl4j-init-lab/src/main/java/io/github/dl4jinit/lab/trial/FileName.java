// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Texts as parts of file names. */
public final class FileName {

    private FileName() {}

    /** The text without what some file systems refuse: {@code he(gain=1.2)} is {@code he-gain-1.2}. */
    static String of(String text) {
        return text.replaceAll("[^A-Za-z0-9.+-]+", "-").replaceAll("-$", "");
    }

    /**
     * A name, or, if it is longer than {@code longest}, its beginning and a digest of all of it, which no other name
     * has.
     */
    public static String shortened(String name, int longest) {
        if (name.length() <= longest) {
            return name;
        }
        String digest = "-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return name.substring(0, longest - digest.length()) + digest;
    }
}
