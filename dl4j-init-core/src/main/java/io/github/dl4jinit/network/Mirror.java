// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.sampling.Units;

/** How one layer's weights are mirrored: which units of its inputs and outputs are pairs. */
final class Mirror {

    final Units in;
    final Units out;

    /** c: the slope of φ(z) − φ(−z), φ being what inputs in pairs have been through. */
    final double slope;

    /** Why its outputs are in no pairs, for people; empty where nothing needs a reason. */
    final String note;

    Mirror(Units in, Units out, double slope, String note) {
        this.in = in;
        this.out = out;
        this.slope = slope;
        this.note = note;
    }

    /** What such weights are, in a word or two for people. */
    String what() {
        if (!in.inPairs()) {
            return out.inPairs() ? "mirrored first" : "orthogonal";
        }
        return out.inPairs() ? "mirrored hidden" : "mirrored last";
    }
}
