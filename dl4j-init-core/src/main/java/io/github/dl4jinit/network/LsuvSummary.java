// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@link Lsuv} did to a network, layer by layer. */
public final class LsuvSummary {

    private final NetworkInitSummary start;
    private final List<Scaled> layers;
    private final List<String> warnings;

    LsuvSummary(NetworkInitSummary start, List<Scaled> layers, List<String> warnings) {
        this.start = start;
        this.warnings = List.copyOf(warnings);
        this.layers = List.copyOf(layers);
    }

    /** How the weights were drawn before they were scaled: residual branches and unknown layers, too. */
    public NetworkInitSummary start() {
        return start;
    }

    /** The layers and vertices that have parameters, in the order of the network. */
    public List<Scaled> layers() {
        return layers;
    }

    /**
     * A sentence for each input of the network that is far from mean 0 and variance 1: which, its mean and standard
     * deviation, and what to do. Pixels from 0 to 1, ones among zeros, and what a normalisation or an embedding reads
     * are fine.
     */
    public List<String> warnings() {
        return warnings;
    }

    /** A table for people, one line a layer, and the warnings. */
    public String toText() {
        TextTable table = new TextTable("layer", "parameter", "variance before", "after", "target", "trials", "");
        for (Scaled layer : layers) {
            if (layer.skipped().isPresent()) {
                table.row(layer.layer(), "", "", "", "", "", layer.skipped().get());
            } else {
                table.row(
                        layer.layer(),
                        layer.parameter(),
                        number(layer.varianceBefore()),
                        number(layer.varianceAfter()),
                        number(layer.targetVariance()),
                        String.valueOf(layer.trials()),
                        (layer.centred() ? "centred" : "") + (layer.converged() ? "" : " not within the tolerance"));
            }
        }
        StringBuilder text = new StringBuilder(table.toString());
        warnings.forEach(warning -> text.append("! ").append(warning).append('\n'));
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    @Override
    public String toString() {
        return toText();
    }

    /** What was done to one layer. */
    public static final class Scaled {

        private final String layer;
        private final String parameter;
        private final double varianceBefore;
        private final double varianceAfter;
        private final double targetVariance;
        private final int trials;
        private final boolean converged;
        private final boolean centred;
        private final String skipped;

        Scaled(
                String layer,
                String parameter,
                double varianceBefore,
                double varianceAfter,
                double targetVariance,
                int trials,
                boolean converged,
                boolean centred,
                String skipped) {
            this.layer = layer;
            this.parameter = parameter;
            this.varianceBefore = varianceBefore;
            this.varianceAfter = varianceAfter;
            this.targetVariance = targetVariance;
            this.trials = trials;
            this.converged = converged;
            this.centred = centred;
            this.skipped = skipped;
        }

        static Scaled skipped(String layer, String reason) {
            return new Scaled(layer, "", Double.NaN, Double.NaN, Double.NaN, 0, true, false, reason);
        }

        /** The layer's or vertex's name; "layer" and its number where a list's layer has none. */
        public String layer() {
            return layer;
        }

        /** The parameter that was scaled; empty if none was. */
        public String parameter() {
            return parameter;
        }

        /** The variance of the pre-activations on the batch with the weights as drawn; NaN if the layer was skipped. */
        public double varianceBefore() {
            return varianceBefore;
        }

        /** The variance of the pre-activations in the end; NaN if the layer was skipped. */
        public double varianceAfter() {
            return varianceAfter;
        }

        /** The variance that was aimed at; NaN if the layer was skipped. */
        public double targetVariance() {
            return targetVariance;
        }

        /** How often the weights were scaled. */
        public int trials() {
            return trials;
        }

        /** Whether the variance is within the tolerance, or the layer was skipped. */
        public boolean converged() {
            return converged;
        }

        /** Whether its biases were set so that each unit's pre-activation has mean 0 on the batch. */
        public boolean centred() {
            return centred;
        }

        /** Why the layer keeps the scale that it was drawn with; empty if it does not. */
        public Optional<String> skipped() {
            return Optional.ofNullable(skipped);
        }
    }
}
