// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.LayerActivation;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.Arrays;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The measurement of the loss of one output, from its pre-activations and labels. Positions of images and steps of
 * series are rows beside the examples, as the loss functions see them.
 */
public final class Loss {

    /** Keeps the logarithm of a class that no example has finite; small against any share that one has. */
    private static final double SMALLEST_SHARE = 1e-7;

    private final ILossFunction function;
    private final IActivation activation;
    private final long examples;
    private final INDArray given;
    private final INDArray labels;
    private final INDArray mask;

    private Loss(
            ILossFunction function,
            IActivation activation,
            long examples,
            INDArray given,
            INDArray labels,
            INDArray mask) {
        this.function = function;
        this.activation = activation;
        this.examples = examples;
        this.given = given;
        this.labels = labels;
        this.mask = mask;
    }

    /**
     * Measures the loss of an output that has its labels, after the forward pass.
     *
     * @param preActivation what its activation function was given; {@code null} if it has none
     */
    public static LossFacts of(NetworkNode node, INDArray preActivation) {
        IOutputLayer layer = node.loss().get();
        ILossFunction function = functionOf(node.innerConfiguration());
        INDArray labels = layer.getLabels();
        if (function == null || addsTerms(node.innerConfiguration()) || preActivation == null || labels == null) {
            return ofItsOwnKind(node, layer);
        }
        int axis = node.unitAxis(labels.rank());
        Loss loss = new Loss(
                function,
                LayerActivation.of(node.innerConfiguration()),
                labels.size(0),
                rows(preActivation, node.unitAxis(preActivation.rank())),
                rows(labels, axis).castTo(preActivation.dataType()),
                maskRows(layer.getMaskArray(), labels, axis));
        return loss.measure(node.name());
    }

    /** Whether an output layer's loss is more than its loss function. */
    private static boolean addsTerms(Layer layer) {
        return layer instanceof CenterLossOutputLayer || layer instanceof OCNNOutputLayer;
    }

    private static LossFacts ofItsOwnKind(NetworkNode node, IOutputLayer layer) {
        double score = layer.computeScore(0, true, LayerWorkspaceMgr.noWorkspaces());
        int divisor = layer.conf().isMiniBatch() ? 1 : layer.getInputMiniBatchSize(); // then it is the sum
        return new LossFacts(node.name(), null, null, score / divisor, null, null, null, null);
    }

    /** The loss function of an output layer; {@code null} if it has none. */
    static ILossFunction functionOf(Layer layer) {
        if (layer instanceof BaseOutputLayer) {
            return ((BaseOutputLayer) layer).getLossFn();
        }
        if (layer instanceof LossLayer) {
            return ((LossLayer) layer).getLossFn();
        }
        if (layer instanceof RnnLossLayer) {
            return ((RnnLossLayer) layer).getLossFn();
        }
        if (layer instanceof CnnLossLayer) {
            return ((CnnLossLayer) layer).getLossFn();
        }
        return layer instanceof Cnn3DLossLayer ? ((Cnn3DLossLayer) layer).getLossFn() : null;
    }

    /** One row for each position of each example, in the order in which DL4J itself makes rows of them. */
    private static INDArray rows(INDArray array, int axis) {
        int rank = array.rank();
        int[] order = new int[rank];
        for (int i = 0, to = 0; i < rank; i++) {
            if (i != axis) {
                order[to++] = i;
            }
        }
        order[rank - 1] = axis;
        char sequence = rowOrder(rank);
        return array.permute(order)
                .dup(sequence)
                .reshape(sequence, array.length() / array.size(axis), array.size(axis));
    }

    /** Series go through all examples before they go on in time, images through all of one example. */
    private static char rowOrder(int rank) {
        return rank == 3 ? 'f' : 'c';
    }

    /**
     * A mask of the rows: a column, or a number for each unit. Some of DL4J's layers have made it that already; of
     * images it may have one number for each example. {@code null} if there is none.
     */
    private static INDArray maskRows(INDArray mask, INDArray labels, int axis) {
        long rows = labels.length() / labels.size(axis);
        if (mask == null || mask.rank() == 2 && mask.size(0) == rows) {
            return mask;
        }
        if (mask.length() == rows && mask.rank() == 2) { // of [examples, steps]
            return mask.dup('f').reshape('f', rows, 1);
        }
        long[] each = new long[labels.rank()];
        Arrays.fill(each, 1);
        each[0] = mask.size(0);
        INDArray whole = mask.rank() == labels.rank() ? mask : mask.reshape(each);
        long[] shape = labels.shape().clone();
        shape[axis] = whole.size(axis);
        return rows(whole.broadcast(shape), axis);
    }

    private LossFacts measure(String node) {
        boolean comparable = labels.equalShapes(given) || isSparse();
        INDArray output = activation.getActivation(given.dup(), true);
        return new LossFacts(
                node,
                function,
                activation,
                score(given, activation),
                comparable ? guessing() : null,
                comparable ? errorPassed(output) : null,
                spread(output),
                MomentsAccumulator.of(given).rms());
    }

    /** The mean over the examples; DL4J's own sum counts a series once, however long. */
    private double score(INDArray preActivation, IActivation activation) {
        return function.computeScore(labels, preActivation.dup(), activation, mask, false) / examples;
    }

    private boolean isSparse() {
        return function instanceof LossSparseMCXENT;
    }

    private Double guessing() {
        INDArray wanted = wanted();
        INDArray weights = mask == null
                ? Nd4j.ones(DataType.DOUBLE, wanted.shape())
                : mask.castTo(DataType.DOUBLE).broadcast(wanted.shape());
        INDArray mean = wanted.mul(weights).sum(true, 0).div(weights.sum(true, 0));
        if (wanted.minNumber().doubleValue() >= 0 && wanted.maxNumber().doubleValue() <= 1) {
            mean = Transforms.min(Transforms.max(mean, SMALLEST_SHARE), 1 - SMALLEST_SHARE);
        }
        double cost = score(mean.broadcast(wanted.shape()).castTo(given.dataType()), new ActivationIdentity());
        return Double.isFinite(cost) ? (Double) cost : null;
    }

    /** What the output should be; labels that are indices of classes written out. */
    private INDArray wanted() {
        if (!isSparse()) {
            return labels.castTo(DataType.DOUBLE);
        }
        INDArray wanted = Nd4j.zeros(DataType.DOUBLE, given.shape());
        for (int row = 0; row < labels.length(); row++) {
            wanted.putScalar(row, labels.getLong(row), 1);
        }
        return wanted;
    }

    private Double errorPassed(INDArray output) {
        double error = MomentsAccumulator.of(output.castTo(DataType.DOUBLE).sub(wanted()))
                .rms();
        double passed = MomentsAccumulator.of(function.computeGradient(labels, given.dup(), activation, mask))
                .rms();
        double atOutput = MomentsAccumulator.of(
                        function.computeGradient(labels, output.dup(), new ActivationIdentity(), mask))
                .rms();
        double smaller = atOutput > 0 && atOutput < error ? atOutput : error; // not if it is NaN
        double share = passed / smaller;
        return Double.isFinite(share) ? (Double) share : null;
    }

    private static Double spread(INDArray output) {
        if (output.size(0) < 2) {
            return null;
        }
        return output.castTo(DataType.DOUBLE).std(false, 0).maxNumber().doubleValue();
    }
}
