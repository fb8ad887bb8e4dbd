// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.geometry.Geometry;
import io.github.dl4jinit.internal.geometry.GeometryProbe;
import io.github.dl4jinit.internal.geometry.PlainNetwork;
import io.github.dl4jinit.internal.madeup.RandomLabels;
import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.Loss;
import io.github.dl4jinit.internal.measure.LossFacts;
import io.github.dl4jinit.internal.topology.Epsilons;
import io.github.dl4jinit.internal.topology.MainLine;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.internal.topology.OutputFunctions;
import io.github.dl4jinit.internal.topology.Temporaries;
import io.github.dl4jinit.internal.update.NextUpdate;
import io.github.dl4jinit.internal.update.PenaltyFacts;
import io.github.dl4jinit.internal.update.StepSize;
import io.github.dl4jinit.internal.update.StepTrial;
import io.github.dl4jinit.internal.update.UpdateFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A copy of a network, on which one batch is sent forward and back node by node while the network itself stays
 * untouched. It costs the memory of the parameters, their gradients and the updater's state once more.
 */
final class MeasuredCopy implements AutoCloseable {

    /** Where the batch comes from, and so what is measured. */
    enum Occasion {
        /** The doctor has made the inputs up, so that there is nothing to say of them. */
        MADE_UP_DATA,
        /** A user asks about a network and a batch. */
        USERS_DATA,
        /** A training step: histograms are left out, and what a rate does not show, because it takes as long again. */
        TRAINING
    }

    /** The seed of the trial's dropout: any but 0, for which ND4J takes the clock. */
    private static final long SEED = 1;

    private final NetworkView original;
    private final NetworkView copy;
    private final List<NodeMeasurement> nodes;
    private final List<LossFacts> losses = new ArrayList<>();
    private final Occasion occasion;

    MeasuredCopy(NetworkView original, Occasion occasion) {
        this.original = original;
        this.occasion = occasion;
        this.copy = original.copy();
        INDArray state = original.updaterState();
        if (state != null) {
            copy.updater().getStateViewArray().assign(state);
        }
        copy.initGradients();
        MainLine mainLine = new MainLine(copy.nodes());
        OutputFunctions functions = new OutputFunctions(copy.nodes());
        this.nodes = copy.nodes().stream()
                .map(node -> new NodeMeasurement(node, mainLine, functions, occasion != Occasion.TRAINING))
                .collect(Collectors.toList());
    }

    /** Measures what the batch does in each node; to be called once. */
    Measurement measure(MultiDataSet batch) {
        List<UpdateFacts> updates = new ArrayList<>();
        List<PenaltyFacts> penalties;
        BatchFacts facts;
        INDArray update;
        try (Temporaries made = new Temporaries()) {
            made.keep(batch.getFeatures());
            made.keep(batch.getLabels());
            made.keep(copy.network().params(), copy.network().getGradientsViewArray());
            pass(batch, made);
            facts = occasion == Occasion.MADE_UP_DATA ? BatchFacts.NONE : BatchFacts.of(copy, batch);
            penalties = update(batch);
            nodes.forEach(NodeMeasurement::updated);
            nodes.forEach(node -> updates.addAll(node.updates(original.iteration(), original.epoch())));
            boolean worthTrying = StepSize.isWorthTrying(updates);
            update = worthTrying ? copy.network().getGradientsViewArray().dup() : null;
            nodes.forEach(NodeMeasurement::fadeInTime); // from here on, because it overwrites gradients
        }
        Double lossAfter = update != null ? lossAfter(update, batch) : null;
        Geometry geometry = occasion == Occasion.TRAINING ? null : GeometryProbe.measure(copy, batch);
        return new Measurement(
                original.iteration(),
                batch.getFeatures(0).size(0),
                facts,
                nodes.stream().map(NodeMeasurement::result).collect(Collectors.toList()),
                losses,
                updates,
                penalties,
                lossAfter,
                geometry,
                PlainNetwork.of(copy).orElse(null));
    }

    private void pass(MultiDataSet batch, Temporaries made) {
        try {
            nodes.forEach(NodeMeasurement::beginForward);
            forward(batch);
        } finally {
            nodes.forEach(NodeMeasurement::endForward);
            nodes.forEach(node -> made.add(node.activations()));
        }
        backward(batch, made);
    }

