// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.TextTable;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** What {@link Tailoring} chose for a configuration, layer by layer, and what the network's correlation map becomes. */
public final class TailoringReport {

    private final List<TailoredLayer> layers;
    private final Double alpha;
    private final Double curvature;
    private final NetworkMap before;
    private final NetworkMap after;

    TailoringReport(List<TailoredLayer> layers, Double alpha, Double curvature, NetworkMap before, NetworkMap after) {
        this.layers = List.copyOf(layers);
        this.alpha = alpha;
        this.curvature = curvature;
        this.before = before;
        this.after = after;
    }

    /** The layers with activation functions, in the order of the network. */
    public List<TailoredLayer> layers() {
        return layers;
    }

    /** α: the slope of ReLUs and leaky ReLUs, 0 where plain ReLU is good enough; empty if there are none. */
    public OptionalDouble alpha() {
        return optional(alpha);
    }

    /** C″(1) of one smooth activation function, τ / L in a plain network of L of them; empty if there are none. */
    public OptionalDouble curvature() {
        return optional(curvature);
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The network's correlation map with the functions that the configuration has. */
    public NetworkMap before() {
        return before;
    }

    /** The network's correlation map with the functions that were chosen. */
    public NetworkMap after() {
        return after;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TailoringReport)) {
            return false;
        }
        TailoringReport that = (TailoringReport) other;
        return layers.equals(that.layers)
                && Objects.equals(alpha, that.alpha)
                && Objects.equals(curvature, that.curvature)
                && before.equals(that.before)
                && after.equals(that.after);
    }

    @Override
    public int hashCode() {
        return Objects.hash(layers, alpha, curvature, before, after);
    }

    /** A table for people, one line a layer. */
    @Override
    public String toString() {
        TextTable table = new TextTable("layer", "before", "after", "because of");
        for (TailoredLayer layer : layers) {
            table.row(
                    layer.layer(),
                    layer.before().map(Object::toString).orElse(""),
                    layer.changed() ? layer.after().map(Object::toString).orElse("") : "",
                    layer.reason());
        }
        return table + "correlation map of the network before: " + before + "\n"
                + "correlation map of the network after:  " + after + "\n";
    }
}
