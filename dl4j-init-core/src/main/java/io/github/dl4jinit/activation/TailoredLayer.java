// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;

/** What tailoring did to the activation function of one layer, or why it left it alone. */
public final class TailoredLayer {

    private final String layer;
    private final IActivation before;
    private final IActivation after;
    private final String reason;

    TailoredLayer(String layer, IActivation before, IActivation after, String reason) {
        this.layer = layer;
        this.before = before;
        this.after = after;
        this.reason = reason;
    }

    /** The layer's name; "layer" and its number where a list's layer has none. */
    public String layer() {
        return layer;
    }

    /** The function that the configuration has; empty for a layer that applies several, as an LSTM does. */
    public Optional<IActivation> before() {
        return Optional.ofNullable(before);
    }

    /** The function of the tailored configuration, the same as before if it was left alone. */
    public Optional<IActivation> after() {
        return Optional.ofNullable(after);
    }

    /** Whether the function was replaced by another one. */
    public boolean changed() {
        return !Objects.equals(before, after);
    }

    /** Why it is as it is, in a few words. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TailoredLayer)) {
            return false;
        }
        TailoredLayer that = (TailoredLayer) other;
        return layer.equals(that.layer)
                && Objects.equals(before, that.before)
                && Objects.equals(after, that.after)
                && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(layer, before, after, reason);
    }

    @Override
    public String toString() {
        return layer + ": " + (changed() ? before + " -> " + after + ", " : "") + reason;
    }
}
