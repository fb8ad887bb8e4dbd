// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.util.Optional;
import java.util.function.DoubleFunction;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;

/** The share that a dropout keeps, and how it is written in Java. */
public final class Dropped {

    private final double kept;
    private final DoubleFunction<String> java;

    private Dropped(double kept, DoubleFunction<String> java) {
        this.kept = kept;
        this.java = java;
    }

    /** What a dropout of inputs keeps; empty if it has none of the usual forms, or a schedule. */
    public static Optional<Dropped> of(IDropout dropout) {
        if (dropout instanceof Dropout && ((Dropout) dropout).getPSchedule() == null) {
            return of(((Dropout) dropout).getP(), ".dropOut(%s)");
        }
        if (dropout instanceof AlphaDropout && ((AlphaDropout) dropout).getPSchedule() == null) {
            return of(((AlphaDropout) dropout).getP(), ".dropOut(new AlphaDropout(%s))");
        }
        if (dropout instanceof SpatialDropout && ((SpatialDropout) dropout).getPSchedule() == null) {
            return of(((SpatialDropout) dropout).getP(), ".dropOut(new SpatialDropout(%s))");
        }
        if (dropout instanceof GaussianDropout && ((GaussianDropout) dropout).getRateSchedule() == null) {
            // Its number is the share that a dropout of the same noise would drop.
            double kept = 1 - ((GaussianDropout) dropout).getRate();
            return Optional.of(new Dropped(kept, share -> ".dropOut(new GaussianDropout(" + text(1 - share) + "))"));
        }
        return Optional.empty();
    }

    /** What a dropout of weights keeps; empty if it is none, or follows a schedule. */
    public static Optional<Dropped> of(IWeightNoise noise) {
        return noise instanceof DropConnect && ((DropConnect) noise).getWeightRetainProbSchedule() == null
                ? of(((DropConnect) noise).getWeightRetainProb(), ".weightNoise(new DropConnect(%s))")
                : Optional.empty();
    }

    private static Optional<Dropped> of(double kept, String java) {
        return Optional.of(new Dropped(kept, share -> String.format(java, text(share))));
    }

    /** Two decimals: shares are no matter of more. */
    private static String text(double share) {
        return String.valueOf(Math.rint(100 * share) / 100);
    }

    /** The share of inputs, or of weights, that is kept. */
    public double kept() {
        return kept;
    }

    /** The Java of the same dropout that keeps another share. */
    public String java(double share) {
        return java.apply(share);
    }
}
