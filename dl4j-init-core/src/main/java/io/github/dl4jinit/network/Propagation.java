// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Functions;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.network.Incoming.Samples;
import io.github.dl4jinit.theory.MeanField;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What layers and vertices make of a signal, apart from their weights. */
final class Propagation {

    /** Steps after which a recurrent layer is taken to have settled: its memory is shorter, or has no end. */
    private static final int STEPS = 64;

    /** A mean square beyond this is on its way to infinity. */
    private static final double LARGEST = 1e6;

    private final Theories theories;
    private final Samples samples;

    /** What was not computed but taken for granted, by node. */
    private final Map<String, String> assumptions = new LinkedHashMap<>();

    private final Map<String, Incoming> lstms = new LinkedHashMap<>();

    private final Widths widths;

    Propagation(Theories theories, Samples samples, Widths widths) {
        this.widths = widths;
        this.theories = theories;
        this.samples = samples;
    }

    Map<String, String> assumptions() {
        return assumptions;
    }

    /** What comes in behind a layer's dropout: one that keeps a share p divides what is left by p. */
    Incoming dropped(NetworkNode node, Incoming incoming) {
        IDropout dropout =
                node.layer() == null ? null : node.innerConfiguration().getIDropout();
        if (dropout instanceof Dropout && ((Dropout) dropout).getPSchedule() == null) {
            return incoming.scaled(1 / Math.sqrt(((Dropout) dropout).getP()));
        }
        if (dropout instanceof SpatialDropout && ((SpatialDropout) dropout).getPSchedule() == null) {
            return incoming.scaled(1 / Math.sqrt(((SpatialDropout) dropout).getP()));
        }
        if (dropout != null) {
            assumptions.put(node.name(), "its " + dropout.getClass().getSimpleName() + " is left out of account");
        }
        return incoming;
    }

    /** What a layer makes of its pre-activations. */
    Incoming afterWeights(NetworkNode node, double variance) {
        Layer layer = node.innerConfiguration();
        if (layer instanceof ConvolutionLayer && isPadded((ConvolutionLayer) layer)) {
            assumptions.put(
                    node.name(), "padded with zeros, so that outputs at the borders sum over less than the fan-in");
        }
        if (layer instanceof CapsuleLayer || layer instanceof PrimaryCapsules) {
            assumptions.put(
                    node.name(), "capsules are squashed: the mean square of what they put out is taken to be 1");
        }
        if (layer instanceof Bidirectional) {
            return bothWays(node.name(), (Bidirectional) layer, variance);
        }
        return oneWay(node.name(), layer, variance);
    }

    private static boolean isPadded(ConvolutionLayer layer) {
        boolean padded = layer.getConvolutionMode() == ConvolutionMode.Same
                || layer.getConvolutionMode() == ConvolutionMode.Causal
                || Arrays.stream(layer.getPadding()).anyMatch(zeros -> zeros > 0);
        return padded && Arrays.stream(layer.getKernelSize()).anyMatch(taps -> taps > 1);
    }

    private Incoming oneWay(String name, Layer layer, double variance) {
        if (layer == null) {
            return Incoming.normal(variance, "attention");
        }
        if (LstmMoments.isLstm(layer)) {
            Incoming output = lstms.computeIfAbsent(
                    layer.getClass() + " " + LstmMoments.key(layer) + variance,
                    key -> LstmMoments.output(layer, variance, samples));
            return orOne(name, output, output.meanSquare());
        }
        IActivation function = function(layer);
        if (layer instanceof SimpleRnn) {
            double settled = settled(function, variance);
            return orOne(name, activated(name, Incoming.normal(settled, "recurrent"), function), settled);
        }
        return activated(name, Incoming.normal(variance, "weights"), function);
    }

    /** A state that grows from step to step has no mean square that a next layer could be planned for. */
    private Incoming orOne(String name, Incoming output, double growing) {
        if (growing < LARGEST) {
            return output;
        }
        assumptions.put(name, "grows from step to step: the mean square of what it puts out is taken to be 1");
        return Incoming.normal(1, "recurrent");
    }

