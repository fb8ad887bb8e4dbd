// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Sha256;
import io.github.dl4jinit.lab.data.saved.ExampleArray;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Examples that DL4J has saved, in memory. They are as they were saved: whoever saves tensors has made of them what the
 * network shall see, and to standardise one-hot symbols, masked steps or pixels a second time would change what its
 * configuration was written for. Immutable.
 */
public final class SavedDataset extends SplitDataset {

    private static final long serialVersionUID = 1L;

    private final ExampleArray features;
    private final ExampleArray labels;
    private final Target target;

    SavedDataset(ExampleArray features, ExampleArray labels, Target target, Split split) {
        super(split);
        this.features = features;
        this.labels = labels;
        this.target = target;
    }

    /**
     * What labels are: one-hot ones classes, other zeros and ones labels, all others values. Steps that are masked tell
     * nothing.
     */
    static Target target(ExampleArray labels, int examples) {
        List<Integer> shape = labels.shape();
        int count = shape.get(0);
        boolean oneHot = count > 1;
        boolean binary = true;
        for (int example = 0; example < examples; example++) {
            for (int step = 0; step < labels.steps(); step++) {
                if (labels.counts(example, step)) {
                    double sum = 0;
                    for (int output = 0; output < count; output++) {
                        float label = labels.get(example, output, step);
                        binary &= label == 0 || label == 1;
                        sum += label;
                    }
                    oneHot &= sum == 1;
                }
            }
        }
        Target once = binary ? oneHot ? Target.classes(count) : Target.labels(count) : Target.values(count);
        return shape.size() == 2 ? once.atEachOf(labels.steps()) : once;
    }

    @Override
    public int inputs() {
        return features.size();
    }

    @Override
    public List<Integer> shape() {
        return features.shape();
    }

    @Override
    public InputType inputType() {
        List<Integer> shape = shape();
        return switch (shape.size()) {
            case 2 -> InputType.recurrent(shape.get(0), shape.get(1));
            case 3 -> InputType.convolutional(shape.get(1), shape.get(2), shape.get(0));
            default -> InputType.feedForward(inputs());
        };
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public String content() {
        return trainCount() + " training and " + testCount() + " test examples of shape " + shape()
                + (features.isMasked() || labels.isMasked() ? " with masks, " : ", ") + target.text();
    }

    /** That of the numbers of training examples, test examples, features and labels, and then of all examples. */
    @Override
    public String sha256() {
        MessageDigest digest = Sha256.start();
        ByteBuffer sizes = ByteBuffer.allocate(4 * Integer.BYTES);
        sizes.putInt(trainCount()).putInt(testCount()).putInt(features.size()).putInt(labels.size());
        digest.update(sizes.array());
        IntStream.concat(IntStream.of(split().train()), IntStream.of(split().test()))
                .forEach(example -> {
                    features.addTo(digest, example);
                    labels.addTo(digest, example);
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public double chance() {
        long[] counts = new long[target.count()];
        long rows = 0;
        for (int example : split().test()) {
            for (int step = 0; step < labels.steps(); step++) {
                if (labels.counts(example, step)) {
                    rows++;
                    for (int output = 0; output < counts.length; output++) {
                        counts[output] += labels.get(example, output, step) == 1 ? 1 : 0;
                    }
                }
            }
        }
        return chance(target.kind(), counts, rows);
    }

    /** The F1 of labels is that of telling those, and only those, that most have. */
    private static double chance(Target.Kind kind, long[] counts, long rows) {
        if (kind == Target.Kind.VALUES || rows == 0) {
            return 0;
        }
        if (kind == Target.Kind.CLASSES) {
            return (double) IntStream.range(0, counts.length)
                            .mapToLong(i -> counts[i])
                            .max()
                            .orElseThrow()
                    / rows;
        }
        long told = 0;
        long right = 0;
        long there = 0;
        for (long count : counts) {
            boolean tells = 2 * count > rows;
            told += tells ? rows : 0;
            right += tells ? count : 0;
            there += count;
        }
        return told == 0 ? 0 : 2.0 * right / (told + there);
    }

    @Override
    public SavedDataset holdOut(int count) {
        return new SavedDataset(features, labels, target, split().holdOut(count));
    }

    @Override
    DataSet examples(int[] numbers) {
        return new DataSet(features.of(numbers), labels.of(numbers), features.maskOf(numbers), labels.maskOf(numbers));
    }
}
