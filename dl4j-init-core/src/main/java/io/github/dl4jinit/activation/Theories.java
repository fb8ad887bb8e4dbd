// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.theory.MeanField;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;

/** The theories of activation functions, each made once; functions that are equal share one. */
final class Theories {

    private final Map<IActivation, Optional<MeanField>> theories = new HashMap<>();
    private final Map<IActivation, Optional<Kernel>> kernels = new HashMap<>();

    /** The theory of a function; empty if there is none, as of softmax. */
    Optional<MeanField> find(IActivation function) {
        return theories.computeIfAbsent(function, Theories::make);
    }

    /** The kernel of a function; empty if there is no theory of it. */
    Optional<Kernel> kernel(IActivation function) {
        return kernels.computeIfAbsent(function, key -> find(key).map(theory -> new TheoryKernel(key, theory)));
    }

    private static Optional<MeanField> make(IActivation function) {
        try {
            return Optional.of(MeanField.of(function));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // it says why it has none, which is no fault of the network's
        }
    }
}
