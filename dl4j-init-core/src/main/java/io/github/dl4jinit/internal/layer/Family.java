// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.OddPart;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * The facts of one family of layers or vertices, about one of them. What is said here holds where nothing is known; a
 * family overrides what it knows.
 */
interface Family {

    /** How the parameters are initialised; empty if that is not known. Asked only if there are parameters. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** The function that pre-activations go through; the identity if there is none. */
    default IActivation function() {
        return new ActivationIdentity();
    }

    /** How many units or channels it puts out, given how many its inputs have; empty if it depends on the data. */
    default OptionalLong width(List<OptionalLong> inputs) {
        return OptionalLong.empty();
    }

    /**
     * How many units or channels one of its inputs has; empty if that cannot be told.
     *
     * @param input the number of the input
     * @param inputs how many its inputs have, as far as that is known
     * @param output how many it puts out, if that is known
     */
    default OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
        return OptionalLong.empty();
    }

    /** What its weights see of one of its inputs, behind the dropout of the layer. */
    default Passed arriving(Incoming input) {
        return Passed.of(input);
    }

    /** What it puts out if its weights make pre-activations of that variance. */
    Passed weighted(double variance, Propagation propagation);

    /** What it makes of its inputs if it has no weights. */
    Passed weightless(List<Incoming> inputs, List<OptionalLong> widths, Propagation propagation);

    /**
     * The mean square of a latent variable that the layer draws itself.
     *
     * @param variances of the pre-activations that each of its parameters has made by then
     */
    default double latentMeanSquare(Map<String, Double> variances, Propagation propagation) {
        throw new IllegalStateException("no latent variable");
    }

    /** What it puts out if its weights make pre-activations of that variance, each from one position of its input. */
    default Passed pointwise(double variance, Propagation propagation) {
        return weighted(variance, propagation);
    }

    /** What becomes of pairs of units in it, if it has no weights. */
    default Passage passage() {
        return Passage.NONE;
    }

    /** By how much it multiplies the mean square of the difference of φ(z) and φ(−z), if it has no weights. */
    default double differenceFactor(Propagation propagation) {
        return 1;
    }

    /** The slope of φ(z) − φ(−z), φ being the function that pre-activations go through; empty if it is no line. */
    default OptionalDouble oddSlope() {
        return OddPart.slope(function());
    }

    /** What it is to a residual network. */
    default ResidualRole role() {
        return ResidualRole.OTHER;
    }

    /** Whether it applies an activation function and does nothing else. */
    default boolean isActivation() {
        return false;
    }

    /** Whether it passes a signal as a layer without weights does, though it has parameters. */
    default boolean parametersAreNoWeights() {
        return false;
    }

    /** Whether it passes on one pre-activation through one function, as the theory of critical points has it. */
    default boolean hasCriticalPoint() {
        return false;
    }

    /** Whether its pre-activation can be seen: with the identity as its activation function it puts it out. */
    default boolean showsPreActivation() {
        return false;
    }

    /** Names of the parameters that a forward pass in training mode changes. */
    default Set<String> statistics() {
        return Set.of();
    }
}
