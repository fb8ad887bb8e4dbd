// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A layer one of whose parameters is counted; at borders, or of a stride's period, not all have the mean. */
final class CountedLayer extends NamedLayer {

    final String parameter;
    Consumer<Map<String, INDArray>> others = table -> {};
    int inputBorder;
    int inputPeriod = 1;
    int outputBorder;
    int outputPeriod = 1;
    int inputStep = -1;
    int outputStep = -1;

    CountedLayer(String name, String parameter, Supplier<Layer> supplier, InputType type) {
        super(name, supplier, type);
        this.parameter = parameter;
    }

    /** Counts outputs of inputs inside, of whole periods. */
    CountedLayer inputs(int border, int period) {
        inputBorder = border;
        inputPeriod = period;
        return this;
    }

    CountedLayer outputs(int border, int period) {
        outputBorder = border;
        outputPeriod = period;
        return this;
    }

    /** Changes inputs of one time step, and looks at the outputs of one. */
    CountedLayer steps(int input, int output) {
        inputStep = input;
        outputStep = output;
        return this;
    }

    /** Sets the other parameters, so that they hide nothing. */
    CountedLayer with(Consumer<Map<String, INDArray>> set) {
        others = set;
        return this;
    }

    /** The mean number of inputs that change an output, and of outputs that an input changes. */
    double[] count(MultiLayerNetwork network) {
        Map<String, INDArray> table = network.getLayer(0).paramTable();
        table.forEach((name, values) -> values.assign(name.endsWith("b") ? 0 : 1));
        others.accept(table);
        long[] shape = type.getShape(true);
        int inputs = 1;
        for (int i = 1; i < shape.length; i++) {
            inputs *= (int) shape[i];
        }
        shape[0] = inputs + 1; // an example for each input that changes, and one in which none does
        INDArray x = Nd4j.zeros(DataType.DOUBLE, shape[0], inputs);
        for (int i = 0; i < inputs; i++) {
            x.putScalar(i, i, 1);
        }
        INDArray y = network.output(x.reshape('c', shape)).dup('c');
        long[] outputShape = y.shape();
        double[][] values = y.reshape('c', shape[0], y.length() / shape[0]).toDoubleMatrix();
        boolean[] seeing = inside(outputShape, outputBorder, outputPeriod, outputStep);
        boolean[] fed = inside(shape, inputBorder, inputPeriod, inputStep);
        boolean[] changeable = inside(shape, 0, 1, inputStep);
        boolean[] looked = inside(outputShape, 0, 1, outputStep);
        double toSeeing = 0;
        double fromFed = 0;
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < seeing.length; o++) {
                if (Math.abs(values[i][o] - values[inputs][o]) > 1e-9) {
                    toSeeing += changeable[i] && seeing[o] ? 1 : 0;
                    fromFed += fed[i] && looked[o] ? 1 : 0;
                }
            }
        }
        return new double[] {toSeeing / number(seeing), fromFed / number(fed)};
    }

    private static int number(boolean[] chosen) {
        int number = 0;
        for (boolean one : chosen) {
            number += one ? 1 : 0;
        }
        return number;
    }

    /** Which elements of one example of [examples, channels, positions…] are inside the border, or of that step. */
    private static boolean[] inside(long[] shape, int border, int period, int step) {
        int length = 1;
        for (int i = 1; i < shape.length; i++) {
            length *= (int) shape[i];
        }
        boolean[] inside = new boolean[length];
        for (int at = 0; at < length; at++) {
            int rest = at;
            boolean in = true;
            for (int i = shape.length - 1; i > 1; i--) {
                int position = (int) (rest % shape[i]);
                rest /= (int) shape[i];
                int end = border + (int) ((shape[i] - 2 * border) / period) * period;
                in &= position >= border && position < end && (step < 0 || position == step);
            }
            inside[at] = in;
        }
        return inside;
    }
}