    private void forward(MultiDataSet batch) {
        copy.show(batch);
        for (NodeMeasurement measured : nodes) {
            NetworkNode node = measured.node();
            if (node.isInput()) {
                measured.forward(batch.getFeatures(node.inputNumber().getAsInt()));
            } else {
                List<NodeMeasurement> from =
                        node.inputs().stream().map(nodes::get).collect(Collectors.toList());
                measured.arriving(from, batch.getFeatures(0).size(0));
                measured.forward(copy.forward(
                        node, from.stream().map(NodeMeasurement::activations).toArray(INDArray[]::new)));
            }
        }
    }

    private void backward(MultiDataSet batch, Temporaries made) {
        long examples = batch.getFeatures(0).size(0);
        Epsilons epsilons = new Epsilons(nodes.size());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeMeasurement measured = nodes.get(i);
            NetworkNode node = measured.node();
            boolean isOutput = node.outputNumber().isPresent();
            INDArray arrived = epsilons.take(i);
            INDArray epsilon = isOutput ? atOutput(measured, arrived, batch) : arrived;
            made.add(arrived, epsilon);
            if (epsilon != null) {
                measured.backward(epsilon, examples);
            }
            boolean computesLoss = isOutput && node.loss().isPresent();
            if (computesLoss) {
                losses.add(0, loss(measured, batch));
            }
            if (node.stopsGradients() || epsilon == null && !computesLoss) { // nothing comes from an embedding
                continue;
            }
            Pair<Gradient, INDArray[]> back = copy.backward(node, epsilon);
            if (back.getFirst() != null) {
                measured.backward(back.getFirst(), examples);
            }
            epsilons.add(node.inputs(), back.getSecond());
        }
    }

    /**
     * Gives a loss its labels. An output without a loss gets a random gradient, beside what comes from other nodes.
     *
     * @param epsilon what comes from other nodes, {@code null} if nothing does
     * @return the whole gradient; {@code null} for a loss that gets none
     */
    private static INDArray atOutput(NodeMeasurement measured, INDArray epsilon, MultiDataSet batch) {
        NetworkNode node = measured.node();
        INDArray output = measured.activations();
        if (node.loss().isEmpty()) {
            INDArray random = Nd4j.randn(output.dataType(), output.shape());
            return epsilon == null ? random : random.addi(epsilon);
        }
        IOutputLayer loss = node.loss().get();
        if (loss.needsLabels()) {
            loss.setLabels(labels(node, batch).orElseGet(() -> RandomLabels.of(node, output)));
        }
        return epsilon;
    }

    /** What a batch says that an output should be; empty if it does not. */
    private static Optional<INDArray> labels(NetworkNode output, MultiDataSet batch) {
        INDArray[] labels = batch.getLabels();
        return labels == null || labels.length == 0
                ? Optional.empty()
                : Optional.ofNullable(labels[output.outputNumber().getAsInt()]);
    }

    private LossFacts loss(NodeMeasurement measured, MultiDataSet batch) {
        NetworkNode node = measured.node();
        boolean labelsGiven = labels(node, batch).isPresent();
        try {
            return Loss.of(node, measured.preActivations(), functionBefore(node), labelsGiven);
        } catch (RuntimeException e) { // of any kind, since it comes from a user's loss function
            throw labelsGiven ? e : RandomLabels.unfit(node, e);
        }
    }

    /** The activation function whose values a loss without weights of its own is given; {@code null} if none is. */
    private IActivation functionBefore(NetworkNode loss) {
        NetworkNode node = loss;
        while (node.layer() != null && node.parameters().isEmpty()) {
            node = copy.nodes().get(node.inputs().get(0));
            IActivation function = node.activation().orElse(null);
            if (function != null && !(function instanceof ActivationIdentity)) {
                return function;
            }
        }
        return null;
    }

    /** Turns gradients into updates. */
    private List<PenaltyFacts> update(MultiDataSet batch) {
        // Gradients are sums over the examples. DL4J divides them before the updater, unless told miniBatch(false).
        boolean mean = original.network().conf().isMiniBatch();
        NextUpdate update = new NextUpdate(copy, original.iteration(), original.epoch());
        int divisor = mean ? (int) batch.getFeatures(0).size(0) : 1;
        nodes.forEach(
                measured -> measured.gradient().ifPresent(gradient -> update.add(measured.node(), gradient, divisor)));
        update.apply();
        return update.penalties();
    }

    @SuppressWarnings("try") // the state is closed, never read
    private double lossAfter(INDArray update, MultiDataSet batch) {
        try (RandomState state = new RandomState(SEED)) {
            return new StepTrial(copy, batch).lossAfter(update);
        } finally {
            update.close();
        }
    }

    /** Frees what the copy holds. */
    @Override
    public void close() {
        copy.free();
    }
}
