// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.madeup;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.LayerActivation;
import io.github.dl4jinit.internal.measure.Loss;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Labels for a network that is probed without any. */
public final class RandomLabels {

    /** The seed of classes; numbers come from ND4J's generator. */
    private static final long SEED = 1;

    private RandomLabels() {}

    /**
     * Labels that a loss can take for what a network puts out: one class for softmax, standard normal numbers for
     * functions that take either sign, and numbers between 0 and 1 for all others.
     *
     * @throws IllegalArgumentException if the labels of such a layer are more than that: those of object detection, of
     *     mixture densities, and of layers that are not DL4J's
     */
    public static INDArray of(NetworkNode node, INDArray activations) {
        Layer layer = node.innerConfiguration();
        ILossFunction function = Loss.functionOf(layer);
        boolean known = function == null ? layer instanceof OCNNOutputLayer : !(function instanceof LossMixtureDensity);
        Check.require(
                known,
                "batch",
                "given with labels, because those of \"" + node.name() + "\" ("
                        + (function == null ? layer : function).getClass().getSimpleName() + ") cannot be made up",
                null);
        IActivation activation = LayerActivation.of(layer);
        if (function instanceof LossSparseMCXENT) {
            return classes(activations, node.unitAxis(activations.rank()), true);
        }
        if (activation instanceof ActivationSoftmax) {
            return classes(activations, node.unitAxis(activations.rank()), false);
        }
        boolean eitherSign = activation instanceof ActivationIdentity || activation instanceof ActivationTanH;
        if (eitherSign && !(function instanceof LossMSLE)) { // whose logarithm takes nothing below −1
            return Nd4j.randn(activations.dataType(), activations.shape());
        }
        return Nd4j.rand(activations.dataType(), activations.shape());
    }

    /** What to throw if a loss function, of a user's own as a rule, does not take such labels. */
    public static IllegalArgumentException unfit(NetworkNode node, RuntimeException cause) {
        return new IllegalArgumentException(
                "batch must be given with labels, because the loss of \"" + node.name()
                        + "\" does not take random ones: " + cause.getMessage(),
                cause);
    }

    /** A class for each example, and each position of it: its index, or 1 in its place among zeros. */
    private static INDArray classes(INDArray activations, int axis, boolean indices) {
        SplittableRandom random = new SplittableRandom(SEED);
        int classes = (int) activations.size(axis);
        long[] shape = activations.shape().clone();
        shape[axis] = indices ? 1 : classes;
        int examples = (int) activations.size(0);
        int positions = (int) (activations.length() / examples / classes);
        int perExample = indices ? positions : positions * classes;
        boolean last = axis > 1;
        double[] labels = new double[examples * perExample];
        for (int example = 0; example < examples; example++) {
            for (int position = 0; position < positions; position++) {
                int drawn = random.nextInt(classes);
                int from = example * perExample;
                if (indices) {
                    labels[from + position] = drawn;
                } else {
                    labels[from + (last ? position * classes + drawn : drawn * positions + position)] = 1;
                }
            }
        }
        return Nd4j.createFromArray(labels).reshape('c', shape).castTo(activations.dataType());
    }
}
