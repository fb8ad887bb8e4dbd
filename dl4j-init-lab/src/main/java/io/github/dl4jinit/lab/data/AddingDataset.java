// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The adding problem: sequences of numbers of which two are marked, and their sum. Each step has two inputs, a number
 * from the uniform distribution over [0, 1) and a mark, 1 at one step of the first half and one of the second, 0
 * elsewhere. Whoever always names the mean, 1, has a mean squared error of the sum's variance, 1/6.
 *
 * <p>Inputs and label are standardised by their exact moments: numbers by 1/2 and 1/12, marks, of which 2 in
 * {@code length} are 1, by 2/length and 2/length · (1 − 2/length), sums by 1 and 1/6. So a network that tells nothing
 * has a loss of 1, and R² = 1 − 6·e where e is the mean squared error of the literature. Features have the shape
 * [examples, 2, length], labels [examples, 1].
 *
 * <p>Sources: Hochreiter and Schmidhuber 1997, "Long short-term memory", section 5.4, where numbers are from [−1, 1];
 * in this form Le, Jaitly and Hinton 2015, "A simple way to initialize recurrent networks of rectified linear units",
 * section 4.1.
 */
public final class AddingDataset extends SplitDataset {

    /** Training sequences, unless fewer are asked for. */
    public static final int TRAIN_COUNT = 20_000;

    /** Test sequences: R² of 0.9 is then known to 0.004, less than seeds differ. */
    public static final int TEST_COUNT = 2_000;

    private static final long serialVersionUID = 1L;

    /** Any number: the sequences are always the same. */
    private static final long SEED = 0x616464696E67L;

    private static final int INPUTS_OF_A_STEP = 2;

    /** The standard deviation of a sum of two numbers from [0, 1). */
    private static final double LABEL_DEVIATION = Math.sqrt(1.0 / 6);

    private final int length;

    /** @param split of the numbers of the sequences, of which those from {@link #TRAIN_COUNT} on are for testing */
    private AddingDataset(int length, Split split) {
        super(split);
        this.length = length;
    }

    static AddingDataset of(int length, int trainLimit) {
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        int count = trainLimit == 0 ? TRAIN_COUNT : Math.min(trainLimit, TRAIN_COUNT);
        return new AddingDataset(
                length,
                new Split(
                        IntStream.range(0, count).toArray(),
                        IntStream.range(TRAIN_COUNT, TRAIN_COUNT + TEST_COUNT).toArray()));
    }

    /** A sequence, as the problem states it. */
    private record Sequence(double[] numbers, int firstMark, int secondMark) {

        /** Each has a generator of its own. */
        static Sequence of(int number, int length) {
            SplittableRandom random = SplitRandom.of(SEED, number);
            int half = length / 2;
            return new Sequence(
                    random.doubles(length).toArray(), random.nextInt(half), half + random.nextInt(length - half));
        }

        double sum() {
            return numbers[firstMark] + numbers[secondMark];
        }
    }

    @Override
    public int inputs() {
        return INPUTS_OF_A_STEP * length;
    }

    @Override
    public List<Integer> shape() {
        return List.of(INPUTS_OF_A_STEP, length);
    }

    @Override
    public InputType inputType() {
        return InputType.recurrent(INPUTS_OF_A_STEP, length);
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
    public String content() {
        return trainCount() + " training and " + testCount() + " test sequences of " + length + " steps of "
                + INPUTS_OF_A_STEP + " inputs, " + target().text();
    }

    @Override
    public String sha256() {
        MessageDigest digest = Sha256.start();
        IntStream.concat(IntStream.of(split().train()), IntStream.of(split().test()))
                .forEach(number -> {
                    Sequence sequence = Sequence.of(number, length);
                    ByteBuffer bytes = ByteBuffer.allocate(length * Double.BYTES + 2 * Integer.BYTES);
                    Arrays.stream(sequence.numbers()).forEach(bytes::putDouble);
                    digest.update(bytes.putInt(sequence.firstMark())
                            .putInt(sequence.secondMark())
                            .flip());
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public double chance() {
        return 0;
    }

    @Override
    public AddingDataset holdOut(int count) {
        return new AddingDataset(length, split().holdOut(count));
    }

    @Override
    DataSet examples(int[] numbers) {
        float[] features = new float[numbers.length * inputs()];
        float[] labels = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            Sequence sequence = Sequence.of(numbers[i], length);
            write(sequence, features, i * inputs());
            labels[i] = (float) ((sequence.sum() - 1) / LABEL_DEVIATION);
        }
        return new DataSet(
                Nd4j.create(features, new long[] {numbers.length, INPUTS_OF_A_STEP, length}, 'c'),
                Nd4j.create(labels, new long[] {numbers.length, 1}, 'c'));
    }

    private void write(Sequence sequence, float[] features, int start) {
        double share = 2.0 / length;
        // Of two steps both are marked: the marks carry no information, and become zeros.
        double std = length == 2 ? 1 : Math.sqrt(share * (1 - share));
        for (int step = 0; step < length; step++) {
            features[start + step] = (float) ((sequence.numbers()[step] - 0.5) * Math.sqrt(12));
            boolean marked = step == sequence.firstMark() || step == sequence.secondMark();
            features[start + length + step] = (float) (((marked ? 1 : 0) - share) / std);
        }
    }
}
