// SPDX-License-Identifier: Apache-2.0
package com.example;

import org.deeplearning4j.nn.conf.distribution.Distribution;

/** A class that no test allows and many inputs name: it must never run. DL4J would take it as a distribution. */
public final class Stranger extends Distribution {

    /** The system property that says that it has run. A constant, so that to ask does not run it. */
    public static final String HAS_RUN = "com.example.stranger.has.run";

    private static final long serialVersionUID = 1L;

    static {
        System.setProperty(HAS_RUN, "true");
    }
}
