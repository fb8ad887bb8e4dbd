// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

/** Texts as parts of file names. */
final class FileName {

    private FileName() {}

    /** The text without what some file systems refuse: {@code he(gain=1.2)} is {@code he-gain-1.2}. */
    static String of(String text) {
        return text.replaceAll("[^A-Za-z0-9.+-]+", "-").replaceAll("-$", "");
    }
}
