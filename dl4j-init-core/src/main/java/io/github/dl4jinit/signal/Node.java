// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Functions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.recurrent.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** An input, a layer or a vertex of the copied network: what it is connected to, and what is measured of it. */
final class Node {

    final LayerSignal.Builder signal = new LayerSignal.Builder();

    /** {@code null} for inputs and for vertices that are no layers. */
    final Layer layer;

    /** What has the parameters: the layer, or a vertex that has some of its own, as attention has. */
    final Trainable trainable;

    /** Indices of the nodes whose activations this one takes. */
    final int[] inputs;

    /** Of the summed loss with respect to the parameters: views that become updates. {@code null} if none gets here. */
    Gradient gradient;

    private final NeuralNetConfiguration configuration;
    private final Map<String, Double> gradientNorms = new HashMap<>();
    private final Map<String, Moments> gradientMoments = new HashMap<>();
    private FunctionSpy spy;
    private IActivation asked;
    private boolean saturates;
    private long samples;
    private double spread;
    private INDArray activations;

    Node(String name, String type, Layer layer, Trainable trainable, int... inputs) {
        this.layer = layer;
        this.trainable = trainable;
        this.inputs = inputs;
        this.configuration = layer == null ? null : layer.conf();
        signal.name = name;
        signal.type = type;
        signal.output = outputLayer() != null;
    }

    /** {@code null} if the node does not compute the loss. */
    IOutputLayer outputLayer() {
        Layer inner =
                layer instanceof FrozenLayerWithBackprop ? ((FrozenLayerWithBackprop) layer).getInsideLayer() : layer;
        return inner instanceof IOutputLayer ? (IOutputLayer) inner : null;
    }

    /** Neither is trained, nor is any gradient sent through it. */
    boolean frozen() {
        return layer instanceof FrozenLayer;
    }

    /** Whether it counts as a step in depth: it multiplies by weights, which normalisation and slopes are not. */
    boolean weighted() {
        if (trainable == null || trainable.numParams() == 0) {
            return false;
        }
        if (layer == null) {
            return true;
        }
        org.deeplearning4j.nn.conf.layers.Layer inner = Functions.unwrapped(configuration.getLayer());
        return !(inner instanceof BatchNormalization) && !(inner instanceof PReLULayer);
    }

    /** Whether it changes the scale by taking means or maxima, or by repeating. */
    boolean pools() {
        org.deeplearning4j.nn.conf.layers.Layer inner =
                layer == null ? null : Functions.unwrapped(configuration.getLayer());
        return inner instanceof SubsamplingLayer
                || inner instanceof Subsampling3DLayer
                || inner instanceof GlobalPoolingLayer
                || inner instanceof BaseUpsamplingLayer;
    }

    /** The function that the forward pass asked, if any. */
    Optional<IActivation> function() {
        return Optional.ofNullable(asked);
    }

    /** Whether that function is flat on both sides, so that a unit can be stuck there. */
    boolean saturates() {
        return saturates;
    }

    /** As {@link UnitStatistics#spread()}. */
    double spread() {
        return spread;
    }

    /** How many activations each unit has had: examples times positions. */
    long samples() {
        return samples;
    }

    /** Two wrappers may hold one layer's configuration: then the first of them watches. */
    void watchFunction() {
        IActivation function = layer == null ? null : Functions.of(configuration.getLayer());
        if (function != null && !(function instanceof FunctionSpy)) {
            spy = new FunctionSpy(function);
            Functions.set(configuration.getLayer(), spy);
        }
    }

    /** Puts the layer's own function back, which the backward pass needs: a loss may ask for its class. */
    void unwatchFunction() {
        if (spy == null) {
            return;
        }
        Functions.set(configuration.getLayer(), spy.function());
        if (spy.wasAsked()) {
            asked = spy.function();
            saturates = spy.saturates();
            signal.function = asked.toString();
            signal.preActivation = spy.moments();
            signal.saturatedShare = spy.saturatedShare();
        }
        spy = null;
    }

