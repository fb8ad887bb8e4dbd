// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.SplitRandom;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What sequences with numbers from 0 on consist of, and what a network shall tell of them. */
sealed interface SequenceProblem extends Serializable {

    /** Inputs at each step. */
    int inputs();

    /** Steps of a sequence. */
    int steps();

    /** What a network shall tell of a sequence. */
    Target target();

    /** As {@link Dataset#labelUnits} says. */
    double[] labelUnits();

    /** As {@link Dataset#chance} says. */
    double chance();

    /** As {@link Dataset#guess} says. */
    Optional<double[][]> guess();

    /**
     * Writes the sequence of a number.
     *
     * @param features receives the inputs: all steps of the first from {@code featuresFrom} on, then those of the next
     * @param labels receives what a network shall tell, in the same order, from {@code labelsFrom} on
     */
    void write(int number, float[] features, int featuresFrom, float[] labels, int labelsFrom);

    /** All that was drawn for the sequence of a number. */
    byte[] bytes(int number);

    /**
     * The adding problem: sequences of numbers of which two are marked, and their sum. Each step has two inputs, a
     * number from the uniform distribution over [0, 1) and a mark, 1 at one step of the first half and one of the
     * second, 0 elsewhere. Whoever always names the mean, 1, has a mean squared error of the sum's variance, 1/6.
     *
     * <p>Inputs and label are standardised by their exact moments: numbers by 1/2 and 1/12, marks, of which 2 in
     * {@code steps} are 1, by 2/steps and 2/steps · (1 − 2/steps), sums by 1 and 1/6. So a network that tells nothing
     * has a loss of 1, and R² = 1 − 6·e where e is the mean squared error of the literature.
     *
     * <p>Sources: Hochreiter and Schmidhuber 1997, "Long short-term memory", section 5.4, where numbers are from [−1,
     * 1]; in this form Le, Jaitly and Hinton 2015, "A simple way to initialize recurrent networks of rectified linear
     * units", section 4.1.
     */
    record Adding(int steps) implements SequenceProblem {

        /** Any number: the sequences are always the same. */
        private static final long SEED = 0x616464696E67L;

        /** The standard deviation of a sum of two numbers from [0, 1). */
        private static final double LABEL_DEVIATION = Math.sqrt(1.0 / 6);

        /** What a sequence is drawn as. */
        private record Drawn(double[] numbers, int firstMark, int secondMark) {}

        private Drawn draw(int number) {
            SplittableRandom random = SplitRandom.of(SEED, number);
            int half = steps / 2;
            return new Drawn(
                    random.doubles(steps).toArray(), random.nextInt(half), half + random.nextInt(steps - half));
        }

        @Override
        public int inputs() {
            return 2;
        }

        @Override
        public Target target() {
            return Target.values(1);
        }

        @Override
        public double[] labelUnits() {
            return new double[] {LABEL_DEVIATION};
        }

        @Override
        public double chance() {
            return 0;
        }

        @Override
        public Optional<double[][]> guess() {
            return Optional.empty();
        }

        @Override
        public void write(int number, float[] features, int featuresFrom, float[] labels, int labelsFrom) {
            Drawn drawn = draw(number);
            double share = 2.0 / steps;
            // Of two steps both are marked: the marks carry no information, and become zeros.
            double std = steps == 2 ? 1 : Math.sqrt(share * (1 - share));
            for (int step = 0; step < steps; step++) {
                features[featuresFrom + step] = (float) ((drawn.numbers()[step] - 0.5) * Math.sqrt(12));
                boolean marked = step == drawn.firstMark() || step == drawn.secondMark();
                features[featuresFrom + steps + step] = (float) (((marked ? 1 : 0) - share) / std);
            }
            double sum = drawn.numbers()[drawn.firstMark()] + drawn.numbers()[drawn.secondMark()];
            labels[labelsFrom] = (float) ((sum - 1) / LABEL_DEVIATION);
        }

