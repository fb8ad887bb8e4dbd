// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.update;

import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * Turns a network's gradients into the updates of its next step, in place, in DL4J's own order: divided by the batch
 * size, normalised or clipped, regularised, through the updater, with weight decay. DL4J's own method does the same
 * through views of views, which takes 12 s instead of 0.1 s at 1000 layers.
 */
public final class NextUpdate {

    private final BaseMultiLayerUpdater<?> updater;
    private final INDArray gradients;
    private final INDArray parameters;
    private final int iteration;
    private final int epoch;
    private final Map<Trainable, NetworkNode> nodes = new IdentityHashMap<>();
    private final List<PenaltyFacts> penalties = new ArrayList<>();

    /**
     * Begins the next step of a network.
     *
     * @param copy a copy of the network, with gradients; its parameters and gradients are changed
     * @param iteration the network's own number of updates so far, which the copy does not know
     * @param epoch the network's own number of passes over its data so far
     */
    public NextUpdate(NetworkView copy, int iteration, int epoch) {
        this.updater = copy.updater();
        this.gradients = flat(copy.network().getGradientsViewArray());
        this.parameters = flat(copy.network().params());
        this.iteration = iteration;
        this.epoch = epoch;
    }

    private static INDArray flat(INDArray array) {
        return array.reshape(array.length());
    }

    /**
     * Takes the gradient of one layer or vertex, in the order of the forward pass.
     *
     * @param divisor the batch size, or 1 if the network is trained on the sum (miniBatch(false))
     */
    public void add(NetworkNode node, Gradient gradient, int divisor) {
        Trainable trainable = node.trainable();
        nodes.put(trainable, node);
        gradient.gradientForVariable().forEach((name, values) -> {
            if (values != null && trainable.updaterDivideByMinibatch(name)) {
                values.divi(divisor);
            }
        });
        updater.preApply(trainable, gradient, iteration);
    }

    /** Turns what was added into updates. */
    public void apply() {
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            if (!block.skipDueToPretrainConfig(false)) {
                regularise(block, ApplyStep.BEFORE_UPDATER);
                block.getGradientUpdater()
                        .applyUpdater(
                                part(gradients, block.getParamOffsetStart(), block.getParamOffsetEnd()),
                                iteration,
                                epoch);
                regularise(block, ApplyStep.POST_UPDATER);
            }
        }
    }

    private void regularise(UpdaterBlock block, ApplyStep step) {
        IUpdater rule = block.getGradientUpdater().getConfig();
        double learningRate = rule.hasLearningRate() ? rule.getLearningRate(iteration, epoch) : 1;
        for (ParamState parameter : block.getLayersAndVariablesInBlock()) {
            List<Regularization> regularisations =
                    parameter.getLayer().getConfig().getRegularizationByParam(parameter.getParamName());
            if (regularisations == null) {
                continue;
            }
            regularisations = regularisations.stream()
                    .filter(regularisation -> regularisation.applyStep() == step)
                    .collect(Collectors.toList());
            int from = parameter.getParamOffsetStart();
            int to = parameter.getParamOffsetEnd();
            INDArray values = part(parameters, from, to);
            INDArray changes = part(gradients, from, to);
            if (iteration == 0 && !regularisations.isEmpty()) { // later gradients are small: the network has learnt
                measure(parameter, regularisations, values, changes, learningRate);
            }
            regularisations.forEach(
                    regularisation -> regularisation.apply(values, changes, learningRate, iteration, epoch));
        }
    }

    private void measure(
            ParamState parameter,
            List<Regularization> regularisations,
            INDArray values,
            INDArray changes,
            double learningRate) {
        NetworkNode node = nodes.get(parameter.getLayer());
        String name = parameter.getParamName();
        if (node == null
                || node.frozen()
                || !UpdateFacts.isWeights(name, node.parameters().get(name))) {
            return;
        }
        Map<Regularization, Double> penalties = new LinkedHashMap<>(); // DL4J lists a global weight decay twice
        for (Regularization regularisation : regularisations) {
            INDArray alone = changes.like();
            regularisation.apply(values, alone, learningRate, iteration, epoch);
            penalties.merge(regularisation, sumOfMagnitudes(alone), Double::sum);
            alone.close();
        }
        double data = sumOfMagnitudes(changes);
        penalties.forEach((rule, penalty) -> this.penalties.add(new PenaltyFacts(node.name(), rule, penalty, data)));
    }

    private static double sumOfMagnitudes(INDArray values) {
        return MomentsAccumulator.of(values).meanMagnitude() * values.length();
    }

    /** What the penalties on the weights do in the first step of an untrained network; none later. */
    public List<PenaltyFacts> penalties() {
        return List.copyOf(penalties);
    }

    private static INDArray part(INDArray vector, int from, int to) {
        return vector.get(NDArrayIndex.interval(from, to));
    }
}
