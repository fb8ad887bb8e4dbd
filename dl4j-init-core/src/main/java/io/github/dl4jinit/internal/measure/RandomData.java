// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.LayerActivation;
import io.github.dl4jinit.internal.Wrappers;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Inputs and labels for a network that is probed without data. */
public final class RandomData {

    /**
     * The number of examples: enough that a unit which is zero for all of them is dead rather than unlucky: 2⁻⁶⁴ for a
     * healthy ReLU.
     */
    private static final int EXAMPLES = 64;

    /** The length of a series where the configuration does not say it. */
    private static final int TIME_STEPS = 50;

    /** The seed of indices and labels; inputs come from ND4J's generator. */
    private static final long SEED = 1;

    private RandomData() {}

    /** Standard normal inputs; random indices for an embedding. Labels come later, from the outputs they must fit. */
    public static MultiDataSet forNetwork(NetworkView network) {
        DataType type = network.network().params().dataType();
        INDArray[] inputs = new INDArray[network.inputs().size()];
        for (NetworkNode input : network.inputs()) {
            inputs[input.inputNumber().getAsInt()] = input.consumers().stream()
                    .map(consumer -> network.nodes().get(consumer))
                    .filter(consumer -> consumer.layer() != null)
                    .findFirst()
                    .map(first -> input(input.name(), first, type))
                    .orElseThrow(() -> unknown(input.name(), "goes to no layer directly"));
        }
        return new MultiDataSet(inputs, null);
    }

    /** Standard normal inputs of the given types. */
    public static MultiDataSet ofTypes(NetworkView network, InputType... types) {
        DataType type = network.network().params().dataType();
        INDArray[] inputs = new INDArray[types.length];
        for (int i = 0; i < types.length; i++) {
            if (types[i] instanceof InputTypeRecurrent && ((InputTypeRecurrent) types[i]).getTimeSeriesLength() < 1) {
                inputs[i] = normal(type, ((InputTypeRecurrent) types[i]).getSize(), TIME_STEPS);
            } else {
                inputs[i] = normal(type, types[i].getShape());
            }
        }
        return new MultiDataSet(inputs, null);
    }

    /** What the first layer behind an input takes. */
    private static INDArray input(String name, NetworkNode consumer, DataType type) {
        Layer first = consumer.writtenConfiguration();
        InputPreProcessor preProcessor = consumer.preProcessor();
        Layer layer = first instanceof Bidirectional ? ((Bidirectional) first).getFwd() : Wrappers.unwrapped(first);
        if (preProcessor instanceof FeedForwardToCnnPreProcessor) {
            FeedForwardToCnnPreProcessor images = (FeedForwardToCnnPreProcessor) preProcessor;
            return normal(type, images.getInputHeight() * images.getInputWidth() * images.getNumChannels());
        }
        if (preProcessor instanceof CnnToFeedForwardPreProcessor) {
            CnnToFeedForwardPreProcessor images = (CnnToFeedForwardPreProcessor) preProcessor;
            return normal(type, images.getNumChannels(), images.getInputHeight(), images.getInputWidth());
        }
        if (!(layer instanceof FeedForwardLayer)) {
            throw unknown(name, "goes to a " + layer.getClass().getSimpleName());
        }
        long size = ((FeedForwardLayer) layer).getNIn();
        if (layer instanceof EmbeddingLayer) {
            return indices(type, size, 1);
        }
        if (layer instanceof EmbeddingSequenceLayer) {
            EmbeddingSequenceLayer embedding = (EmbeddingSequenceLayer) layer;
            return indices(type, size, embedding.isInferInputLength() ? TIME_STEPS : embedding.getInputLength());
        }
        if (preProcessor instanceof RnnToFeedForwardPreProcessor
                || layer instanceof Convolution1DLayer
                || layer instanceof BaseRecurrentLayer
                || first instanceof TimeDistributed) {
            return normal(type, size, TIME_STEPS);
        }
        if (preProcessor != null
                || layer instanceof ConvolutionLayer
                || !(layer instanceof DenseLayer) && !(layer instanceof BaseOutputLayer)) {
            throw unknown(name, "goes to a " + layer.getClass().getSimpleName());
        }
        return normal(type, size);
    }

    private static IllegalArgumentException unknown(String input, String why) {
        return new IllegalArgumentException("batch must be given, or the input's type, because the shape of \"" + input
                + "\" is not in the configuration: it " + why);
    }

    private static INDArray normal(DataType type, long... perExample) {
        return Nd4j.randn(type, withExamples(perExample));
    }

    private static INDArray indices(DataType type, long below, long length) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] indices = random.doubles(EXAMPLES * length)
                .map(uniform -> Math.floor(uniform * below))
                .toArray();
        return Nd4j.createFromArray(indices).reshape(EXAMPLES, length).castTo(type);
    }

    private static long[] withExamples(long... perExample) {
        long[] shape = new long[perExample.length + 1];
        shape[0] = EXAMPLES;
        System.arraycopy(perExample, 0, shape, 1, perExample.length);
        return shape;
    }

    /**
     * Labels that a loss can take for what a network puts out: one class for softmax, standard normal numbers for
     * functions that take either sign, and numbers between 0 and 1 for all others.
     *
     * @throws IllegalArgumentException if the labels of such a layer are more than that
     */
    public static INDArray labels(IOutputLayer loss, INDArray activations) {
        Layer layer = Wrappers.unwrapped(
                ((org.deeplearning4j.nn.api.Layer) loss).conf().getLayer());
        Check.require(
                layer instanceof BaseOutputLayer
                        || layer instanceof LossLayer
                        || layer instanceof RnnLossLayer
                        || layer instanceof CnnLossLayer,
                "batch",
                "given with labels, because those of a " + layer.getClass().getSimpleName() + " cannot be made up",
                null);
        IActivation function = LayerActivation.of(layer);
        if (function instanceof ActivationSoftmax) {
            boolean sparse = layer instanceof BaseOutputLayer
                    && ((BaseOutputLayer) layer).getLossFn() instanceof LossSparseMCXENT;
            return classes(activations, sparse);
        }
        if (function instanceof ActivationIdentity || function instanceof ActivationTanH) {
            return Nd4j.randn(activations.dataType(), activations.shape());
        }
        return Nd4j.rand(activations.dataType(), activations.shape());
    }

    /** A class for each example, and each position of it. */
    private static INDArray classes(INDArray activations, boolean sparse) {
        SplittableRandom random = new SplittableRandom(SEED);
        int classes = (int) activations.size(1);
        long[] shape = activations.shape().clone();
        if (sparse) {
            shape[1] = 1;
        }
        int positions = (int) (activations.length() / activations.size(0) / classes);
        int perExample = sparse ? positions : positions * classes;
        double[] labels = new double[(int) activations.size(0) * perExample];
        for (int example = 0; example < activations.size(0); example++) {
            for (int position = 0; position < positions; position++) {
                int drawn = random.nextInt(classes);
                if (sparse) {
                    labels[example * perExample + position] = drawn;
                } else {
                    labels[example * perExample + drawn * positions + position] = 1;
                }
            }
        }
        return Nd4j.createFromArray(labels).reshape('c', shape).castTo(activations.dataType());
    }
}
