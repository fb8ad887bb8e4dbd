// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Dropped;
import io.github.dl4jinit.internal.Optionals;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.OutputFunctions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.nd4j.linalg.activations.IActivation;

/**
 * What only the diagnosis needs of a node: what it is, what came in and out, which gradients it got, its parameters.
 */
public final class NodeFacts {

    private final NetworkNode node;
    private final boolean trainable;
    private final OptionalInt outputFunction;
    private final boolean noise;
    private final Dropped dropped;
    private final double handed;
    private final double arriving;
    private final double activation;
    private final Double epsilon;
    private final Double epsilonNorm;
    private final double parameterGradient;
    private final double smallestNormal;
    private final boolean zeroFactor;
    private final Double constantWeights;
    private final RunningStatistics statistics;
    private final TwinUnits twins;

    NodeFacts(NodeRecorder from) {
        this.node = from.node;
        this.trainable = from.trainable();
        this.outputFunction = from.outputFunction;
        this.noise = from.noise;
        this.dropped = from.dropped;
        this.handed = from.handed;
        this.arriving = from.arriving;
        this.activation = from.activation;
        this.epsilon = from.epsilon;
        this.epsilonNorm = from.epsilonNorm;
        this.parameterGradient = from.parameterGradient;
        this.smallestNormal = from.smallestNormal;
        this.zeroFactor = from.zeroFactor;
        this.constantWeights = from.constantWeights;
        this.statistics = from.statistics;
        this.twins = from.twins;
    }

    /** Its place among the nodes of the network. */
    public int index() {
        return node.index();
    }

    public String name() {
        return node.name();
    }

    /** The simple name of DL4J's class, see {@link NetworkNode#type()}; of a lambda the user's class. */
    public String type() {
        boolean isUsers = node.vertexConfiguration() instanceof SameDiffVertex; // DL4J's class says less than theirs
        return isUsers ? node.vertexConfiguration().getClass().getSimpleName() : node.type();
    }

    /** Indices of the nodes whose output it takes. */
    public List<Integer> inputs() {
        return node.inputs();
    }

    /** Indices of the nodes that take its output. */
    public List<Integer> consumers() {
        return node.consumers();
    }

    /** Whether its output is one of the network's. */
    public boolean isOutput() {
        return node.outputNumber().isPresent();
    }

    public boolean computesLoss() {
        return node.loss().isPresent();
    }

    /** The node whose function makes an output of what this one puts out, see {@link OutputFunctions}. */
    public OptionalInt outputFunction() {
        return outputFunction;
    }

    /** The activation function of the layer; empty if it has none, or uses several. */
    public Optional<IActivation> function() {
        return node.activation();
    }

    /** Whether it is frozen by a wrapper that does not go backward. */
    public boolean stopsGradients() {
        return !node.isInput() && node.stopsGradients();
    }

    /** Whether it changes the scale by taking means or maxima, or by repeating. */
    public boolean pools() {
        return LayerTraits.pools(node);
    }

    /** Whether what it puts out has a scale of its own, whatever comes in. */
    public boolean normalises() {
        return LayerTraits.normalises(node);
    }

    /** Whether its recurrent weights are those of the four gates of an LSTM. */
    public boolean hasGates() {
        return LayerTraits.hasGates(node);
    }

    /** Whether its weights are the slopes of a PReLU. */
    public boolean hasSlopes() {
        return node.innerConfiguration() instanceof PReLULayer;
    }

    /** Whether what it takes are indices, which are no signal and get no gradient. */
    public boolean takesIndices() {
        return LayerTraits.takesIndices(node);
    }

    /** Whether training is to change parameters of it: it is not frozen, and has another updater than NoOp. */
    public boolean trainable() {
        return trainable;
    }

    public boolean isInput() {
        return node.isInput();
    }

    /** The root mean square of what other nodes hand to it: of its largest input; NaN for an input. */
    public double handed() {
        return handed;
    }

    /** {@link #handed()}, but behind the node's own preprocessor. */
    public double arriving() {
        return arriving;
    }

    /** The root mean square of what it puts out. */
    public double activation() {
        return activation;
    }

    /** The root mean square of the gradient with respect to what it puts out; empty if none gets here. */
    public OptionalDouble epsilon() {
        return Optionals.of(epsilon);
    }

    /** The Euclidean norm of that gradient. */
    public OptionalDouble epsilonNorm() {
        return Optionals.of(epsilonNorm);
    }

    /** Whether a gradient other than zero gets here. */
    public boolean hasEpsilon() {
        return epsilon != null && epsilon != 0;
    }

    /** The largest norm of the gradient of a parameter that is trained; 0 if none gets here. */
    public double parameterGradient() {
        return parameterGradient;
    }

    /** Whether a gradient of that size is far from what the data type rounds to zero. */
    public boolean isFarFromUnderflow(double gradient) {
        return gradient > 1e6 * smallestNormal;
    }

    /**
     * Whether it multiplies by a parameter that is all zero and gets a gradient, so that the first step of training
     * makes it let signals and gradients through.
     */
    public boolean zeroFactor() {
        return zeroFactor;
    }

    /** The number of inputs that each unit sums over; empty if that is not known. */
    public OptionalDouble fanIn() {
        return UnitLayout.fanIn(node);
    }

    /** The simple name of the class of the node's preprocessor; empty if it has none. */
    public Optional<String> preProcessor() {
        return Optional.ofNullable(node.preProcessor()).map(p -> p.getClass().getSimpleName());
    }

    /** The value of all weights that it multiplies by, if they are all the same. */
    public OptionalDouble constantWeights() {
        return Optionals.of(constantWeights);
    }

    /** Whether training adds noise to what it is given, or to its weights or its function. */
    public boolean hasNoise() {
        return noise;
    }

    /** What dropout leaves of its inputs, or of its weights if that is less. */
    public Optional<Dropped> dropped() {
        return Optional.ofNullable(dropped);
    }

    /** Whether it multiplies by weights. */
    public boolean multipliesByWeights() {
        return node.multipliesByWeights();
    }

    /** The running statistics of a batch normalisation, as they were before the batch. */
    public Optional<RunningStatistics> statistics() {
        return Optional.ofNullable(statistics);
    }

    /** Units that are copies of others. */
    public Optional<TwinUnits> twins() {
        return Optional.ofNullable(twins);
    }
}
