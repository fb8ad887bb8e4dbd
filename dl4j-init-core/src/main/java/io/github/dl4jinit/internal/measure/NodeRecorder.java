// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Dropped;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** Collects the {@link NodeFacts} of one node while a batch goes forward and back. */
public final class NodeRecorder {

    final NetworkNode node;
    final boolean noise;
    final Dropped dropped;
    final OptionalInt outputFunction;
    double handed = Double.NaN;
    double arriving = Double.NaN;
    double activation = Double.NaN;
    Double epsilon;
    Double epsilonNorm;
    double parameterGradient;
    double smallestNormal = Float.MIN_NORMAL;
    boolean zeroFactor;
    Double constantWeights;
    RunningStatistics statistics;
    TwinUnits twins;

    /**
     * Begins with what can be seen without a batch.
     *
     * @param outputFunction the node whose function makes an output of what this one puts out, if any
     */
    public NodeRecorder(NetworkNode node, OptionalInt outputFunction) {
        this.outputFunction = outputFunction;
        this.node = node;
        this.noise = Noise.isIn(node); // it is taken out of recurrent layers later
        this.dropped = Noise.dropped(node).orElse(null);
        if (node.multipliesByWeights()) {
            INDArray weights = node.parameters().get("W");
            constantWeights = weights == null ? null : constant(weights);
        }
    }

    private static Double constant(INDArray weights) {
        if (weights.getDouble(0) != weights.getDouble(weights.length() - 1)) {
            return null; // as nearly always, and found without looking at all of them
        }
        double smallest = weights.minNumber().doubleValue();
        return smallest == weights.maxNumber().doubleValue() ? (Double) smallest : null;
    }

    /**
     * Takes what the node is given, before the forward pass changes its running statistics.
     *
     * @param rms the largest root mean square of the inputs
     * @param examples how many the batch has
     */
    public void arriving(double rms, long examples, INDArray... inputs) {
        handed = rms;
        arriving = rms;
        INDArray first = inputs[0];
        if (node.preProcessor() != null) {
            first = node.preProcessor()
                    .preProcess(first.dup(), Math.toIntExact(examples), LayerWorkspaceMgr.noWorkspaces());
            arriving = MomentsAccumulator.of(first).rms();
        }
        statistics = RunningStatistics.of(node, first).orElse(null);
    }

    /** Takes what the node has put out. */
    public void activations(INDArray output, double rms) {
        activation = rms;
        smallestNormal = smallestNormal(output.dataType());
    }

    private static double smallestNormal(DataType type) {
        switch (type) {
            case DOUBLE:
                return Double.MIN_NORMAL;
            case HALF:
                return 0x1p-14;
            default:
                return Float.MIN_NORMAL;
        }
    }

    /** Takes the gradient with respect to what the node puts out. */
    public void epsilon(MomentsAccumulator moments) {
        epsilon = moments.rms();
        epsilonNorm = moments.norm();
    }

    /**
     * Takes the gradients of the parameters, before they become updates.
     *
     * @param norms their Euclidean norms; none where there is no gradient
     */
    public void gradients(Map<String, INDArray> gradients, Map<String, Double> norms) {
        norms.forEach((name, norm) -> {
            if (isTrained(name)) {
                parameterGradient = parameterGradient >= norm ? parameterGradient : norm;
                zeroFactor |=
                        norm > 0 && !isBias(name) && isZero(node.parameters().get(name));
            }
        });
        if (trainable() && node.outputNumber().isEmpty()) {
            twins = TwinUnits.of(node, gradients).orElse(null);
        }
    }

    private boolean isBias(String parameter) {
        Layer layer = node.configuration();
        return parameter.equals(BatchNormalizationParamInitializer.BETA)
                || layer != null && layer.initializer().isBiasParam(layer, parameter);
    }

    private static boolean isZero(INDArray values) {
        Double constant = constant(values);
        return constant != null && constant == 0; // -0, too
    }

    boolean trainable() {
        return !node.frozen() && node.parameters().keySet().stream().anyMatch(this::isTrained);
    }

    /** Whether training is to change a parameter: not running statistics, nor what only pretraining changes. */
    private boolean isTrained(String parameter) {
        Trainable trainable = node.trainable();
        return !(trainable.getConfig().getUpdaterByParam(parameter) instanceof NoOp)
                && !trainable.getConfig().isPretrainParam(parameter);
    }

    /** What was collected. */
    public NodeFacts facts() {
        return new NodeFacts(this);
    }
}
