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
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The measurement of the loss of one output, from its pre-activations and labels. Positions of images and steps of
 * series are rows beside the examples, as the loss functions see them.
 */
public final class Loss {

    /** Keeps the logarithm of a class that no example has finite; small against any share that one has. */
    private static final double SMALLEST_SHARE = 1e-7;

    /** The most that the units of a distribution may be off 1 together: rounding of half precision. */
    private static final double ROUNDING = 0.01;

    private final ILossFunction function;
    private final IActivation activation;
    private final IActivation before;
    private final long examples;
    private final INDArray given;
    private final INDArray labels;
    private final INDArray mask;

    private Loss(
            ILossFunction function,
            IActivation activation,
            IActivation before,
            long examples,
            INDArray given,
            INDArray labels,
            INDArray mask) {
        this.function = function;
        this.activation = activation;
        this.before = before;
        this.examples = examples;
        this.given = given;
        this.labels = labels;
        this.mask = mask;
    }

    /**
     * Measures the loss of an output that has its labels, after the forward pass.
     *
     * @param preActivation what its activation function was given; {@code null} if it has none
     * @param before the function that has made what a loss without weights is given; {@code null} if there is none
     * @param labelsGiven whether the labels are the user's
     */
    public static LossFacts of(NetworkNode node, INDArray preActivation, IActivation before, boolean labelsGiven) {
        LossFacts.Builder facts = new LossFacts.Builder();
        facts.node = node.name();
        facts.labelsGiven = labelsGiven;
        INDArray biases = node.parameters().get(DefaultParamInitializer.BIAS_KEY);
        facts.biases = biases == null ? 0 : MomentsAccumulator.of(biases).rms();
        Loss loss = orNull(node, preActivation, before);
        if (loss == null) {
            facts.loss = ofItsOwnKind(node.loss().get());
        } else {
            loss.measure(facts);
        }
        return facts.build();
    }

    /** The loss alone of an output that has its labels, after the forward pass. */
    public static double score(NetworkNode node, INDArray preActivation) {
        Loss loss = orNull(node, preActivation, null);
        return loss == null ? ofItsOwnKind(node.loss().get()) : loss.score(loss.given, loss.activation);
    }

    /** {@code null} for a layer with a loss of its own kind. */
    private static Loss orNull(NetworkNode node, INDArray preActivation, IActivation before) {
        IOutputLayer layer = node.loss().get();
        ILossFunction function = functionOf(node.innerConfiguration());
        INDArray labels = layer.getLabels();
        if (function == null || addsTerms(node.innerConfiguration()) || preActivation == null || labels == null) {
            return null;
        }
        int axis = node.unitAxis(labels.rank());
        return new Loss(
                function,
                LayerActivation.of(node.innerConfiguration()),
                before,
                labels.size(0),
                rows(preActivation, node.unitAxis(preActivation.rank())),
                rows(labels, axis).castTo(preActivation.dataType()),
                maskRows(layer.getMaskArray(), labels, axis));
    }

    /** Whether an output layer's loss is more than its loss function. */
    private static boolean addsTerms(Layer layer) {
        return layer instanceof CenterLossOutputLayer || layer instanceof OCNNOutputLayer;
    }

    private static double ofItsOwnKind(IOutputLayer layer) {
        double score = layer.computeScore(0, true, LayerWorkspaceMgr.noWorkspaces());
        int divisor = layer.conf().isMiniBatch() ? 1 : layer.getInputMiniBatchSize(); // then it is the sum
        return score / divisor;
    }