    /** The activation function of a layer, of whichever kind; the identity if it has none. */
    static IActivation function(Layer layer) {
        if (layer instanceof LocallyConnected1D) {
            return ((LocallyConnected1D) layer).getActivation().getActivationFunction();
        }
        if (layer instanceof LocallyConnected2D) {
            return ((LocallyConnected2D) layer).getActivation().getActivationFunction();
        }
        if (layer instanceof VariationalAutoencoder) {
            return ((VariationalAutoencoder) layer).getPzxActivationFn();
        }
        if (layer instanceof RecurrentAttentionLayer) {
            return ((RecurrentAttentionLayer) layer).getActivation().getActivationFunction();
        }
        IActivation function = layer == null ? null : Functions.of(layer);
        return function == null ? new ActivationIdentity() : function;
    }

    /** Where h = W·x + U·φ(h), U an isometry, ends. */
    private double settled(IActivation function, double variance) {
        return theories.find(function).map(theory -> settled(theory, variance)).orElse(variance);
    }

    private static double settled(MeanField theory, double variance) {
        double settled = variance;
        for (int step = 0; step < STEPS && settled < LARGEST; step++) {
            settled = theory.nextVariance(settled, 1, variance);
        }
        return settled;
    }

    private Incoming bothWays(String name, Bidirectional layer, double variance) {
        Incoming one = oneWay(name, Functions.unwrapped(layer.getFwd()), variance);
        switch (layer.getMode()) {
            case ADD:
                return Incoming.sum(List.of(one, one.another(samples)), samples);
            case AVERAGE:
                return Incoming.sum(List.of(one, one.another(samples)), samples).scaled(0.5);
            case MUL:
                return Incoming.normal(one.meanSquare() * one.meanSquare(), "a product of 2");
            default:
                return one;
        }
    }

    private Incoming activated(String name, Incoming incoming, IActivation function) {
        if (theories.find(function).isPresent()) {
            return incoming.through(function, theories, samples);
        }
        assumptions.put(name, "no theory of " + function + ": its mean square is taken to be 1");
        return Incoming.normal(1, function.toString());
    }

    /** What a layer or vertex without weights makes of its inputs. */
    Incoming without(NetworkNode node, List<Incoming> inputs) {
        return node.layer() == null ? vertex(node, inputs) : layer(node, dropped(node, inputs.get(0)));
    }

    private Incoming layer(NetworkNode node, Incoming incoming) {
        Layer layer = node.innerConfiguration();
        if (layer instanceof ActivationLayer) {
            return activated(node.name(), incoming, function(layer));
        }
        if (layer instanceof BatchNormalization) {
            return Incoming.normal(normalised(node, (BatchNormalization) layer), "normalisation");
        }
        if (layer instanceof PReLULayer) {
            return activated(node.name(), incoming, new ActivationLReLU(slope(node)));
        }
        if (layer instanceof ZeroPaddingLayer
                || layer instanceof ZeroPadding1DLayer
                || layer instanceof ZeroPadding3DLayer
                || layer instanceof SubsamplingLayer
                || layer instanceof Subsampling3DLayer
                || layer instanceof GlobalPoolingLayer
                || layer instanceof LocalResponseNormalization) {
            assumptions.put(node.name(), "taken to keep the mean square, which depends on the data");
        } else if (!keepsMeanSquare(layer)) {
            assumptions.put(node.name(), "unknown: taken to keep the mean square");
        }
        return incoming;
    }

