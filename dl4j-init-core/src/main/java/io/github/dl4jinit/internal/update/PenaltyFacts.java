// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.update;

import org.nd4j.linalg.learning.regularization.Regularization;

/** What a penalty on large weights, such as L2, adds to the next step of one matrix or kernel. */
public final class PenaltyFacts {

    private final String node;
    private final Regularization rule;
    private final double penalty;
    private final double data;

    PenaltyFacts(String node, Regularization rule, double penalty, double data) {
        this.node = node;
        this.rule = rule;
        this.penalty = penalty;
        this.data = data;
    }

    /** The name of the layer or vertex. */
    public String node() {
        return node;
    }

    /** The penalty's configuration. */
    public Regularization rule() {
        return rule;
    }

    /** The sum of the magnitudes of what the penalty adds to the gradient, or, for weight decay, to the update. */
    public double penalty() {
        return penalty;
    }

    /** The sum of the magnitudes of what it is added to, which comes from the data. */
    public double data() {
        return data;
    }
}
