// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Parameter;
import org.nd4j.linalg.activations.IActivation;

/**
 * How one parameter of a layer is initialised: drawn as weights of given fans, set to a constant, or left.
 *
 * <p>A rule for a user's own layer is a list of these (see {@link NetworkInit.Builder#rule}):
 *
 * <pre>
 * .rule(MyLayer.class, layer -&gt; List.of(
 *         ParameterRule.weights("W", layer.getNIn(), layer.getNOut()),
 *         ParameterRule.bias("b", 0)))
 * </pre>
 */
public final class ParameterRule {

    private final Parameter parameter;

    private ParameterRule(Parameter parameter) {
        this.parameter = parameter;
    }

    /**
     * Weights that the layer's input is multiplied by.
     *
     * @param parameter its name in the layer's parameter table
     * @param fanIn number of inputs that one output sums over, on average over outputs
     * @param fanOut number of outputs that one input feeds, on average over inputs
     * @throws IllegalArgumentException if a fan is not positive and finite
     */
    public static ParameterRule weights(String parameter, double fanIn, double fanOut) {
        return new ParameterRule(Parameter.weights(parameter, fanIn, fanOut));
    }

    /**
     * Weights that what the layer put out at one step is multiplied by at the next: orthogonal, with a gain of 1,
     * unless the builder says otherwise.
     *
     * @param parameter its name in the layer's parameter table
     * @param fanIn number of units that one unit sums over, on average over units
     * @param fanOut number of units that one unit feeds, on average over units
     * @throws IllegalArgumentException if a fan is not positive and finite
     */
    public static ParameterRule recurrentWeights(String parameter, double fanIn, double fanOut) {
        return new ParameterRule(Parameter.recurrentWeights(parameter, fanIn, fanOut));
    }

    /**
     * Biases: all of that value, or random where {@link NetworkInit.Builder#critical} calls for that.
     *
     * @throws IllegalArgumentException if the value is not finite
     */
    public static ParameterRule bias(String parameter, double value) {
        return new ParameterRule(Parameter.bias(parameter, value));
    }

    /**
     * A parameter that is always set to that value.
     *
     * @throws IllegalArgumentException if the value is not finite
     */
    public static ParameterRule constant(String parameter, double value) {
        return new ParameterRule(Parameter.constant(parameter, value));
    }

    /**
     * A parameter that is left as it is.
     *
     * @param reason why, for the summary: "slopes", say
     * @throws IllegalArgumentException if an argument is {@code null}
     */
    public static ParameterRule kept(String parameter, String reason) {
        return new ParameterRule(Parameter.kept(parameter, reason));
    }

    /**
     * These weights, which see not the layer's input but what another parameter's weights made of it.
     *
     * @param parameter a parameter that an earlier rule of the same layer is about
     * @param function what its pre-activations go through first; the identity for none
     * @throws IllegalArgumentException if an argument is {@code null}
     */
    public ParameterRule after(String parameter, IActivation function) {
        return new ParameterRule(this.parameter.after(parameter, function));
    }

    Parameter parameter() {
        return parameter;
    }
}
