// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A signal behind a layer or a part of one, and what was not computed but taken for granted on its way. */
public final class Passed {

    private final Incoming signal;

    /** {@code null} if all was computed. */
    private final String assumption;

    private Passed(Incoming signal, String assumption) {
        this.signal = signal;
        this.assumption = assumption;
    }

    /** A signal that was computed. */
    static Passed of(Incoming signal) {
        return new Passed(signal, null);
    }

    /** A signal that rests on an assumption. */
    static Passed assuming(String assumption, Incoming signal) {
        return new Passed(signal, assumption);
    }

    /** The signal. */
    public Incoming signal() {
        return signal;
    }

    /** What was taken for granted; of several assumptions the last one. */
    public Optional<String> assumption() {
        return Optional.ofNullable(assumption);
    }

    /** The signal behind a further part of the way. */
    public Passed then(Function<Incoming, Passed> further) {
        Passed next = further.apply(signal);
        return next.assumption == null ? new Passed(next.signal, assumption) : next;
    }

    /** This signal, which rests on that assumption if it rests on no other. */
    Passed orAssuming(String further) {
        return assumption == null ? new Passed(signal, further) : this;
    }

    /** The signal changed in a way that needs no assumption. */
    Passed map(UnaryOperator<Incoming> change) {
        return new Passed(change.apply(signal), assumption);
    }
}
