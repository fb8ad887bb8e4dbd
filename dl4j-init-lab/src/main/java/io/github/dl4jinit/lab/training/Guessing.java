// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * What is reached without a look at an example: by a network that always tells the mean of the test examples' labels,
 * which of classes are their frequencies; or what the data itself says that such a network tells at each step.
 */
public final class Guessing {

    private Guessing() {}

    /**
     * The score of guessing. The loss is that of cross-entropy for classes and labels, of the mean squared error for
     * values; a trial's result has that of its network's own loss.
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
        // A row for each step, or one for all; data that says what is told at each step has no masks.
        double[][] guess = examples.guess().orElseGet(() -> new double[][] {means(examples)});
        if (measure == Measure.LOSS) {
            return loss(examples, guess, loss);
        }
        Scoring scoring = Scoring.of(measure, examples.target().kind(), examples.labelUnits());
        examples.test(batch -> {
            double[][] rows = LabelRows.of(batch).rows();
            for (int row = 0; row < rows.length; row++) {
                scoring.add(guess[row % guess.length], rows[row]);
            }
        });
        return scoring.score().orElseThrow();
    }

    private static double[] means(Examples examples) {
        double[] sums = new double[examples.target().count()];
        long[] rows = new long[1];
        examples.test(batch -> {
            for (double[] row : LabelRows.of(batch).rows()) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += row[i];
                }
                rows[0]++;
            }
        });
        return Arrays.stream(sums).map(sum -> sum / rows[0]).toArray();
    }

    private static double loss(Examples examples, double[][] guess, ILossFunction loss) {
        double[] sum = new double[1];
        long[] count = new long[1];
        // A class that is not among the test examples has the least probability that cross-entropy tells from 0.
        double least = examples.target().kind() == Target.Kind.CLASSES ? 1e-10 : Double.NEGATIVE_INFINITY;
        double[][] outputs = Arrays.stream(guess)
                .map(row -> Arrays.stream(row)
                        .map(output -> Math.max(output, least))
                        .toArray())
                .toArray(double[][]::new);
        examples.test(batch -> {
            double[][] rows = LabelRows.of(batch).rows();
            double[][] told = new double[rows.length][];
            Arrays.setAll(told, row -> outputs[row % outputs.length]);
            count[0] += batch.numExamples(); // DL4J adds up what the steps of an example lose
            if (rows.length > 0) {
                sum[0] += loss.computeScore(
                        Nd4j.createFromArray(rows), Nd4j.createFromArray(told), new ActivationIdentity(), null, false);
            }
        });
        return sum[0] / count[0];
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
        return switch (target.kind()) {
            case CLASSES -> new LossMCXENT();
            case LABELS -> new LossBinaryXENT();
            case VALUES -> new LossMSE();
        };
    }
}
