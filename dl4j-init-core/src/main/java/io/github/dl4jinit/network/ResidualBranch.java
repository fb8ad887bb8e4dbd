// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

/** What lies beside a skip connection, and what was done to it. */
public final class ResidualBranch {

    private final String from;
    private final String into;
    private final String last;
    private final double factor;
    private final String rule;

    ResidualBranch(String from, String into, String last, double factor, String rule) {
        this.from = from;
        this.into = into;
        this.last = last;
        this.factor = factor;
        this.rule = rule;
    }

    /** The node where skip connection and branch part. */
    public String from() {
        return from;
    }

    /** The vertex that adds them. */
    public String into() {
        return into;
    }

    /** The last of the branch's layers that has weights. */
    public String lastLayer() {
        return last;
    }

    /** The factor that the standard deviation of that layer's weights was multiplied by. */
    public double factor() {
        return factor;
    }

    /** What was done to the branch, in a few words. */
    public String rule() {
        return rule;
    }

    @Override
    public String toString() {
        return from + " -> " + into + ": " + last + " " + rule;
    }
}
