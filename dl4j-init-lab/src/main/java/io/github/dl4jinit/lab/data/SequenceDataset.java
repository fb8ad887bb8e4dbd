// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Sha256;
import io.github.dl4jinit.lab.data.split.Split;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sequences of a {@link SequenceSource}. They are generated when they are asked for, so that any number of them takes
 * no memory. Features have the shape [examples, inputs of a step, steps].
 */
public final class SequenceDataset extends SplitDataset {

    /** Training sequences, unless fewer are asked for. */
    public static final int TRAIN_COUNT = 20_000;

    /** Test sequences: R² of 0.9 is then known to 0.004, less than seeds differ. */
    public static final int TEST_COUNT = 2_000;

    private static final long serialVersionUID = 1L;

    private final SequenceProblem problem;

    /** @param split of the numbers of the sequences, of which those from {@link #TRAIN_COUNT} on are for testing */
    private SequenceDataset(SequenceProblem problem, Split split) {
        super(split);
        this.problem = problem;
    }

    static SequenceDataset of(SequenceProblem problem, int trainLimit) {
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        int count = trainLimit == 0 ? TRAIN_COUNT : Math.min(trainLimit, TRAIN_COUNT);
        return new SequenceDataset(
                problem,
                new Split(
                        IntStream.range(0, count).toArray(),
                        IntStream.range(TRAIN_COUNT, TRAIN_COUNT + TEST_COUNT).toArray()));
    }

    @Override
    public ExampleForm form() {
        return ExampleForm.of(List.of(problem.inputs(), problem.steps()), problem.target());
    }

    @Override
    public List<InputType> inputTypes() {
        return List.of(InputType.recurrent(problem.inputs(), problem.steps()));
    }

    @Override
    public double[] labelUnits(int output) {
        return problem.labelUnits();
    }

    @Override
    public String content() {
        return trainCount() + " training and " + testCount() + " test sequences of " + problem.steps() + " steps of "
                + problem.inputs() + " inputs, " + problem.target().text();
    }

    @Override
    public String sha256() {
        MessageDigest digest = Sha256.start();
        IntStream.concat(IntStream.of(split().train()), IntStream.of(split().test()))
                .forEach(number -> digest.update(problem.bytes(number)));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public double chance() {
        return problem.chance();
    }

    @Override
    public Optional<double[][]> guess() {
        return problem.guess();
    }

    @Override
    public SequenceDataset holdOut(int count) {
        return new SequenceDataset(problem, split().holdOut(count));
    }

    @Override
    MultiDataSet examples(int[] numbers) {
        Target target = problem.target();
        int labelsEach = target.count() * Math.max(1, target.steps());
        float[] features = new float[Math.multiplyExact(numbers.length, inputs())];
        float[] labels = new float[Math.multiplyExact(numbers.length, labelsEach)];
        for (int i = 0; i < numbers.length; i++) {
            problem.write(numbers[i], features, i * inputs(), labels, i * labelsEach);
        }
        LongStream steps = target.steps() == 0 ? LongStream.empty() : LongStream.of(target.steps());
        return new MultiDataSet(
                Nd4j.create(features, new long[] {numbers.length, problem.inputs(), problem.steps()}, 'c'),
                Nd4j.create(
                        labels,
                        LongStream.concat(LongStream.of(numbers.length, target.count()), steps)
                                .toArray(),
                        'c'));
    }
}
