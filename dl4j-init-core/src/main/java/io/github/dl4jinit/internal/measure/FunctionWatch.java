// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.LayerActivation;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;

/** Puts a {@link FunctionSpy} into one node for the time of a forward pass. */
public final class FunctionWatch {

    private final Layer configuration;

    /** {@code null} if there is nothing to watch, and outside the pass. */
    private FunctionSpy spy;

    private FunctionSignal seen;

    /** Begins to watch. Two wrappers may hold one layer's configuration: then the first of them watches. */
    public FunctionWatch(NetworkNode node) {
        this.configuration = node.configuration();
        IActivation function = configuration == null ? null : LayerActivation.of(configuration);
        if (function != null && !(function instanceof FunctionSpy)) {
            spy = new FunctionSpy(function, node.loss().isPresent());
            LayerActivation.set(configuration, spy);
        }
    }

    /** Puts the layer's own function back, which the backward pass needs: a loss may ask for its class. */
    public void end() {
        if (spy != null) {
            LayerActivation.set(configuration, spy.function());
            seen = spy.signal();
            spy = null;
        }
    }

    /** What the function was given; empty if there is none, or the pass did not ask it. */
    public Optional<FunctionSignal> seen() {
        return Optional.ofNullable(seen);
    }
}