    /** The loss function of an output layer; {@code null} if it has none. */
    public static ILossFunction functionOf(Layer layer) {
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

    private void measure(LossFacts.Builder facts) {
        INDArray output = activation.getActivation(given.dup(), true);
        facts.function = function;
        facts.activation = activation;
        facts.before = before;
        facts.units = given.size(1);
        facts.range = range();
        facts.distribution = activation instanceof ActivationSoftmax || isDistribution(output);
        facts.loss = score(given, activation);
        facts.spread = spread(output);
        facts.preActivationRms = MomentsAccumulator.of(given).rms();
        facts.preActivationSpread = deviation(given);
        facts.undecided = finite(score(given.mul(0), activation));
        if (labels.equalShapes(given) || isSparse()) {
            facts.guessing = guessing();
            facts.errorPassed = errorPassed(output);
        }
        if (labels.equalShapes(given) && !isSparse()) {
            INDArray counted = mask == null ? labels : labels.mul(mask.castTo(labels.dataType()));
            facts.wholeLabels = counted.equals(Transforms.round(counted));
            facts.lowestLabel = counted.minNumber().doubleValue();
            facts.highestLabel = counted.maxNumber().doubleValue();
            facts.outOfReach = isWithinReach(facts) ? (Double) 0.0 : outOfReach(facts);
        }
    }

    /** The numbers that the output can put out; those of a softmax lie between 0 and 1, whatever it is given. */
    private OutputRange range() {
        return rangeOf(activation, arrives());
    }

    /** The numbers that the output's activation function can be given. */
    private OutputRange arrives() {
        return before == null ? OutputRange.ALL : rangeOf(before, OutputRange.ALL);
    }

    private static OutputRange rangeOf(IActivation function, OutputRange given) {
        return function instanceof ActivationSoftmax ? OutputRange.PROBABILITIES : OutputRange.of(function, given);
    }

    private static boolean isDistribution(INDArray output) {
        double off = Transforms.abs(output.sum(1).castTo(DataType.DOUBLE).subi(1))
                .maxNumber()
                .doubleValue();
        return off < ROUNDING && output.minNumber().doubleValue() >= 0;
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
        return cost(withoutEnds(mean).broadcast(wanted.shape()));
    }

    /** Shares a little above 0 and below 1, where they have finite logarithms. */
    private static INDArray withoutEnds(INDArray answers) {
        boolean shares =
                answers.minNumber().doubleValue() >= 0 && answers.maxNumber().doubleValue() <= 1;
        return shares ? Transforms.min(Transforms.max(answers, SMALLEST_SHARE), 1 - SMALLEST_SHARE) : answers;
    }

    /** What answers would cost; {@code null} if that is not finite. */
    private Double cost(INDArray answers) {
        return finite(score(answers.castTo(given.dataType()), new ActivationIdentity()));
    }

    private static Double finite(double figure) {
        return Double.isFinite(figure) ? (Double) figure : null;
    }

    /** Whether it is plain that every label can be put out, so that nothing large need be computed. */
    private boolean isWithinReach(LossFacts.Builder facts) {
        if (activation instanceof ActivationSoftmax) {
            return before == null && function instanceof LossMCXENT; // LabelCheck looks at the sums of such labels
        }
        return facts.lowestLabel >= facts.range.lowest() - SMALLEST_SHARE
                && facts.highestLabel <= facts.range.highest() + SMALLEST_SHARE;
    }

    /** See {@link LossFacts#outOfReach()}. */
    private Double outOfReach(LossFacts.Builder facts) {
        INDArray wanted = labels.castTo(DataType.DOUBLE);
        Double ideal = cost(withoutEnds(wanted));
        Double nearest = cost(withoutEnds(
                activation instanceof ActivationSoftmax
                        ? nearestShares(wanted)
                        : Transforms.min(Transforms.max(wanted, facts.range.lowest()), facts.range.highest())));
        if (ideal == null || nearest == null || facts.guessing == null || facts.guessing <= ideal) {
            return null;
        }
        return Math.max(0, (nearest - ideal) / (facts.guessing - ideal));
    }

    /**
     * The answers of a softmax that are nearest to the labels. If it is given numbers that lie w apart at most, its
     * largest share is e^w times its smallest.
     */
    private INDArray nearestShares(INDArray wanted) {
        INDArray positive = Transforms.max(wanted, SMALLEST_SHARE);
        INDArray shares = positive.divColumnVector(positive.sum(true, 1));
        OutputRange arrives = arrives();
        if (!arrives.isBounded()) {
            return shares;
        }
        double times = Math.exp(arrives.highest() - arrives.lowest());
        double smallest = 1 / (times + given.size(1) - 1);
        return shares.mul((times - 1) * smallest).addi(smallest);
    }

    /** What the output should be; labels that are indices of classes written out. */
    private INDArray wanted() {
        if (!isSparse()) {
            return labels.castTo(DataType.DOUBLE);
        }
        INDArray wanted = Nd4j.zeros(DataType.DOUBLE, given.shape());
        for (int row = 0; row < labels.length(); row++) {
            long index = labels.getLong(row);
            if (index >= 0 && index < wanted.size(1)) { // DL4J counts any other as no class at all
                wanted.putScalar(row, index, 1);
            }
        }
        return wanted;
    }

    private Double errorPassed(INDArray output) {
        if (mask != null && mask.sumNumber().doubleValue() == 0) {
            return null; // there is no error to pass
        }
        double error = MomentsAccumulator.of(output.castTo(DataType.DOUBLE).sub(wanted()))
                .rms();
        double passed = MomentsAccumulator.of(function.computeGradient(labels, given.dup(), activation, mask))
                .rms();
        double atOutput = MomentsAccumulator.of(
                        function.computeGradient(labels, output.dup(), new ActivationIdentity(), mask))
                .rms();
        if (atOutput == 0) {
            return null; // nothing is wrong
        }
        double smaller = atOutput < error ? atOutput : error; // not if it is NaN
        double share = passed / smaller;
        return finite(share);
    }

    private static Double spread(INDArray output) {
        if (output.size(0) < 2) {
            return null;
        }
        return output.castTo(DataType.DOUBLE).std(false, 0).maxNumber().doubleValue();
    }

    private static Double deviation(INDArray preActivation) {
        if (preActivation.size(0) < 2) {
            return null;
        }
        return MomentsAccumulator.of(preActivation.castTo(DataType.DOUBLE).std(false, 0))
                .rms();
    }
}