    /** Layers that move, repeat or leave out values, or let them through. */
    private static boolean keepsMeanSquare(Layer layer) {
        return layer instanceof DropoutLayer
                || layer instanceof LossLayer
                || layer instanceof RnnLossLayer
                || layer instanceof CnnLossLayer
                || layer instanceof Cnn3DLossLayer
                || layer instanceof BaseUpsamplingLayer
                || layer instanceof Cropping1D
                || layer instanceof Cropping2D
                || layer instanceof Cropping3D
                || layer instanceof SpaceToDepthLayer
                || layer instanceof SpaceToBatchLayer
                || layer instanceof RepeatVector
                || layer instanceof MaskLayer
                || layer instanceof SelfAttentionLayer; // without projections, and of one step
    }

    /** γ·z + β. */
    private static double normalised(NetworkNode node, BatchNormalization layer) {
        INDArray gamma = node.parameters().get("gamma");
        INDArray beta = node.parameters().get("beta");
        double ofGamma = gamma == null ? layer.getGamma() * layer.getGamma() : Incoming.meanSquareOf(gamma);
        double ofBeta = beta == null ? layer.getBeta() * layer.getBeta() : Incoming.meanSquareOf(beta);
        return ofGamma + ofBeta;
    }

    /** The root mean square of the slopes of all units: E[x²] is (1 + slope²) / 2 of what it was. */
    private static double slope(NetworkNode node) {
        return Math.sqrt(
                Incoming.meanSquareOf(node.parameters().values().iterator().next()));
    }

    private Incoming vertex(NetworkNode node, List<Incoming> inputs) {
        GraphVertex vertex = node.vertexConfiguration();
        if (vertex instanceof ScaleVertex) {
            return inputs.get(0).scaled(((ScaleVertex) vertex).getScaleFactor());
        }
        if (vertex instanceof ElementWiseVertex) {
            return elementWise(node, ((ElementWiseVertex) vertex).getOp(), inputs);
        }
        if (vertex instanceof MergeVertex && inputs.size() > 1) {
            return mixture(node, inputs);
        }
        if (inputs.size() > 1 || !keepsMeanSquare(vertex)) {
            assumptions.put(node.name(), "taken to keep the mean square of its inputs");
        }
        return inputs.size() > 1 ? mixture(node, inputs) : inputs.get(0);
    }

    private static boolean keepsMeanSquare(GraphVertex vertex) {
        String name = vertex.getClass().getName();
        return name.startsWith("org.deeplearning4j.nn.conf.graph.")
                && !name.endsWith(".L2NormalizeVertex")
                && !name.endsWith(".ShiftVertex");
    }

    private Incoming elementWise(NetworkNode node, ElementWiseVertex.Op op, List<Incoming> inputs) {
        switch (op) {
            case Add:
                return Incoming.sum(inputs, samples);
            case Subtract:
                return Incoming.sum(List.of(inputs.get(0), inputs.get(1).scaled(-1)), samples);
            case Average:
                return Incoming.sum(
                        inputs.stream()
                                .map(input -> input.scaled(1.0 / inputs.size()))
                                .collect(Collectors.toList()),
                        samples);
            case Product:
                double product =
                        inputs.stream().mapToDouble(Incoming::meanSquare).reduce(1, (a, b) -> a * b);
                return Incoming.normal(product, "a product of " + inputs.size());
            default:
                assumptions.put(node.name(), "taken to keep the mean square of its inputs");
                return mixture(node, inputs);
        }
    }

    /** Of inputs that stand side by side, each unit like those of one of them. */
    private Incoming mixture(NetworkNode node, List<Incoming> inputs) {
        boolean known =
                node.inputs().stream().allMatch(input -> widths.of(input).isPresent());
        double[] shares = node.inputs().stream()
                .mapToDouble(input -> known ? widths.of(input).getAsLong() : 1)
                .toArray();
        double width = Arrays.stream(shares).sum();
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= width;
        }
        Incoming mixture = Incoming.mixture(inputs, shares);
        if (!known
                && inputs.stream().mapToDouble(Incoming::meanSquare).distinct().count() > 1) {
            assumptions.put(node.name(), "its inputs are taken to be of equal width");
        }
        return mixture;
    }
}
