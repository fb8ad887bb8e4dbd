// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Doubles;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a batch normalisation has stored for inference: the running means and variances of its channels. */
public final class RunningStatistics {

    /** Names of the parameters that training leaves alone and inference normalises by. */
    public static final Set<String> NAMES = Set.of(
            BatchNormalizationParamInitializer.GLOBAL_MEAN,
            BatchNormalizationParamInitializer.GLOBAL_VAR,
            BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

    /** log₁₀ of the largest standard deviation whose square a float holds. */
    private static final double LARGEST_LOG_STD = 19;

    private final int channels;
    private final int means;
    private final int variances;
    private final double example;
    private final boolean logarithmic;

    private RunningStatistics(int channels, int means, int variances, double example, boolean logarithmic) {
        this.channels = channels;
        this.means = means;
        this.variances = variances;
        this.example = example;
        this.logarithmic = logarithmic;
    }

    /**
     * The running statistics of a node, before a forward pass in training mode changes them; empty if it has none.
     *
     * @param input what the node is given
     */
    public static Optional<RunningStatistics> of(NetworkNode node, INDArray input) {
        if (!(node.innerConfiguration() instanceof BatchNormalization)) {
            return Optional.empty();
        }
        Map<String, INDArray> table = node.parameters();
        INDArray logStd = table.get(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
        double[] means = doubles(table.get(BatchNormalizationParamInitializer.GLOBAL_MEAN));
        double[] spreads = doubles(logStd == null ? table.get(BatchNormalizationParamInitializer.GLOBAL_VAR) : logStd);
        double[] seen = new double[0]; // needed only if a variance is zero
        int badMeans = 0;
        int badVariances = 0;
        double example = Double.NaN;
        for (int i = 0; i < means.length; i++) {
            badMeans += Double.isFinite(means[i]) ? 0 : 1;
            boolean impossible = logStd == null
                    ? spreads[i] < 0 || !Double.isFinite(spreads[i])
                    : !(Math.abs(spreads[i]) <= LARGEST_LOG_STD);
            if (logStd == null && spreads[i] == 0) {
                seen = seen.length == 0 ? variances((BatchNormalization) node.innerConfiguration(), input) : seen;
                impossible = seen[i] > ((BatchNormalization) node.innerConfiguration()).getEps();
            }
            if (impossible) {
                example = badVariances++ == 0 ? spreads[i] : example;
            }
        }
        return Optional.of(new RunningStatistics(means.length, badMeans, badVariances, example, logStd != null));
    }

    private static double[] doubles(INDArray array) {
        return Doubles.of(array);
    }

    /** What the batch's own variances are. */
    private static double[] variances(BatchNormalization layer, INDArray input) {
        int axis = input.rank() == 4 && layer.getCnn2DFormat() == CNN2DFormat.NHWC ? 3 : 1;
        int[] others = new int[input.rank() - 1];
        for (int i = 0, to = 0; i < input.rank(); i++) {
            if (i != axis) {
                others[to++] = i;
            }
        }
        return doubles(input.castTo(DataType.DOUBLE).var(false, others));
    }

    /** The number of channels. */
    public int channels() {
        return channels;
    }

    /** The number of channels whose running mean is NaN or infinite. */
    public int impossibleMeans() {
        return means;
    }

    /**
     * The number of channels whose running variance is negative, NaN or infinite, or zero although the channel's values
     * vary: a channel that is off for good has a variance of zero by right.
     */
    public int impossibleVariances() {
        return variances;
    }

    /** The first impossible variance as it is stored, which is log₁₀ of the deviation if {@link #logarithmic()}. */
    public double example() {
        return example;
    }

    /** Whether the layer stores log₁₀ of the standard deviation instead of the variance. */
    public boolean logarithmic() {
        return logarithmic;
    }
}
