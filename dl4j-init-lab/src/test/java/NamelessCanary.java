// SPDX-License-Identifier: Apache-2.0

import com.example.Sightings;

/** As {@link com.example.Canary}, but in no package, so that there is no dot in its name. */
public final class NamelessCanary {

    static {
        Sightings.report("NamelessCanary");
    }

    private NamelessCanary() {}
}
