// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.theory.Gains;
import io.github.dl4jinit.theory.MeanField;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * An activation function that no table knows, x·tanh(x), through 100 layers. Its gain makes up for what a layer takes,
 * but theory says beforehand that the balance does not hold (its drift is above 1); the edge of chaos does.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.HomeMadeActivation
 * }</pre>
 *
 * prints the gain, and the size of the signal through the layers. Change {@code XTanhX} to your own function: its value
 * and its derivative are all that is asked for.
 */
public final class HomeMadeActivation {

    static final int DEPTH = 100;

    /** Large enough that the variance of the critical point holds (with 0.2 it does not). */
    private static final double SIGMA_B2 = 0.5;

    private HomeMadeActivation() {}

    /** φ(x) = x·tanh(x), φ′(x) = tanh(x) + x·(1 − tanh(x)²). */
    static final class XTanhX extends BaseActivationFunction {

        private static final long serialVersionUID = 1L;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return in.muli(Transforms.tanh(in, true));
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            INDArray tanh = Transforms.tanh(in, true);
            INDArray derivative = tanh.mul(tanh).rsubi(1).muli(in).addi(tanh);
            return new Pair<>(derivative.muli(epsilon), null);
        }

        @Override
        public String toString() {
            return "x·tanh(x)";
        }
    }

    public static void main(String[] args) {
        IActivation activation = new XTanhX();
        double gain = Gains.forward(activation);
        double drift = MeanField.of(activation).fixedPoint(gain * gain, 0).slope();
        System.out.printf(Locale.ROOT, "%s: forward gain %.4f, drift %.4f a layer%n", activation, gain, drift);
        System.out.println("root mean square of activations:  layer 1        25        50        75       100");
        CriticalInit critical = CriticalInit.of(activation, SIGMA_B2);
        print("without its gain (Xavier)", signal(activation, new XavierInit(), 0));
        print(
                "with its forward gain",
                signal(
                        activation,
                        VarianceScalingInit.builder().forActivation(activation).build(),
                        0));
        print("on its edge of chaos", signal(activation, critical, critical.sigmaB2()));
    }

    private static void print(String weights, double[] sizes) {
        System.out.printf(Locale.ROOT, "%-30s", weights);
        for (int layer : new int[] {1, 25, 50, 75, 100}) {
            System.out.printf(Locale.ROOT, "  %8.1e", sizes[layer - 1]);
        }
        System.out.println();
    }

    /** The root mean square of each layer's activations, for inputs of variance 1. */
    static double[] signal(IActivation activation, IWeightInit init, double biasVariance) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .weightInit(init)
                .activation(activation)
                .list();
        for (int i = 0; i < DEPTH; i++) {
            layers.layer(new DenseLayer.Builder().nIn(300).nOut(300).build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        for (int i = 0; i < DEPTH; i++) {
            INDArray biases = network.getLayer(i).getParam("b");
            biases.assign(Nd4j.randn(DataType.DOUBLE, biases.shape()).muli(Math.sqrt(biasVariance)));
        }
        List<INDArray> activations = network.feedForward(Nd4j.randn(DataType.DOUBLE, 50, 300), false);
        return activations.stream()
                .skip(1) // the input
                .mapToDouble(array -> array.norm2Number().doubleValue() / Math.sqrt(array.length()))
                .toArray();
    }
}
