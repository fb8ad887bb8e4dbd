// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The classes of other people that ran. They say so here, because to ask them would be to run them. */
public final class Sightings {

    private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    private Sightings() {}

    public static void report(String name) {
        SEEN.add(name);
    }

    public static Set<String> seen() {
        return SEEN;
    }
}
