// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Sha256;
import io.github.dl4jinit.lab.data.saved.ExampleArray;
import io.github.dl4jinit.lab.data.split.Split;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Examples that DL4J has saved. They are as they were saved: whoever saves tensors has made of them what the network
 * shall see, and to standardise one-hot symbols, masked steps or pixels a second time would change what its
 * configuration was written for. Immutable.
 */
public final class SavedDataset extends SplitDataset {

    private static final long serialVersionUID = 1L;

    private final List<ExampleArray> features;
    private final List<ExampleArray> labels;
    private final Targets targets;

    private SavedDataset(List<ExampleArray> features, List<ExampleArray> labels, Targets targets, Split split) {
        super(split);
        this.features = features;
        this.labels = labels;
        this.targets = targets;
    }

    /**
     * The data set of some arrays.
     *
     * @param features an array for each input
     * @param labels an array for each output
     * @param examples how many each holds
     */
    static SavedDataset of(List<ExampleArray> features, List<ExampleArray> labels, int examples, Split split) {
        List<Target> targets =
                labels.stream().map(output -> target(output, examples)).toList();
        return new SavedDataset(features, labels, new Targets(targets), split);
    }

    /** What an output's labels are. Steps that are masked tell nothing. */
    private static Target target(ExampleArray labels, int examples) {
        List<Integer> shape = labels.shape();
        LabelKind kind = new LabelKind(shape.get(0));
        labels.forEachStep(IntStream.range(0, examples), kind::add);
        return shape.size() == 2 ? kind.target().atEachOf(labels.steps()) : kind.target();
    }

    @Override
    public ExampleForm form() {
        return new ExampleForm(features.stream().map(ExampleArray::shape).toList(), targets);
    }

    @Override
    public List<InputType> inputTypes() {
        return features.stream().map(input -> type(input.shape())).toList();
    }

    private static InputType type(List<Integer> shape) {
        return switch (shape.size()) {
            case 2 -> InputType.recurrent(shape.get(0), shape.get(1));
            case 3 -> InputType.convolutional(shape.get(1), shape.get(2), shape.get(0));
            default -> InputType.feedForward(shape.stream().reduce(1, Math::multiplyExact));
        };
    }

    @Override
    public String content() {
        String shapes = form().inputs().stream().map(List::toString).collect(Collectors.joining(" and "));
        boolean masked = Stream.concat(features.stream(), labels.stream()).anyMatch(ExampleArray::isMasked);
        return trainCount() + " training and " + testCount() + " test examples of shape " + shapes
                + (masked ? " with masks, " : ", ") + targets.text();
    }

    /**
     * The SHA-256 digest of the numbers of training and test examples, of how many numbers an example has for each
     * input and each output, and then of all examples.
     */
    @Override
    public String sha256() {
        MessageDigest digest = Sha256.start();
        List<ExampleArray> arrays =
                Stream.concat(features.stream(), labels.stream()).toList();
        ByteBuffer sizes = ByteBuffer.allocate((2 + arrays.size()) * Integer.BYTES);
        sizes.putInt(trainCount()).putInt(testCount());
        arrays.forEach(array -> sizes.putInt(array.size()));
        digest.update(sizes.array());
        ExampleArray.addTo(
                digest, arrays, IntStream.concat(IntStream.of(split().train()), IntStream.of(split().test())));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public double chance() {
        return IntStream.range(0, labels.size())
                .mapToDouble(i -> chance(targets.all().get(i), labels.get(i)))
                .average()
                .orElseThrow();
    }

    private double chance(Target target, ExampleArray output) {
        long[] counts = new long[target.count()];
        long[] rows = new long[1];
        output.forEachStep(IntStream.of(split().test()), row -> {
            rows[0]++;
            for (int label = 0; label < counts.length; label++) {
                counts[label] += row[label] == 1 ? 1 : 0;
            }
        });
        return chance(target.kind(), counts, rows[0]);
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
        return new SavedDataset(features, labels, targets, split().holdOut(count));
    }

    @Override
    MultiDataSet examples(int[] numbers) {
        return new MultiDataSet(
                arrays(features, input -> input.of(numbers)),
                arrays(labels, output -> output.of(numbers)),
                masks(features, numbers),
                masks(labels, numbers));
    }

    /** {@code null} if there are none, as DL4J wants it. */
    private static INDArray[] masks(List<ExampleArray> of, int[] numbers) {
        return of.stream().anyMatch(ExampleArray::isMasked) ? arrays(of, array -> array.maskOf(numbers)) : null;
    }

    private static INDArray[] arrays(List<ExampleArray> of, Function<ExampleArray, INDArray> made) {
        return of.stream().map(made).toArray(INDArray[]::new);
    }
}
