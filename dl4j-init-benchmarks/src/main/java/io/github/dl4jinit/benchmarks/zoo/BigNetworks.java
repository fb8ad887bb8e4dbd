// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.zoo;

import io.github.dl4jinit.benchmarks.Measured;
import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.SignalProbe;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.VGG16;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Time and peak memory of {@code NetworkInit}, {@code Lsuv} and {@code SignalProbe} on ResNet50 (25.6 million weights)
 * and VGG16 (138 million), as DL4J's zoo builds them, for images of 224 × 224 and 1000 classes, four images in a batch.
 * Beside them what the network itself takes (weights, gradients) and one step of DL4J's {@code fit}.
 *
 * <pre>
 * OMP_NUM_THREADS=1 java -Xmx2g -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.zoo.BigNetworks
 * </pre>
 */
public final class BigNetworks {

    private static final int EXAMPLES = 4;
    private static final int SIZE = 224;
    private static final int CLASSES = 1000;
    private static final int[] SHAPE = {3, SIZE, SIZE};

    private static final Map<String, Supplier<ComputationGraph>> MODELS = new TreeMap<>(Map.of(
            "ResNet50",
            () -> ResNet50.builder()
                    .numClasses(CLASSES)
                    .inputShape(SHAPE)
                    .build()
                    .init(),
            "VGG16",
            () -> VGG16.builder().numClasses(CLASSES).inputShape(SHAPE).build().init()));

    private BigNetworks() {}

    public static void main(String[] args) {
        MODELS.forEach(BigNetworks::measure);
    }

    private static void measure(String name, Supplier<ComputationGraph> maker) {
        MultiDataSet batch = batch();
        ComputationGraph[] made = new ComputationGraph[1];
        Measured init = Measured.run(() -> made[0] = maker.get());
        ComputationGraph network = made[0];
        double weights = 4.0 * network.numParams();
        System.out.printf(Locale.ROOT, "%s, %,d weights (%.0f MB)%n", name, network.numParams(), weights / 1e6);
        line("DL4J's init()", init, weights);
        line("NetworkInit", Measured.run(() -> NetworkInit.builder().build().apply(network)), weights);
        line("Lsuv", Measured.run(() -> Lsuv.builder().build().apply(network, batch)), weights);
        line("SignalProbe", Measured.run(() -> SignalProbe.probe(network, batch)), weights);
        line("SignalProbe, made-up data", Measured.run(() -> SignalProbe.probe(network)), weights);
        line("a step of fit", Measured.run(() -> network.fit(batch)), weights);
        network.close();
    }

    private static void line(String what, Measured measured, double weights) {
        System.out.printf(
                Locale.ROOT,
                "%-26s %6.1f s %7.0f MB, %.1f times the weights%n",
                what,
                measured.seconds(),
                measured.bytes() / 1e6,
                measured.bytes() / weights);
    }

    private static MultiDataSet batch() {
        Nd4j.getRandom().setSeed(1);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, CLASSES);
        for (int example = 0; example < EXAMPLES; example++) {
            labels.putScalar(example, example, 1);
        }
        return new MultiDataSet(Nd4j.randn(DataType.FLOAT, EXAMPLES, 3, SIZE, SIZE), labels);
    }
}
