// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Doubles;
import io.github.dl4jinit.lab.data.Target;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Variance;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's score on examples that are handed over batch by batch. */
abstract class Scoring {

    private boolean finite = true;
    private long examples;

    /** The one whose measure fits what the network shall tell. */
    static Scoring of(Target target) {
        return target.kind() == Target.Kind.CLASSES ? new Accuracy() : new Determination(target.count());
    }

    /** Takes note of the network's outputs for a batch, and of what they should be. */
    final void add(INDArray outputs, INDArray labels) {
        finite = finite && Double.isFinite(outputs.sumNumber().doubleValue());
        examples += labels.size(0);
        count(outputs, labels);
    }

    /** The score; empty if there were no examples, or an output is not finite, which no loss has shown yet. */
    final OptionalDouble score() {
        return finite && examples > 0 ? OptionalDouble.of(ofAll(examples)) : OptionalDouble.empty();
    }

    abstract void count(INDArray outputs, INDArray labels);

    abstract double ofAll(long examples);

    /** The share of examples whose largest output is that of their class. */
    private static final class Accuracy extends Scoring {

        private long right;

        @Override
        void count(INDArray outputs, INDArray labels) {
            try (INDArray predicted = outputs.argMax(1);
                    INDArray expected = labels.argMax(1)) {
                for (int i = 0; i < predicted.length(); i++) {
                    right += predicted.getInt(i) == expected.getInt(i) ? 1 : 0;
                }
            }
        }

        @Override
        double ofAll(long examples) {
            return (double) right / examples;
        }
    }

    /** R², the mean over the values. */
    private static final class Determination extends Scoring {

        private final Variance[] variances;
        private final double[] residuals;

        Determination(int values) {
            // The mean of the squares less the square of the mean would be noise if labels are far from 0.
            this.variances = Stream.generate(() -> Variance.create().setBiased(true))
                    .limit(values)
                    .toArray(Variance[]::new);
            this.residuals = new double[values];
        }

        @Override
        void count(INDArray outputs, INDArray labels) {
            double[] told = Doubles.of(outputs);
            double[] expected = Doubles.of(labels);
            for (int i = 0; i < expected.length; i++) {
                int value = i % residuals.length;
                double residual = expected[i] - told[i];
                variances[value].accept(expected[i]);
                residuals[value] += residual * residual;
            }
        }

        @Override
        double ofAll(long examples) {
            double sum = 0;
            for (int value = 0; value < residuals.length; value++) {
                double variation = variances[value].getAsDouble() * examples;
                // Of labels that are all the same there is nothing to explain.
                sum += variation > 0 ? 1 - residuals[value] / variation : 0;
            }
            return sum / residuals.length;
        }
    }
}
