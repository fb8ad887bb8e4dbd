// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.update;

import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import io.github.dl4jinit.internal.topology.NetworkNode;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** What the next step of training would do to one matrix or kernel of weights. */
public final class UpdateFacts {

    private final String node;
    private final boolean mainLine;
    private final DataType type;
    private final double weights;
    private final double naturalWeights;
    private final double gradient;
    private final double update;
    private final IUpdater rule;
    private final int iteration;
    private final int epoch;
    private final GradientNormalization clipping;
    private final double clippingThreshold;

    private UpdateFacts(
            NetworkNode node,
            boolean mainLine,
            String parameter,
            INDArray values,
            double gradient,
            double update,
            int iteration,
            int epoch) {
        TrainingConfig configuration = node.trainable().getConfig();
        long fanIn = values.rank() == 2 ? values.size(0) : values.length() / values.size(0);
        this.node = node.name();
        this.mainLine = mainLine;
        this.type = values.dataType();
        this.weights = MomentsAccumulator.of(values).meanMagnitude();
        this.naturalWeights = 1 / Math.sqrt(fanIn);
        this.gradient = gradient;
        this.update = update;
        this.rule = configuration.getUpdaterByParam(parameter);
        this.iteration = iteration;
        this.epoch = epoch;
        this.clipping = configuration.getGradientNormalization();
        this.clippingThreshold = configuration.getGradientNormalizationThreshold();
    }

    /**
     * The facts of one parameter.
     *
     * @param mainLine see {@link #isOnMainLine()}
     * @param gradient the mean magnitude of the gradient of the batch's mean loss
     * @param update the mean magnitude of what the step would subtract
     * @param iteration the number of updates so far
     * @param epoch the number of passes over the data so far
     */
    public static UpdateFacts of(
            NetworkNode node,
            boolean mainLine,
            String parameter,
            INDArray values,
            double gradient,
            double update,
            int iteration,
            int epoch) {
        return new UpdateFacts(node, mainLine, parameter, values, gradient, update, iteration, epoch);
    }

    /** Whether a parameter is a matrix or a kernel of weights; biases, gains and slopes may begin at 0. */
    public static boolean isWeights(String parameter, INDArray values) {
        return parameter.contains("W") && values.rank() > 1;
    }

    /** The name of the layer or vertex. */
    public String node() {
        return node;
    }

    /** The type of the weights, which says what change they can take. */
    public DataType type() {
        return type;
    }

    /** Whether the gradient is finite and the update is not. */
    public boolean breaks() {
        return Double.isFinite(gradient) && !Double.isFinite(update);
    }

    /** Whether there is a gradient, but the step would leave all weights as they are. */
    public boolean standsStill() {
        return gradient > 0 && update == 0;
    }

    /** log₁₀ of the mean magnitude of the update over that of the weights; −∞ for none. */
    public double log10Ratio() {
        return Math.log10(update / weights);
    }

    /**
     * How large the step is, as log₁₀ of update over weights, of what is usual: over the deviation of Xavier's weights
     * if that is larger, because weights that begin near 0 have to grow by more than themselves; and of the learning
     * rate as update, if that is smaller, where the updater divides by the gradient's size, because the first steps of
     * RMSProp and Nadam are 4 and 60 times as large as those that follow.
     */
    public double log10Step() {
        double lasting = scalesWithGradient() || !rule.hasLearningRate() ? update : Math.min(update, learningRate());
        return Math.log10(lasting / Math.max(weights, naturalWeights));
    }

    /** Whether the update grows with the gradient, as that of plain descent does and Adam's does not. */
    public boolean scalesWithGradient() {
        return rule instanceof Sgd || rule instanceof Nesterovs;
    }

    /** Whether everything passes the node, so that no skip connection leads past it. */
    public boolean isOnMainLine() {
        return mainLine;
    }

    /** The updater's configuration. */
    public IUpdater rule() {
        return rule;
    }

    /** The rate of the next step; 1 for an updater without one. */
    public double learningRate() {
        return rule.hasLearningRate() ? rule.getLearningRate(iteration, epoch) : 1;
    }

    /** How gradients are clipped or normalised before the updater sees them. */
    public GradientNormalization clipping() {
        return clipping;
    }

    /** What they are clipped to. */
    public double clippingThreshold() {
        return clippingThreshold;
    }

    /** What plain gradient descent would take as a share of rate times gradient: small where gradients are clipped. */
    public double shareOfGradient() {
        return update / (learningRate() * gradient);
    }
}
