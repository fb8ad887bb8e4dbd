// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.measure.Bins;
import io.github.dl4jinit.internal.measure.FadingInTime;
import io.github.dl4jinit.internal.measure.FunctionSignal;
import io.github.dl4jinit.internal.measure.FunctionWatch;
import io.github.dl4jinit.internal.measure.LayerTraits;
import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import io.github.dl4jinit.internal.measure.NodeRecorder;
import io.github.dl4jinit.internal.measure.UnitStatistics;
import io.github.dl4jinit.internal.topology.MainLine;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.OutputFunctions;
import io.github.dl4jinit.internal.update.UpdateFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The measurement of one node while a batch goes forward and back; {@link #result()} ends it. */
final class NodeMeasurement {

    private final NetworkNode node;
    private final boolean shapes;
    private final NodeRecorder facts;
    private final LayerSignal.Builder signal = new LayerSignal.Builder();
    private final Map<String, Double> gradientNorms = new HashMap<>();
    private final Map<String, Moments> gradientMoments = new HashMap<>();
    private FunctionWatch watch;
    private INDArray activations;
    private UnitStatistics units;

    /**
     * The gradients of the sum of the examples' losses: views, which the updater turns into updates. {@code null} if
     * none gets here.
     */
    private Gradient gradient;

    /**
     * Begins with what can be seen without a batch.
     *
     * @param shapes whether to measure histograms, too
     */
    NodeMeasurement(NetworkNode node, MainLine mainLine, OutputFunctions functions, boolean shapes) {
        this.node = node;
        this.shapes = shapes;
        this.facts = new NodeRecorder(node, functions.of(node));
        signal.name = node.name();
        signal.type = node.type();
        signal.output = node.loss().isPresent();
        signal.depth = mainLine.depth(node);
        signal.mainLine = mainLine.contains(node);
        signal.inputs = node.inputs();
    }

    NetworkNode node() {
        return node;
    }

    /** Begins to watch what the activation function is given. */
    void beginForward() {
        watch = new FunctionWatch(node);
    }

    /** Ends what {@link #beginForward} has begun, if it has. */
    void endForward() {
        if (watch != null) {
            watch.end();
        }
    }

    /** Takes what the node is given. */
    void arriving(List<NodeMeasurement> from, long examples) {
        double rms = 0;
        for (NodeMeasurement input : from) {
            double other = input.signal.activation.rms();
            rms = rms >= other ? rms : other; // NaN counts as large
        }
        facts.arriving(
                rms, examples, from.stream().map(NodeMeasurement::activations).toArray(INDArray[]::new));
    }

    /** Takes what the node has put out. */
    void forward(INDArray output) {
        activations = output;
        MomentsAccumulator moments = MomentsAccumulator.of(output);
        signal.activation = Moments.of(moments);
        signal.activationHistogram = histogram(output, moments, 1);
        facts.activations(output, signal.activation.rms());
        units = UnitStatistics.of(output, node.unitAxis(output.rank()), signal.activation.rms());
        signal.deadShare = units.deadShare();
        signal.meanCosine = units.meanCosine();
        signal.timeSteps = LayerTraits.timeSteps(node, output.shape());
    }

    /** What the node has put out. */
    INDArray activations() {
        return activations;
    }

    /** What the activation function of a loss was given; {@code null} for other nodes. */
    INDArray preActivations() {
        return watch.seen().map(FunctionSignal::given).orElse(null);
    }

    /**
     * Takes the gradient with respect to the activations.
     *
     * @param epsilon the gradient of the sum of the examples' losses, as DL4J computes it
     * @param examples what the sum is divided by: figures are of the mean loss, even where training takes the sum
     */
    void backward(INDArray epsilon, long examples) {
        MomentsAccumulator moments = MomentsAccumulator.of(epsilon);
        facts.epsilon(moments);
        signal.gradientNorm = moments.norm() / examples;
        signal.gradientHistogram = histogram(epsilon, moments, examples);
    }

    private LayerSignal.Histogram histogram(INDArray values, MomentsAccumulator moments, long divisor) {
        return Optional.of(values)
                .filter(given -> shapes)
                .flatMap(given -> Bins.of(given, moments))
                .map(measured -> LayerSignal.Histogram.of(measured, divisor))
                .orElse(null);
    }

    /**
     * Takes the gradients of the parameters, before they become updates.
     *
     * @param summed of the sum of the examples' losses
     * @param examples what the sum is divided by
     */
    void backward(Gradient summed, long examples) {
        gradient = summed;
        Map<String, Double> norms = new HashMap<>();
        summed.gradientForVariable().forEach((name, values) -> {
            if (values != null) {
                MomentsAccumulator moments = MomentsAccumulator.of(values);
                norms.put(name, moments.norm());
                gradientNorms.put(name, moments.norm() / examples);
                gradientMoments.put(name, Moments.of(moments).dividedBy(examples));
            }
        });
        facts.gradients(summed.gradientForVariable(), norms);
    }

    /** The gradients of the parameters; empty if none gets here. */
    Optional<Gradient> gradient() {
        return Optional.ofNullable(gradient);
    }

    /** Takes the parameters, and their updates, which the updater has made of the gradients. */
    void updated() {
        node.parameters()
                .forEach((name, values) -> signal.parameters.add(new ParameterSignal(
                        name,
                        Moments.of(MomentsAccumulator.of(values)),
                        gradientNorms.get(name),
                        gradientMoments.get(name),
                        update(name))));
    }

    private Moments update(String name) {
        INDArray update = gradient == null ? null : gradient.getGradientFor(name);
        return update == null ? null : Moments.of(MomentsAccumulator.of(update));
    }

    /** What the updates would do to the weights; none for layers that stay as they are. */
    List<UpdateFacts> updates(int iteration, int epoch) {
        List<UpdateFacts> facts = new ArrayList<>();
        if (node.frozen()) {
            return facts;
        }
        Map<String, INDArray> parameters = node.parameters();
        for (ParameterSignal parameter : signal.parameters) {
            INDArray values = parameters.get(parameter.name());
            if (parameter.update().isPresent() && UpdateFacts.isWeights(parameter.name(), values)) {
                facts.add(UpdateFacts.of(
                        node,
                        signal.mainLine,
                        parameter.name(),
                        values,
                        parameter.gradient().get().meanMagnitude(),
                        parameter.update().get().meanMagnitude(),
                        iteration,
                        epoch));
            }
        }
        return facts;
    }

    /** Measures how a gradient fades in time; overwrites all gradients of the network. */
    void fadeInTime() {
        if (signal.timeSteps > 1 && gradient != null && LayerTraits.fadesInTime(node)) {
            double[] norms = FadingInTime.norms(node, activations);
            TrendFit fit = new TrendFit();
            for (int back = 0; back < norms.length; back++) {
                fit.add(node.name(), back, norms[back]);
            }
            signal.gradientRatePerStep = fit.rate();
        }
    }

    NodeSignal result() {
        Optional<FunctionSignal> function = watch.seen();
        function.ifPresent(seen -> {
            signal.function = seen.function().toString();
            signal.preActivation = Moments.of(seen.preActivation());
            signal.saturatedShare = seen.saturatedShare();
        });
        return new NodeSignal(signal.build(), node.inputs(), function.orElse(null), facts.facts(), units);
    }
}