    void measureActivations(INDArray measured) {
        activations = measured;
        signal.activation = MomentsAccumulator.of(activations).moments();
        UnitStatistics units = UnitStatistics.of(activations, unitAxis(activations.rank()), signal.activation.rms());
        samples = units.samples();
        spread = units.spread();
        signal.deadShare = units.deadShare();
        signal.meanCosine = units.meanCosine();
        if (layer instanceof RecurrentLayer && activations.rank() == 3) {
            signal.timeSteps = (int) activations.size(unitAxis(3) == 1 ? 2 : 1);
        }
    }

    /** DL4J puts the channels of images and time series first unless told otherwise. */
    private int unitAxis(int rank) {
        org.deeplearning4j.nn.conf.layers.Layer inner =
                configuration == null ? null : Functions.unwrapped(configuration.getLayer());
        boolean last =
                inner instanceof ConvolutionLayer && ((ConvolutionLayer) inner).getCnn2dDataFormat() == CNN2DFormat.NHWC
                        || inner instanceof SubsamplingLayer
                                && ((SubsamplingLayer) inner).getCnn2dDataFormat() == CNN2DFormat.NHWC
                        || inner instanceof BaseRecurrentLayer
                                && ((BaseRecurrentLayer) inner).getRnnDataFormat() == RNNFormat.NWC;
        return last ? rank - 1 : 1;
    }

    /**
     * @param epsilon gradient of the summed loss with respect to the activations
     * @param examples what makes the sum a mean
     */
    void measureGradient(INDArray epsilon, long examples) {
        signal.gradientNorm = MomentsAccumulator.of(epsilon).norm() / examples;
    }

    /** How a gradient fades in time; to be called last. */
    void measureTime() {
        if (signal.timeSteps > 1 && oneWay() && gradient != null) {
            signal.gradientRatePerStep = ratePerStep(activations);
        }
    }

    /** A layer that also reads backwards hands the last step's gradient to the first step at once. */
    private boolean oneWay() {
        Layer inner = layer;
        while (inner instanceof BaseWrapperLayer) {
            inner = ((BaseWrapperLayer) inner).getUnderlying();
        }
        return inner == layer
                && !(inner instanceof BidirectionalLayer)
                && !(inner instanceof GravesBidirectionalLSTM)
                && unitAxis(3) == 1;
    }

    /**
     * How a gradient at the last step alone fades on its way to the first. Dropout and noise, whose masks the backward
     * pass has used up, take no part.
     */
    private Double ratePerStep(INDArray like) {
        configuration.getLayer().setIDropout(null);
        if (configuration.getLayer() instanceof BaseLayer) {
            ((BaseLayer) configuration.getLayer()).setWeightNoise(null);
        }
        INDArray atOutput = Nd4j.zeros(like.dataType(), like.shape());
        int last = signal.timeSteps - 1;
        atOutput.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(last))
                .assign(Nd4j.randn(like.dataType(), like.size(0), like.size(1)));
        INDArray atInput =
                layer.backpropGradient(atOutput, NetworkCopy.NO_WORKSPACES).getSecond();
        TrendFit fit = new TrendFit();
        for (int step = last; step >= 0; step--) {
            INDArray atStep =
                    atInput.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(step, step + 1));
            fit.add(signal.name, last - step, MomentsAccumulator.of(atStep).norm());
        }
        return fit.rate();
    }

    /** Measures the gradients before they become updates. */
    void keepGradients(Gradient summed, long examples) {
        gradient = summed;
        summed.gradientForVariable().forEach((name, values) -> {
            if (values != null) {
                MomentsAccumulator moments = MomentsAccumulator.of(values);
                gradientNorms.put(name, moments.norm() / examples);
                gradientMoments.put(name, moments.moments().dividedBy(examples));
            }
        });
    }

    /** To be called when the updater has turned the gradients into updates. */
    void measureParameters() {
        if (trainable == null || trainable.numParams() == 0) {
            return;
        }
        trainable
                .paramTable(false)
                .forEach((name, values) -> signal.parameters.add(new ParameterSignal(
                        name,
                        MomentsAccumulator.of(values).moments(),
                        gradientNorms.get(name),
                        gradientMoments.get(name),
                        update(name))));
    }

    private Moments update(String name) {
        INDArray update = gradient == null ? null : gradient.getGradientFor(name);
        return update == null ? null : MomentsAccumulator.of(update).moments();
    }
}
