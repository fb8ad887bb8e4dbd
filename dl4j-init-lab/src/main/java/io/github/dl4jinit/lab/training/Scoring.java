// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Variance;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's score on examples that are handed over batch by batch; of all measures but the loss. */
abstract class Scoring {

    /** Above it a label counts as told, as in DL4J's evaluation. */
    private static final double THRESHOLD = 0.5;

    private boolean finite = true;
    private long rows;

    /**
     * The one of a measure.
     *
     * @param labelUnits what 1 of each label is in the label's own unit
     */
    static Scoring of(Measure measure, Target.Kind kind, double[] labelUnits) {
        boolean labels = kind == Target.Kind.LABELS;
        return switch (measure) {
            case ACCURACY -> labels ? new LabelAccuracy() : new Accuracy();
            case F1 -> labels ? new LabelF1() : new F1(labelUnits.length);
            case RMSE -> new RootMeanSquare(labelUnits);
            case R2 -> new Determination(labelUnits.length);
            case LOSS -> throw new IllegalArgumentException("the loss is the network's, not that of its outputs");
        };
    }

    /**
     * Takes note of the network's outputs for a batch, and of what they should be: of each step of each example that
     * the mask does not hide.
     *
     * @param mask {@code null} if all count
     */
    final void add(INDArray outputs, INDArray labels, INDArray mask) {
        finite = finite && Double.isFinite(outputs.sumNumber().doubleValue());
        LabelRows told = LabelRows.of(outputs, mask);
        LabelRows expected = LabelRows.of(labels, mask);
        for (int row = 0; row < expected.rows().length; row++) {
            add(told.rows()[row], expected.rows()[row]);
        }
    }

    /** Takes note of what a network tells of one example, or of one step, and of what it should tell. */
    final void add(double[] told, double[] expected) {
        count(told, expected);
        rows++;
    }

    /** The score; empty if there were no examples, or an output is not finite, which no loss has shown yet. */
    final OptionalDouble score() {
        return finite && rows > 0 ? OptionalDouble.of(ofAll(rows)) : OptionalDouble.empty();
    }

    abstract void count(double[] told, double[] expected);

    abstract double ofAll(long rows);

    /** The place of the largest number, the first of equal ones. */
    static int largest(double[] numbers) {
        int largest = 0;
        for (int i = 1; i < numbers.length; i++) {
            if (numbers[i] > numbers[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    /** The share of examples whose largest output is that of their class. */
    private static final class Accuracy extends Scoring {

        private long right;

        @Override
        void count(double[] told, double[] expected) {
            right += largest(told) == largest(expected) ? 1 : 0;
        }

        @Override
        double ofAll(long rows) {
            return (double) right / rows;
        }
    }

    /** The share of all labels that are told rightly. */
    private static final class LabelAccuracy extends Scoring {

        private long right;
        private int labels;

        @Override
        void count(double[] told, double[] expected) {
            labels = told.length;
            for (int i = 0; i < labels; i++) {
                right += told[i] > THRESHOLD == expected[i] > THRESHOLD ? 1 : 0;
            }
        }

        @Override
        double ofAll(long rows) {
            return (double) right / (rows * labels);
        }
    }

    /** F1 of all labels together. */
    private static final class LabelF1 extends Scoring {

        private long right;
        private long named;
        private long there;

        @Override
        void count(double[] told, double[] expected) {
            for (int i = 0; i < told.length; i++) {
                boolean name = told[i] > THRESHOLD;
                boolean truth = expected[i] > THRESHOLD;
                named += name ? 1 : 0;
                there += truth ? 1 : 0;
                right += name && truth ? 1 : 0;
            }
        }

        @Override
        double ofAll(long rows) {
            return named + there == 0 ? 0 : 2.0 * right / (named + there);
        }
    }

    /** F1 of the second of two classes, or the mean over more. */
    private static final class F1 extends Scoring {

        private final long[] right;
        private final long[] named;
        private final long[] there;

        F1(int classes) {
            this.right = new long[classes];
            this.named = new long[classes];
            this.there = new long[classes];
        }

        @Override
        void count(double[] told, double[] expected) {
            int name = largest(told);
            int truth = largest(expected);
            named[name]++;
            there[truth]++;
            right[truth] += name == truth ? 1 : 0;
        }

        @Override
        double ofAll(long rows) {
            return right.length == 2
                    ? ofClass(1)
                    : IntStream.range(0, right.length)
                            .filter(i -> named[i] + there[i] > 0)
                            .mapToDouble(this::ofClass)
                            .average()
                            .orElseThrow();
        }

        /** TP + FP are those named, TP + FN those that are there. Of two classes the second may be neither. */
        private double ofClass(int i) {
            return named[i] + there[i] == 0 ? 0 : 2.0 * right[i] / (named[i] + there[i]);
        }
    }

    /** The root of the mean squared error in the labels' units, the mean over the values. */
    private static final class RootMeanSquare extends Scoring {

        private final double[] units;
        private final double[] squares;

        RootMeanSquare(double[] units) {
            this.units = units;
            this.squares = new double[units.length];
        }

        @Override
        void count(double[] told, double[] expected) {
            for (int value = 0; value < squares.length; value++) {
                double residual = expected[value] - told[value];
                squares[value] += residual * residual;
            }
        }

        @Override
        double ofAll(long rows) {
            return IntStream.range(0, units.length)
                    .mapToDouble(value -> units[value] * Math.sqrt(squares[value] / rows))
                    .average()
                    .orElseThrow();
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
        void count(double[] told, double[] expected) {
            for (int value = 0; value < residuals.length; value++) {
                double residual = expected[value] - told[value];
                variances[value].accept(expected[value]);
                residuals[value] += residual * residual;
            }
        }

        @Override
        double ofAll(long rows) {
            return IntStream.range(0, residuals.length)
                    .mapToDouble(value -> explained(value, rows))
                    .average()
                    .orElseThrow();
        }

        /** The share that is explained; there is nothing to explain of labels that are all the same. */
        private double explained(int value, long rows) {
            double variation = variances[value].getAsDouble() * rows;
            return variation > 0 ? 1 - residuals[value] / variation : 0;
        }
    }
}
