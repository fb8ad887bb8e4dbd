// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.theory.CriticalPoint;
import io.github.dl4jinit.theory.MeanField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;

/** What following a signal through one network needs: the theory of its activation functions, and samples of units. */
public final class Propagation {

    /** A mean square beyond this is on its way to infinity. */
    private static final double LARGEST = 1e6;

    private final Theories theories = new Theories();
    private final Samples samples = new Samples();
    private final Map<String, Incoming> settledStates = new HashMap<>();

    /** The theory of a function; empty if there is none, as of softmax. */
    public Optional<MeanField> theory(IActivation function) {
        return theories.find(function);
    }

    /** The critical point of a function; empty if there is no theory of it. */
    public Optional<CriticalPoint> criticalPoint(IActivation function, double sigmaB2) {
        return theories.find(function).map(theory -> theories.critical(function, sigmaB2));
    }

    /** What an activation function makes of a signal; where there is no theory of it, a mean square of 1 is assumed. */
    Passed activated(Incoming incoming, IActivation function) {
        return theories.find(function).isPresent()
                ? Passed.of(incoming.through(function, theories, samples))
                : Passed.assuming(
                        "no theory of " + function + ": its mean square is taken to be 1",
                        Incoming.normal(1, function.toString()));
    }

    /** What an activation function within a layer makes of pre-activations of that variance. */
    public Incoming within(double variance, String origin, IActivation function) {
        return theories.find(function).isPresent()
                ? Incoming.normal(variance, origin).through(function, theories, samples)
                : Incoming.normal(1, function.toString());
    }

    Incoming sum(List<Incoming> parts) {
        return Incoming.sum(parts, samples);
    }

    /** Values like these, but independent of them. */
    Incoming another(Incoming incoming) {
        return incoming.another(samples);
    }

    Samples samples() {
        return samples;
    }

    /** A recurrent state in the long run, computed once for all layers of which the key is the same. */
    Incoming settled(String key, Supplier<Incoming> state) {
        return settledStates.computeIfAbsent(key, unused -> state.get());
    }

    /**
     * What a recurrent layer puts out; a state that grows has no mean square that a next layer could be planned for.
     */
    static Passed orOne(Incoming output, double meanSquare) {
        return isBounded(meanSquare)
                ? Passed.of(output)
                : Passed.assuming(
                        "grows from step to step: the mean square of what it puts out is taken to be 1",
                        Incoming.normal(1, "recurrent"));
    }

    /** Whether a mean square is not on its way to infinity. */
    static boolean isBounded(double meanSquare) {
        return meanSquare < LARGEST;
    }
}
