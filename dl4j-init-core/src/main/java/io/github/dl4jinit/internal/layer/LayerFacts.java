// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.nd4j.linalg.activations.IActivation;

/** All that initialising a network must know of one layer or vertex; {@link Layers} makes them. */
public final class LayerFacts {

    private final Family family;
    private final List<Parameter> parameters;

    LayerFacts(Family family, List<Parameter> parameters) {
        this.family = family;
        this.parameters = List.copyOf(parameters);
    }

    /** An entry for each parameter, or for each part of one, in the order in which they are drawn. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The weights that make what the layer puts out; empty if it has no weights. */
    public Optional<Parameter> main() {
        Optional<Parameter> output =
                parameters.stream().filter(parameter -> parameter.makesOutput).findFirst();
        return output.isPresent()
                ? output
                : parameters.stream()
                        .filter(parameter -> parameter.kind == Parameter.Kind.WEIGHTS)
                        .findFirst();
    }

    /** Whether the layer normalises its own pre-activations, so that nothing of the scale of its weights is left. */
    public boolean normalisesItself() {
        return parameters.stream().anyMatch(parameter -> parameter.normalises);
    }

    /** The function that pre-activations go through; the identity if there is none. */
    public IActivation function() {
        return family.function();
    }

    /** Whether this is an activation function and nothing else. */
    public boolean isActivation() {
        return family.isActivation();
    }

    /** What this is to a residual network. */
    public ResidualRole role() {
        return family.role();
    }

    /** Whether the theory of critical points is about such a layer: one pre-activation through one function. */
    public boolean hasCriticalPoint() {
        return family.hasCriticalPoint();
    }

    /** Whether the layer puts out its pre-activation once its activation function is the identity. */
    public boolean showsPreActivation() {
        return family.showsPreActivation();
    }

    /** Names of the parameters that a forward pass in training mode changes. */
    public Set<String> statistics() {
        return family.statistics();
    }

    /** How many units or channels it puts out, given how many its inputs have; empty if it depends on the data. */
    public OptionalLong width(List<OptionalLong> inputs) {
        return family.width(inputs);
    }

    /**
     * How many units or channels one of its inputs has, by what the layer or vertex reads; empty if that cannot be
     * told.
     *
     * @param input the number of the input
     * @param inputs how many its inputs have, as far as that is known
     * @param output how many it puts out, if that is known
     */
    public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
        return family.inputWidth(input, inputs, output);
    }

    /** What the layer's weights see of one of its inputs. */
    public Passed arriving(Incoming input) {
        return family.arriving(input);
    }

    /** Whether the signal passes as through a layer without weights. */
    public boolean isWeightless() {
        return main().isEmpty() && (parameters.isEmpty() || family.parametersAreNoWeights());
    }

    /** What the layer puts out if its {@linkplain #main main weights} make pre-activations of that variance. */
    public Passed weighted(double variance, Propagation propagation) {
        return family.weighted(variance, propagation);
    }

    /** {@link #weighted}, if each pre-activation is made from one position of the input only. */
    public Passed pointwise(double variance, Propagation propagation) {
        return family.pointwise(variance, propagation);
    }

    /** What becomes of pairs of units that see z and −z, if the layer or vertex has no weights. */
    public Passage passage() {
        return family.passage();
    }

    /**
     * By how much a {@linkplain #isWeightless weightless} layer or vertex multiplies the mean square of the difference
     * of two units in pairs, dropout apart.
     */
    public double differenceFactor(Propagation propagation) {
        return family.differenceFactor(propagation);
    }

    /** The slope c with φ(z) − φ(−z) = c·z, φ being the function that the layer applies; empty if there is none. */
    public OptionalDouble oddSlope() {
        return family.oddSlope();
    }

    /** What a {@linkplain #isWeightless weightless} layer or vertex makes of its inputs, which have these widths. */
    public Passed weightless(List<Incoming> inputs, List<OptionalLong> widths, Propagation propagation) {
        return family.weightless(inputs, widths, propagation);
    }

    /**
     * The mean square of a latent variable that the layer draws, where a parameter's source is one.
     *
     * @param variances of the pre-activations that each of its parameters has made by then
     */
    public double latentMeanSquare(Map<String, Double> variances, Propagation propagation) {
        return family.latentMeanSquare(variances, propagation);
    }
}
