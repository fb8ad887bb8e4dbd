// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Of a {@code MultiLayerNetwork}: node 0 is the input, node i + 1 layer i. */
final class ListCopy extends NetworkCopy {

    private final MultiLayerNetwork original;
    private final MultiLayerNetwork copy;
    private final Layer[] layers;
    private INDArray output;

    ListCopy(MultiLayerNetwork original) {
        this.original = original;
        this.copy = (MultiLayerNetwork) NetworkView.of(original).copy().network();
        this.layers = copy.getLayers();
        Updater updater = original.getUpdater(false);
        if (updater != null && updater.getStateViewArray() != null) {
            copy.getUpdater().getStateViewArray().assign(updater.getStateViewArray());
        }
        copy.initGradientsView();
    }

    @Override
    List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node("input", "input", null, null));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < layers.length; i++) {
            String given = layers[i].conf().getLayer().getLayerName();
            String name = given == null ? "layer" + i : given;
            nodes.add(new Node(
                    names.add(name) ? name : name + " (layer" + i + ")", type(layers[i]), layers[i], layers[i], i));
        }
        return nodes;
    }

    @Override
    void forward(List<Node> nodes, MultiDataSet batch) {
        INDArray activations = batch.getFeatures(0);
        copy.setInput(activations);
        copy.setLayerMaskArrays(mask(batch.getFeaturesMaskArrays()), mask(batch.getLabelsMaskArrays()));
        nodes.get(0).measureActivations(activations);
        for (int i = 0; i < layers.length; i++) {
            InputPreProcessor preProcessor = preProcessor(i);
            INDArray in = preProcessor == null
                    ? activations
                    : preProcessor.preProcess(activations, copy.getInputMiniBatchSize(), NO_WORKSPACES);
            activations = layers[i].activate(in, true, NO_WORKSPACES);
            nodes.get(i + 1).measureActivations(activations);
        }
        output = activations;
    }

    @Override
    void backward(List<Node> nodes, MultiDataSet batch) {
        int examples = copy.getInputMiniBatchSize();
        INDArray epsilon = null; // a loss needs none
        Node last = nodes.get(layers.length);
        IOutputLayer loss = last.outputLayer();
        if (loss == null) {
            epsilon = Nd4j.randn(output.dataType(), output.shape());
        } else if (loss.needsLabels()) {
            loss.setLabels(labels(batch, 0, last, output));
        }
        for (int i = layers.length - 1; i >= 0; i--) {
            Node node = nodes.get(i + 1);
            if (epsilon != null) {
                node.measureGradient(epsilon, examples);
            }
            boolean nothingComes = epsilon == null && (loss == null || i < layers.length - 1); // as below an embedding
            if (nothingComes || node.frozen()) {
                break;
            }
            Pair<Gradient, INDArray> back = layers[i].backpropGradient(epsilon, NO_WORKSPACES);
            node.keepGradients(back.getFirst(), examples);
            InputPreProcessor preProcessor = preProcessor(i);
            epsilon = preProcessor == null || back.getSecond() == null
                    ? back.getSecond()
                    : preProcessor.backprop(back.getSecond(), examples, NO_WORKSPACES);
        }
    }

    @Override
    NextUpdate nextUpdate() {
        return new NextUpdate(
                (BaseMultiLayerUpdater<?>) copy.getUpdater(),
                copy,
                original.getIterationCount(),
                original.getEpochCount());
    }

    @Override
    MultiLayerNetwork original() {
        return original;
    }

    @Override
    int iteration() {
        return original.getIterationCount();
    }

    @Override
    public void close() {
        Updater updater = copy.getUpdater(false);
        close(copy.params(), copy.getFlattenedGradients(), updater == null ? null : updater.getStateViewArray());
    }

    private InputPreProcessor preProcessor(int layer) {
        return copy.getLayerWiseConfigurations().getInputPreProcess(layer);
    }

    private static INDArray mask(INDArray[] masks) {
        return masks == null ? null : masks[0];
    }
}
