// SPDX-License-Identifier: Apache-2.0
package com.example;

import org.deeplearning4j.nn.conf.distribution.Distribution;

/** A class that no test allows: it must never be heard of. It is a distribution, so that DL4J would take it as one. */
public final class Canary extends Distribution {

    private static final long serialVersionUID = 1L;

    static {
        Sightings.report("Canary");
    }
}
