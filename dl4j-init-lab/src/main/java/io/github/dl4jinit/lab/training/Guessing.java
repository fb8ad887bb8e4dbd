// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.Targets;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
        Targets targets = data.form().targets();
        Check.given("measure", measure).checkFits(targets);
        return score(new DatasetExamples(data, 1), measure, usualLosses(targets));
    }

    /** The score of guessing by a network's own loss. */
    static double score(Examples examples, Measure measure, NetworkView network) {
        return score(examples, measure, losses(network, examples.targets()));
    }

    private static double score(Examples examples, Measure measure, List<ILossFunction> losses) {
        if (measure == Measure.LOSS) {
            return IntStream.range(0, losses.size())
                    .mapToDouble(output -> loss(examples, output, losses.get(output)))
                    .sum();
        }
        // What the data itself knows; the others take a look at all labels.
        return measure == Measure.of(examples.targets()) ? examples.chance() : computed(examples, measure);
    }

    static double computed(Examples examples, Measure measure) {
        OutputScores scores = OutputScores.of(measure, examples);
        for (int i = 0; i < scores.outputs().size(); i++) {
            int output = i;
            double[][] guess = guess(examples, output);
            Scoring scoring = scores.outputs().get(output);
            examples.test(batch -> {
                double[][] rows = LabelRows.of(batch, output).rows();
                for (int row = 0; row < rows.length; row++) {
                    scoring.add(guess[row % guess.length], rows[row]);
                }
            });
        }
        return scores.mean().orElseThrow();
    }

    /** A row for each step, or one for all; data that says what is told at each step has no masks. */
    private static double[][] guess(Examples examples, int output) {
        return examples.guess().orElseGet(() -> new double[][] {means(examples, output)});
    }

    private static double[] means(Examples examples, int output) {
        double[] sums = new double[examples.targets().all().get(output).count()];
        long[] rows = new long[1];
        examples.test(batch -> {
            for (double[] row : LabelRows.of(batch, output).rows()) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += row[i];
                }
                rows[0]++;
            }
        });
        return Arrays.stream(sums).map(sum -> sum / rows[0]).toArray();
    }

    private static double loss(Examples examples, int output, ILossFunction loss) {
        double[][] guess = guess(examples, output);
        double[] sum = new double[1];
        long[] count = new long[1];
        // A class that is not among the test examples has the least probability that cross-entropy tells from 0.
        boolean classes = examples.targets().all().get(output).kind() == Target.Kind.CLASSES;
        double least = classes ? 1e-10 : Double.NEGATIVE_INFINITY;
        double[][] told = Arrays.stream(guess)
                .map(row -> Arrays.stream(row)
                        .map(number -> Math.max(number, least))
                        .toArray())
                .toArray(double[][]::new);
        examples.test(batch -> {
            double[][] rows = LabelRows.of(batch, output).rows();
            double[][] all = new double[rows.length][];
            Arrays.setAll(all, row -> told[row % told.length]);
            count[0] += batch.getFeatures(0).size(0); // DL4J adds up what the steps of an example lose
            if (rows.length > 0) {
                sum[0] += loss.computeScore(
                        Nd4j.createFromArray(rows), Nd4j.createFromArray(all), new ActivationIdentity(), null, false);
            }
        });
        return sum[0] / count[0];
    }

    /** Those of the network's output layers; the usual one if a layer's loss is none of its outputs alone. */
    private static List<ILossFunction> losses(NetworkView network, Targets targets) {
        List<ILossFunction> losses = new ArrayList<>(usualLosses(targets));
        for (NetworkNode node : network.nodes()) {
            ILossFunction loss = node.outputNumber().isPresent() ? loss(node.writtenConfiguration()) : null;
            if (loss != null) {
                losses.set(node.outputNumber().getAsInt(), loss);
            }
        }
        return losses;
    }

    private static ILossFunction loss(Layer layer) {
        if (layer instanceof BaseOutputLayer output) {
            return output.getLossFn();
        }
        return layer instanceof LossLayer output ? output.getLossFn() : null;
    }

    private static List<ILossFunction> usualLosses(Targets targets) {
        return targets.all().stream().map(Guessing::usualLoss).toList();
    }

    private static ILossFunction usualLoss(Target target) {
        return switch (target.kind()) {
            case CLASSES -> new LossMCXENT();
            case LABELS -> new LossBinaryXENT();
            case VALUES -> new LossMSE();
        };
    }
}