        @Override
        public byte[] bytes(int number) {
            Drawn drawn = draw(number);
            ByteBuffer bytes = ByteBuffer.allocate(steps * Double.BYTES + 2 * Integer.BYTES);
            Arrays.stream(drawn.numbers()).forEach(bytes::putDouble);
            return bytes.putInt(drawn.firstMark()).putInt(drawn.secondMark()).array();
        }
    }

    /**
     * The copying memory problem: ten symbols of an alphabet of eight, each as probable as the others, then
     * {@code blanks} steps of which the last is the marker and the others are blanks, then ten blanks. The network
     * shall tell blanks until the marker has passed, and then the ten symbols in their order. Whoever remembers nothing
     * tells the blanks, and one of eight symbols at the end: its cross-entropy, added up over the steps, is 10·ln 8, of
     * {@code blanks} + 20 steps 10·ln 8 / (blanks + 20) each.
     *
     * <p>Inputs are one-hot, of eight symbols, the blank and the marker, and multiplied by √10, so that the mean of
     * their squares is 1 at each step, as the theory of initialisation assumes. Labels are one-hot, of eight symbols
     * and the blank.
     *
     * <p>Sources: Hochreiter and Schmidhuber 1997, "Long short-term memory", for tasks that need memory; in this form
     * Arjovsky, Shah and Bengio 2016, "Unitary evolution recurrent neural networks", section 4.1.
     */
    record Copying(int blanks) implements SequenceProblem {

        /** Any number: the sequences are always the same. */
        private static final long SEED = 0x636F7079L;

        private static final int ALPHABET = 8;

        private static final int BLANK = ALPHABET;

        private static final int MARKER = ALPHABET + 1;

        /** Symbols to remember. */
        private static final int SYMBOLS = 10;

        private static int[] draw(int number) {
            return SplitRandom.of(SEED, number).ints(SYMBOLS, 0, ALPHABET).toArray();
        }

        @Override
        public int inputs() {
            return ALPHABET + 2;
        }

        @Override
        public int steps() {
            return blanks + 2 * SYMBOLS;
        }

        @Override
        public Target target() {
            return Target.classes(ALPHABET + 1).atEachOf(steps());
        }

        @Override
        public double[] labelUnits() {
            return IntStream.rangeClosed(0, ALPHABET).mapToDouble(label -> 1).toArray();
        }

        @Override
        public double chance() {
            return (recall() + (double) SYMBOLS / ALPHABET) / steps();
        }

        /** The step from which on the symbols are told. */
        private int recall() {
            return blanks + SYMBOLS;
        }

        @Override
        public Optional<double[][]> guess() {
            double[][] guess = new double[steps()][ALPHABET + 1];
            for (int step = 0; step < steps(); step++) {
                if (step < recall()) {
                    guess[step][BLANK] = 1;
                } else {
                    Arrays.fill(guess[step], 0, ALPHABET, 1.0 / ALPHABET);
                }
            }
            return Optional.of(guess);
        }

        @Override
        public void write(int number, float[] features, int featuresFrom, float[] labels, int labelsFrom) {
            int[] symbols = draw(number);
            int steps = steps();
            for (int step = 0; step < steps; step++) {
                int input = step < SYMBOLS ? symbols[step] : step == recall() - 1 ? MARKER : BLANK;
                int label = step < recall() ? BLANK : symbols[step - recall()];
                features[featuresFrom + input * steps + step] = (float) Math.sqrt(inputs());
                labels[labelsFrom + label * steps + step] = 1;
            }
        }

        @Override
        public byte[] bytes(int number) {
            ByteBuffer bytes =
                    ByteBuffer.allocate((SYMBOLS + 1) * Integer.BYTES).putInt(blanks);
            Arrays.stream(draw(number)).forEach(bytes::putInt);
            return bytes.array();
        }
    }
}
