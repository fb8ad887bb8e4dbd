// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.theory.CriticalPoint;
import io.github.dl4jinit.theory.MeanField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;

/** The theory of each activation function of a network, made once. */
final class Theories {

    private final Map<Object, MeanField> theories = new HashMap<>();
    private final Map<Object, CriticalPoint> criticalPoints = new HashMap<>();

    /**
     * The theory of a function.
     *
     * @throws IllegalArgumentException as {@link MeanField#of}
     */
    MeanField of(IActivation function) {
        return theories.computeIfAbsent(key(function), key -> MeanField.of(function));
    }

    /** The theory of a function; empty if there is none, as of softmax. */
    Optional<MeanField> find(IActivation function) {
        try {
            return Optional.of(of(function));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // it says why it has none, which is no fault of the network's
        }
    }

    /** The critical point of a function that there is a theory of. */
    CriticalPoint critical(IActivation function, double sigmaB2) {
        return criticalPoints.computeIfAbsent(
                List.of(key(function), sigmaB2), key -> of(function).critical(sigmaB2));
    }

    /**
     * ND4J's functions of one name, parameters and all, are the same, and this library's say themselves which they
     * equal. A user's may be anything under one name: each object counts for itself.
     */
    private static Object key(IActivation function) {
        String type = function.getClass().getName();
        if (type.startsWith("io.github.dl4jinit.")) {
            return function;
        }
        return type.startsWith("org.nd4j.") ? type + " " + function : new Identity(function);
    }

    private static final class Identity {

        private final Object object;

        Identity(Object object) {
            this.object = object;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity && ((Identity) other).object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }
}
