// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Sha256;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import io.github.dl4jinit.lab.data.file.Memory;
import io.github.dl4jinit.lab.data.file.Storage;
import io.github.dl4jinit.lab.data.split.EpochOrder;
import io.github.dl4jinit.lab.data.split.Split;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training and a test set of labelled images, or of other arrays of numbers. All numbers are standardised with one
 * mean and one standard deviation, those of the training set, because all the theory of initialisation assumes inputs
 * of mean 0 and variance 1. Immutable.
 *
 * <p>Examples of two dimensions are images, rows by columns; of three, images with channels first; of one, or of more,
 * vectors. Features are flat, [examples, {@link #inputs}], with channels one after the other; but those of
 * {@link #byRows} have the shape [examples, channels · columns, rows].
 */
public final class ImageDataset implements Dataset {

    private static final long serialVersionUID = 1L;

    private final LabelledExamples train;
    private final LabelledExamples test;
    private final int classes;
    private final ArrayScale scale;
    private final boolean byRows;

    /** @throws IllegalArgumentException if a test example is too far from the training examples for {@code float} */
    ImageDataset(LabelledExamples train, LabelledExamples test, int classes) {
        this(train, test, classes, ArrayScale.of(train), false);
        scale.check(test);
    }

    private ImageDataset(LabelledExamples train, LabelledExamples test, int classes, ArrayScale scale, boolean byRows) {
        this.train = train;
        this.test = test;
        this.classes = classes;
        this.scale = scale;
        this.byRows = byRows;
    }

    /**
     * The same images as sequences: a row of an image is a step, and its pixels, channel by channel, are the inputs of
     * that step.
     *
     * @throws IllegalArgumentException if the examples are not images
     */
    public ImageDataset byRows() {
        Check.require(isOfImages(), "the data", "images, whose rows are taken as steps", content());
        return new ImageDataset(train, test, classes, scale, true);
    }

    private boolean isOfImages() {
        int dimensions = train.shape().size();
        return dimensions == 2 || dimensions == 3;
    }

    /**
     * Reads the files of a source.
     *
     * @param source where they are
     * @param trainLimit how many of the first training examples to keep, 0 for all; more than there are means all
     * @throws IOException if a file is missing, unreadable, not IDX, or does not fit the others; the message names it
     */
    public static ImageDataset load(IdxSource source, int trainLimit) throws IOException {
        return load(source, trainLimit, Storage.standard());
    }

    static ImageDataset load(IdxSource source, int trainLimit, Storage storage) throws IOException {
        Check.given("source", source);
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        try {
            return read(source, trainLimit, storage);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(source.description(), e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw Memory.exceeded(source.description(), e);
        }
    }

    private static ImageDataset read(IdxSource source, int trainLimit, Storage storage) throws IOException {
        if (source instanceof IdxSource.Drawn drawn) {
            LabelledExamples all = LabelledExamples.read(drawn, drawn.images(), drawn.labels(), storage);
            Split split = Split.drawn(all.count(), drawn.testShare(), drawn.splitSeed(), trainLimit);
            return of(source, all.select(split.train()), all.select(split.test()));
        }
        IdxSource.Pairs names = source instanceof IdxSource.Pairs pairs ? pairs : IdxSource.Folder.CUSTOMARY;
        LabelledExamples train = LabelledExamples.read(source, names.images(), names.labels(), storage);
        LabelledExamples test = LabelledExamples.read(source, names.testImages(), names.testLabels(), storage);
        if (!train.shape().equals(test.shape())) {
            throw new InvalidDataException(
                    source.description(),
                    "expected test examples of " + size(train.shape()) + " numbers like the training examples, found "
                            + size(test.shape()));
        }
        boolean limited = trainLimit > 0 && trainLimit < train.count();
        return of(source, limited ? train.first(trainLimit) : train, test);
    }

    private static ImageDataset of(DataSource source, LabelledExamples train, LabelledExamples test)
            throws InvalidDataException {
        int classes = Math.max(train.largestLabel(), test.largestLabel()) + 1;
        if (classes < 2) {
            throw new InvalidDataException(
                    source.description(), "expected labels of two classes or more, found 0 for all examples");
        }
        return new ImageDataset(train, test, classes);
    }

    private static String size(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    @Override
    public ImageDataset holdOut(int count) {
        Check.inRange("held-out", count, 1, train.count() - 1);
        int[] order = EpochOrder.forHoldingOut(train.count());
        int rest = order.length - count;
        ImageDataset held = new ImageDataset(
                train.select(Arrays.copyOf(order, rest)),
                train.select(Arrays.copyOfRange(order, rest, order.length)),
                classes);
        return byRows ? held.byRows() : held;
    }

    @Override
    public int trainCount() {
        return train.count();
    }

    @Override
    public int testCount() {
        return test.count();
    }

    @Override
    public int inputs() {
        return train.size();
    }

    @Override
    public ExampleForm form() {
        List<Integer> shape = byRows ? List.of(inputs() / rows(), rows()) : List.of(inputs());
        return ExampleForm.of(shape, Target.classes(classes));
    }

    /** Rows of an image. */
    private int rows() {
        return train.shape().get(train.shape().size() - 2);
    }

    @Override
    public List<InputType> inputTypes() {
        return List.of(inputType());
    }

    private InputType inputType() {
        if (byRows) {
            return InputType.recurrent(inputs() / rows(), rows());
        }
        List<Integer> shape = train.shape();
        return switch (shape.size()) {
            case 2 -> InputType.convolutionalFlat(shape.get(0), shape.get(1), 1);
            case 3 -> InputType.convolutionalFlat(shape.get(1), shape.get(2), shape.get(0));
            default -> InputType.feedForward(inputs());
        };
    }

    @Override
    public String content() {
        String examples =
                switch (train.shape().size()) {
                    case 2 -> "images of " + inputs() + " pixels, ";
                    case 3 ->
                        "images of " + size(train.shape().subList(1, 3)) + " pixels in "
                                + train.shape().get(0) + (train.shape().get(0) == 1 ? " channel, " : " channels, ");
                    default -> "examples of " + size(train.shape()) + " numbers, ";
                };
        return train.count() + " training and " + test.count() + " test " + examples + (byRows ? "row by row, " : "")
                + classes + " classes";
    }

    /** Number of classes: the largest label plus one. */
    public int classes() {
        return classes;
    }

    @Override
    public String sha256() {
        MessageDigest digest = Sha256.start();
        train.addTo(digest);
        test.addTo(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public double chance() {
        int[] counts = new int[classes];
        for (int i = 0; i < test.count(); i++) {
            counts[test.label(i)]++;
        }
        return IntStream.of(counts).max().getAsInt() / (double) test.count();
    }

    /** The training images {@code order[from] … order[to − 1]}. */
    public Batch trainBatch(int[] order, int from, int to) {
        EpochOrder.checkRange(from, to, Check.given("order", order).length);
        int[] indices = Arrays.copyOfRange(order, from, to);
        for (int index : indices) {
            Check.inRange("an index of order", index, 0, train.count() - 1);
        }
        return batch(train, indices);
    }

    /** The test images {@code from … to − 1}. */
    public Batch testBatch(int from, int to) {
        EpochOrder.checkRange(from, to, test.count());
        return batch(test, IntStream.range(from, to).toArray());
    }

    @Override
    public MultiDataSet trainData(int[] order, int from, int to) {
        return toMultiDataSet(trainBatch(order, from, to));
    }

    @Override
    public MultiDataSet testData(int from, int to) {
        return toMultiDataSet(testBatch(from, to));
    }

    @Override
    public MultiDataSet someTestData(int most) {
        return toMultiDataSet(batch(test, EpochOrder.spread(testCount(), most)));
    }

    private Batch batch(LabelledExamples examples, int[] indices) {
        return new Batch(
                scale.of(examples, indices),
                IntStream.of(indices).map(examples::label).toArray(),
                classes);
    }

    private MultiDataSet toMultiDataSet(Batch batch) {
        if (!byRows) {
            return batch.toMultiDataSet();
        }
        int size = inputs();
        int columns = train.shape().get(train.shape().size() - 1);
        float[] steps = new float[batch.pixels().length];
        for (int i = 0; i < steps.length; i++) {
            int channel = i % size / (rows() * columns);
            int row = i / columns % rows();
            int input = channel * columns + i % columns;
            steps[i / size * size + input * rows() + row] = batch.pixels()[i];
        }
        long[] shape = {batch.size(), size / rows(), rows()};
        return new org.nd4j.linalg.dataset.MultiDataSet(Nd4j.create(steps, shape, 'c'), batch.oneHotLabels());
    }
}
