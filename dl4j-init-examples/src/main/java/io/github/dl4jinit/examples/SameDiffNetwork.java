// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.SameDiffInit;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import java.io.IOException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.weightinit.WeightInitScheme;
import org.nd4j.weightinit.impl.XavierInitScheme;

/**
 * The fifty layers of {@link FiftyLayerMlp} as a SameDiff graph: they learn with He's weights and not with Xavier's.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.SameDiffNetwork
 * }</pre>
 *
 * prints both test accuracies, after every operation that ND4J differentiates. Change {@code HE} to another
 * initialiser.
 */
public final class SameDiffNetwork {

    static final WeightInitScheme HE = new SameDiffInit(new HeInit());

    /** SameDiff's own Xavier scheme, which has to be told the fans. */
    static final WeightInitScheme XAVIER = new XavierInitScheme('c', 128, 128);

    private SameDiffNetwork() {}

    public static void main(String[] args) throws IOException {
        double he = testAccuracy(HE, 25_600);
        double xavier = testAccuracy(XAVIER, 25_600);
        // Last, because ND4J prints every operation that it differentiates.
        System.out.printf("test accuracy with He: %.4f, with Xavier: %.4f%n", he, xavier);
    }

    static double testAccuracy(WeightInitScheme weights, int trainLimit) throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), trainLimit);
        SameDiff graph = network(weights, mnist.inputs(), mnist.classes());
        graph.fit(mnist.trainIterator(128, 42), 1);
        Evaluation evaluation = new Evaluation(mnist.classes());
        graph.evaluate(mnist.testIterator(1000), "scores", evaluation);
        return evaluation.accuracy();
    }

    private static SameDiff network(WeightInitScheme weights, int inputs, int classes) {
        Nd4j.getRandom().setSeed(42); // a graph has no seed of its own
        SameDiff graph = SameDiff.create();
        SDVariable signal = graph.placeHolder("images", DataType.FLOAT, -1, inputs);
        SDVariable labels = graph.placeHolder("labels", DataType.FLOAT, -1, classes);
        for (int i = 0; i < 50; i++) {
            SDVariable w = graph.var("w" + i, weights, DataType.FLOAT, i == 0 ? inputs : 128, 128);
            SDVariable b = graph.var("b" + i, DataType.FLOAT, 128);
            signal = graph.nn.relu(signal.mmul(w).add(b), 0);
        }
        SDVariable w = graph.var("w", weights, DataType.FLOAT, 128, classes);
        SDVariable scores = signal.mmul("scores", w);
        graph.loss.softmaxCrossEntropy("loss", labels, scores, null);
        graph.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(2e-4))
                .dataSetFeatureMapping("images")
                .dataSetLabelMapping("labels")
                .build());
        return graph;
    }
}
