// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.MirroredInit;
import io.github.dl4jinit.OrthogonalInit;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The price of narrow layers: He's weights keep a signal's mean square on average, but not in the one network that a
 * user draws. With L layers of n ReLUs its logarithm scatters by about √(5L/n) from seed to seed (Hanin and Rolnick
 * 2018). Orthogonal weights leave √(3L/n), and mirrored weights nothing.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.SpreadOfLengths
 * }</pre>
 *
 * prints what was measured beside the theory. Change the widths, or {@code DEPTHS}.
 */
public final class SpreadOfLengths {

    static final List<Integer> DEPTHS = List.of(10, 30, 100);
    private static final int SEEDS = 300;

    private SpreadOfLengths() {}

    public static void main(String[] args) {
        System.out.println("standard deviation of ln(mean square of the last layer's output), " + SEEDS + " seeds");
        System.out.println("width  layers  √(5L/n)     He  √(3L/n)  orthogonal  mirrored");
        for (int width : List.of(32, 64, 128)) {
            IWeightInit isometry = new OrthogonalInit(Math.sqrt(2));
            double[] he = spreads(new HeInit(), new HeInit(), width, SEEDS);
            double[] orthogonal = spreads(isometry, isometry, width, SEEDS);
            double[] mirrored = spreads(MirroredInit.first(), MirroredInit.hidden(), width, SEEDS);
            for (int i = 0; i < DEPTHS.size(); i++) {
                double layersPerUnit = (double) DEPTHS.get(i) / width;
                System.out.printf(
                        Locale.ROOT,
                        "%5d  %6d  %7.2f  %5.2f  %7.2f  %10.2f  %8.2f%n",
                        width,
                        DEPTHS.get(i),
                        Math.sqrt(5 * layersPerUnit),
                        he[i],
                        Math.sqrt(3 * layersPerUnit),
                        orthogonal[i],
                        mirrored[i]);
            }
        }
    }

    /** The standard deviation over seeds, at each of the depths. */
    static double[] spreads(IWeightInit first, IWeightInit others, int width, int seeds) {
        double[][] logarithms = LongStream.range(0, seeds)
                .mapToObj(seed -> logarithms(network(first, others, width, seed)))
                .toArray(double[][]::new);
        return Nd4j.create(logarithms).std(0).toDoubleVector();
    }

    /** ln of the mean square of one signal, at each of the depths. */
    private static double[] logarithms(MultiLayerNetwork network) {
        List<INDArray> activations = network.feedForward(
                Nd4j.randn(DataType.DOUBLE, 1, network.layerInputSize(0)), false); // the first is the input
        double input = Math.log(meanSquare(activations.get(0)));
        return DEPTHS.stream()
                .mapToDouble(depth -> Math.log(meanSquare(activations.get(depth))) - input)
                .toArray();
    }

    private static double meanSquare(INDArray signal) {
        return signal.mul(signal).meanNumber().doubleValue();
    }

    /** A network of the largest depth, whose inputs are half as wide as its layers: as many as there are pairs. */
    private static MultiLayerNetwork network(IWeightInit first, IWeightInit others, int width, long seed) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.DOUBLE)
                .activation(Activation.RELU)
                .list();
        for (int i = 0; i < DEPTHS.get(DEPTHS.size() - 1); i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(i == 0 ? width / 2 : width)
                    .nOut(width)
                    .weightInit(i == 0 ? first : others)
                    .build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }
}
