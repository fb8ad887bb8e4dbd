// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.Locale;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A layer, its input, and what the mean square of its pre-activations is with DL4J's fans. */
final class LayerCase {

    final String name;
    final Supplier<Layer> layer;
    final InputType type;
    final Supplier<INDArray> input;
    final double dl4j;
    int border;
    int inputBorder;
    boolean gradient = true;

    LayerCase(String name, Supplier<Layer> layer, InputType type, Supplier<INDArray> input, double dl4j) {
        this.name = name;
        this.layer = layer;
        this.type = type;
        this.input = input;
        this.dl4j = dl4j;
    }

    /** Leaves out so many outputs at each border. */
    LayerCase without(int outputs) {
        border = outputs;
        return this;
    }

    /** Leaves out the gradients of so many inputs at each border, which fewer outputs see. */
    LayerCase inside(int inputs) {
        inputBorder = inputs;
        return this;
    }

    /** Measures no gradient: a loss makes one of its own, and an embedding hands none on. */
    LayerCase withoutGradient() {
        gradient = false;
        return this;
    }

    MultiLayerNetwork network(int seed) {
        return Variances.network(layer.get(), type, seed);
    }

    double meanSquare(MultiLayerNetwork network, INDArray input) {
        return Variances.meanSquare(inner(output(network, input), border));
    }

    /** The mean square of the gradient at the inputs, where that of the gradient at the outputs is 1. */
    double meanSquareOfGradient(MultiLayerNetwork network, INDArray input) {
        INDArray output = output(network, input);
        INDArray epsilon = Nd4j.randn(DataType.FLOAT, output.shape());
        return Variances.meanSquare(inner(
                network.getLayer(0)
                        .backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces())
                        .getSecond(),
                inputBorder));
    }

    private INDArray output(MultiLayerNetwork network, INDArray input) {
        Nd4j.getRandom().setSeed(network.getDefaultConfiguration().getSeed());
        network.setInput(input);
        network.initGradientsView();
        InputPreProcessor preProcessor = network.getLayerWiseConfigurations().getInputPreProcess(0);
        INDArray in = preProcessor == null
                ? input
                : preProcessor.preProcess(input, (int) input.size(0), LayerWorkspaceMgr.noWorkspaces());
        return network.getLayer(0).activate(in, true, LayerWorkspaceMgr.noWorkspaces());
    }

    private static INDArray inner(INDArray values, int border) {
        if (border == 0) {
            return values;
        }
        INDArrayIndex[] inner = new INDArrayIndex[values.rank()];
        for (int i = 0; i < inner.length; i++) {
            inner[i] = i < 2 ? NDArrayIndex.all() : NDArrayIndex.interval(border, values.size(i) - border);
        }
        return values.get(inner).dup();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (DL4J: %.4f)", name, dl4j);
    }
}
