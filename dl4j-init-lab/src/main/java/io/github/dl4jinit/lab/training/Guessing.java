// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Doubles;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * What is reached without a look at an example: by a network that always tells the mean of the test examples' labels,
 * which of classes are their frequencies.
 */
public final class Guessing {

    private Guessing() {}

    /**
     * The score of guessing. The loss is that of cross-entropy for classes, of the mean squared error for values; a
     * trial's result has that of its network's own loss.
     *
     * @throws IllegalArgumentException if the measure does not fit the data
     */
    public static double score(Dataset data, Measure measure) {
        Check.given("data", data);
        Check.given("measure", measure).checkFits(data.target());
        return score(new DatasetExamples(data, 1), measure, usualLoss(data.target()));
    }

    /** The score of guessing by a network's own loss. */
    static double score(Examples examples, Measure measure, NetworkView network) {
        return score(examples, measure, loss(network, examples.target()));
    }

    private static double score(Examples examples, Measure measure, ILossFunction loss) {
        // What the data itself knows; the others take a look at all labels.
        return measure == Measure.of(examples.target()) ? examples.chance() : computed(examples, measure, loss);
    }

    private static double computed(Examples examples, Measure measure, ILossFunction loss) {
        double[] means = means(examples);
        if (measure == Measure.LOSS) {
            return loss(examples, means, loss);
        }
        Scoring scoring = Scoring.of(measure, examples.labelUnits());
        examples.test(batch -> {
            try (INDArray outputs = repeated(means, batch.getLabels().size(0))) {
                scoring.add(outputs, batch.getLabels());
            }
        });
        return scoring.score().orElseThrow();
    }

    private static double[] means(Examples examples) {
        double[] sums = new double[examples.target().count()];
        long[] rows = new long[1];
        examples.test(batch -> {
            double[] labels = Doubles.of(batch.getLabels());
            for (int i = 0; i < labels.length; i++) {
                sums[i % sums.length] += labels[i];
            }
            rows[0] += batch.getLabels().size(0);
        });
        return Arrays.stream(sums).map(sum -> sum / rows[0]).toArray();
    }

    private static double loss(Examples examples, double[] means, ILossFunction loss) {
        double[] sum = new double[1];
        long[] rows = new long[1];
        // A class that is not among the test examples has the least probability that cross-entropy tells from 0.
        double[] outputs = examples.target().kind() == Target.Kind.CLASSES
                ? Arrays.stream(means).map(mean -> Math.max(mean, 1e-10)).toArray()
                : means;
        examples.test(batch -> {
            INDArray labels = batch.getLabels();
            try (INDArray told = repeated(outputs, labels.size(0))) {
                sum[0] += loss.computeScore(
                        labels, told.castTo(labels.dataType()), new ActivationIdentity(), null, false);
                rows[0] += labels.size(0);
            }
        });
        return sum[0] / rows[0];
    }

    private static INDArray repeated(double[] row, long times) {
        return Nd4j.createFromArray(new double[][] {row}).repeat(0, times);
    }

    /** That of the network's output layer; the usual one if the layer's loss is none of its outputs alone. */
    private static ILossFunction loss(NetworkView network, Target target) {
        return network.nodes().stream()
                .filter(node -> node.outputNumber().isPresent())
                .map(node -> loss(node.writtenConfiguration()))
                .filter(loss -> loss != null)
                .findFirst()
                .orElseGet(() -> usualLoss(target));
    }

    private static ILossFunction loss(Layer layer) {
        if (layer instanceof BaseOutputLayer output) {
            return output.getLossFn();
        }
        return layer instanceof LossLayer output ? output.getLossFn() : null;
    }

    private static ILossFunction usualLoss(Target target) {
        return target.kind() == Target.Kind.CLASSES ? new LossMCXENT() : new LossMSE();
    }
}
