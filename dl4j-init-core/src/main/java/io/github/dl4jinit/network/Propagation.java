// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.gain.MeanField;
import io.github.dl4jinit.internal.Functions;
import io.github.dl4jinit.network.Incoming.Samples;
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
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What layers and vertices make of a signal, apart from their weights. */
final class Propagation {

    /** Steps after which a recurrent layer is taken to have settled: its memory is shorter, or has no end. */
    private static final int STEPS = 64;

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

    /** What a layer multiplies its weights with: dropout that keeps a share p divides what is left by p. */
    Incoming atWeights(NetworkNode node, Incoming incoming) {
        IDropout dropout = node.layer == null ? null : node.innerConfiguration().getIDropout();
        double retained = 1;
        if (dropout instanceof Dropout && ((Dropout) dropout).getPSchedule() == null) {
            retained = ((Dropout) dropout).getP();
        } else if (dropout instanceof SpatialDropout && ((SpatialDropout) dropout).getPSchedule() == null) {
            retained = ((SpatialDropout) dropout).getP();
        }
        return incoming.scaled(1 / Math.sqrt(retained));
    }

    /** What a layer makes of its pre-activations. */
    Incoming afterWeights(NetworkNode node, double variance) {
        Layer layer = node.innerConfiguration();
        if (layer instanceof ConvolutionLayer && isPadded((ConvolutionLayer) layer)) {
            assumptions.put(
                    node.name, "padded with zeros, so that outputs at the borders sum over less than the fan-in");
        }
        if (layer instanceof CapsuleLayer || layer instanceof PrimaryCapsules) {
            assumptions.put(node.name, "capsules are squashed: the mean square of what they put out is taken to be 1");
        }
        if (layer instanceof Bidirectional) {
            return bothWays((Bidirectional) layer, variance);
        }
        return oneWay(node.name, layer, variance);
    }

    private static boolean isPadded(ConvolutionLayer layer) {
        boolean padded = layer.getConvolutionMode() == ConvolutionMode.Same
                || Arrays.stream(layer.getPadding()).anyMatch(zeros -> zeros > 0);
        return padded && Arrays.stream(layer.getKernelSize()).anyMatch(taps -> taps > 1);
    }

    private Incoming oneWay(String name, Layer layer, double variance) {
        if (layer == null) {
            return Incoming.normal(variance, "attention");
        }
        if (LstmMoments.isLstm(layer)) {
            return lstms.computeIfAbsent(
                    layer.getClass() + " " + LstmMoments.key(layer) + variance,
                    key -> LstmMoments.output(layer, variance, samples));
        }
        IActivation function = function(layer);
        if (layer instanceof SimpleRnn) {
            return activated(name, Incoming.normal(settled(function, variance), "recurrent"), function);
        }
        return activated(name, Incoming.normal(variance, "weights"), function);
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
        for (int step = 0; step < STEPS; step++) {
            settled = theory.nextVariance(settled, 1, variance);
        }
        return settled;
    }

    private Incoming bothWays(Bidirectional layer, double variance) {
        Incoming one = oneWay("one direction", layer.getFwd(), variance);
        switch (layer.getMode()) {
            case ADD:
                return one.scaled(Math.sqrt(2));
            case AVERAGE:
                return one.scaled(Math.sqrt(0.5));
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
        return node.layer == null ? vertex(node, inputs) : layer(node, inputs.get(0));
    }

    private Incoming layer(NetworkNode node, Incoming incoming) {
        Layer layer = node.innerConfiguration();
        if (layer instanceof ActivationLayer) {
            return activated(node.name, incoming, function(layer));
        }
        if (layer instanceof BatchNormalization) {
            return Incoming.normal(1, "normalisation");
        }
        if (layer instanceof PReLULayer) {
            return activated(node.name, incoming, new ActivationLReLU(slope(node)));
        }
        if (layer instanceof ZeroPaddingLayer
                || layer instanceof ZeroPadding1DLayer
                || layer instanceof ZeroPadding3DLayer
                || layer instanceof SubsamplingLayer
                || layer instanceof Subsampling3DLayer
                || layer instanceof GlobalPoolingLayer
                || layer instanceof LocalResponseNormalization) {
            assumptions.put(node.name, "taken to keep the mean square, which depends on the data");
        }
        return incoming;
    }

    /** The root mean square of the slopes of all units: E[x²] is (1 + slope²) / 2 of what it was. */
    private static double slope(NetworkNode node) {
        INDArray slopes = node.parameters().values().iterator().next();
        return slopes.norm2Number().doubleValue() / Math.sqrt(slopes.length());
    }

    private Incoming vertex(NetworkNode node, List<Incoming> inputs) {
        GraphVertex vertex = node.vertexConfiguration;
        if (vertex instanceof ScaleVertex) {
            return inputs.get(0).scaled(((ScaleVertex) vertex).getScaleFactor());
        }
        if (vertex instanceof ElementWiseVertex) {
            return elementWise(node, ((ElementWiseVertex) vertex).getOp(), inputs);
        }
        if (vertex instanceof MergeVertex && inputs.size() > 1) {
            return mean(node, inputs, "a concatenation of ");
        }
        if (inputs.size() > 1 || !keepsMeanSquare(vertex)) {
            assumptions.put(node.name, "taken to keep the mean square of its inputs");
        }
        return inputs.size() > 1 ? mean(node, inputs, "a mixture of ") : inputs.get(0);
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
                assumptions.put(node.name, "taken to keep the mean square of its inputs");
                return mean(node, inputs, op + " of ");
        }
    }

    /** Of inputs that stand side by side, each unit like those of one of them. */
    private Incoming mean(NetworkNode node, List<Incoming> inputs, String what) {
        List<Double> squares =
                inputs.stream().map(Incoming::meanSquare).distinct().collect(Collectors.toList());
        if (squares.size() == 1) {
            return inputs.get(0);
        }
        boolean known =
                Arrays.stream(node.inputs).allMatch(input -> widths.of(input).isPresent());
        if (!known) {
            assumptions.put(node.name, "its inputs are taken to be of equal width");
        }
        double sum = 0;
        double width = 0;
        for (int i = 0; i < inputs.size(); i++) {
            double share = known ? widths.of(node.inputs[i]).getAsLong() : 1;
            sum += share * inputs.get(i).meanSquare();
            width += share;
        }
        return Incoming.normal(sum / width, what + inputs.size());
    }
}
