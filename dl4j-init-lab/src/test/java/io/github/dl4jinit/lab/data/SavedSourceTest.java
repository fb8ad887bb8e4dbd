// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What DL4J has saved, read again: the same numbers as DL4J's own reader gives, and a sentence for everything else. */
class SavedSourceTest {

    @TempDir
    Path folder;

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(1);
    }

    private static INDArray oneHot(int classes, int... rows) {
        INDArray labels = Nd4j.zeros(rows.length, classes);
        IntStream.range(0, rows.length).forEach(i -> labels.putScalar(i, rows[i], 1));
        return labels;
    }

    private Path save(String name, DataSet data) {
        File file = folder.resolve(name).toFile();
        data.save(file);
        return file.toPath();
    }

    private static SavedDataset load(Path data, Path test) throws IOException {
        return new SavedSource(data.toString(), test == null ? null : test.toString(), 0.25, 1).load(0);
    }

    private static int[] all(SavedDataset data) {
        return IntStream.range(0, data.trainCount()).toArray();
    }

    private static DataSet train(SavedDataset data) {
        return Single.batch(data.trainData(all(data), 0, data.trainCount()));
    }

    /** Arrays in either order, as slices of others, and of other types are the same numbers. */
    @Test
    void theNumbersThatDl4jReads() throws IOException {
        INDArray features = Nd4j.rand(DataType.DOUBLE, 5, 3, 4, 2).dup('f');
        INDArray labels = Nd4j.create(DataType.INT32, 5, 2);
        labels.assign(oneHot(2, 0, 1, 1, 0, 1));
        Path file = save("a.bin", new DataSet(features, labels));
        Path test = save(
                "b.bin",
                new DataSet(Nd4j.rand(DataType.FLOAT, 9, 3, 4, 2).get(NDArrayIndex.interval(2, 4)), oneHot(2, 1, 1)));
        SavedDataset data = load(file, test);
        DataSet dl4j = new DataSet();
        dl4j.load(file.toFile());
        assertThat(train(data).getFeatures()).isEqualTo(dl4j.getFeatures().castTo(DataType.FLOAT));
        assertThat(train(data).getLabels()).isEqualTo(dl4j.getLabels().castTo(DataType.FLOAT));
        dl4j.load(test.toFile());
        assertThat(data.testData(0, 2).getFeatures(0)).isEqualTo(dl4j.getFeatures());
        assertThat(Single.target(data)).isEqualTo(Target.classes(2));
        assertThat(Single.shape(data)).containsExactly(3, 4, 2);
        assertThat(data.chance()).isEqualTo(1);
        assertThat(Single.inputType(data).toString()).contains("h=4", "w=2", "c=3");
        assertThat(data.content()).isEqualTo("5 training and 2 test examples of shape [3, 4, 2], 2 classes");
        assertThat(load(file, test).sha256())
                .isEqualTo(data.sha256())
                .isNotEqualTo(load(file, file).sha256());
    }

    /** A folder's files are batches; a share of all examples, drawn by the seed, is for testing. */
    @Test
    void aFolderOfBatchesIsSplit() throws IOException {
        Path batches = Files.createDirectory(folder.resolve("batches"));
        for (int i = 0; i < 2; i++) {
            new DataSet(Nd4j.valueArrayOf(new long[] {10, 1}, i + 1.0), Nd4j.rand(10, 1))
                    .save(batches.resolve("batch" + i).toFile());
        }
        SavedDataset data = load(batches, null);
        assertThat(data.trainCount()).isEqualTo(15);
        assertThat(data.testCount()).isEqualTo(5);
        double sum = train(data).getFeatures().sumNumber().doubleValue()
                + data.testData(0, 5).getFeatures(0).sumNumber().doubleValue();
        assertThat(sum).isEqualTo(30);
        assertThat(Single.target(data)).isEqualTo(Target.values(1));
        assertThat(data.holdOut(5).trainCount()).isEqualTo(10);
        assertThat(load(batches, null).sha256()).isEqualTo(data.sha256());
        assertThat(SavedSource.isSaved(batches)).isTrue();
        // DL4J copies iterators by writing them.
        assertThatCode(() -> new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(data))
                .doesNotThrowAnyException();
    }

    /** Sequences of different lengths in two files; labels at each step, of which the mask hides some. */
    @Test
    void sequencesKeepTheirMasksAndGetThemWhereTheyAreShorter() throws IOException {
        Path batches = Files.createDirectory(folder.resolve("batches"));
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 0}, {1, 1, 1}});
        INDArray labels = Nd4j.zeros(2, 2, 3);
        labels.putScalar(0, 0, 0, 1).putScalar(0, 1, 1, 1); // the third step of the first is neither, and hidden
        IntStream.range(0, 3).forEach(step -> labels.putScalar(1, 0, step, 1));
        new DataSet(Nd4j.rand(DataType.FLOAT, 2, 4, 3), labels, mask, mask)
                .save(batches.resolve("a").toFile());
        new DataSet(Nd4j.ones(1, 4, 2), oneHot(2, 0, 0).transpose().reshape(1, 2, 2))
                .save(batches.resolve("b").toFile());
        SavedDataset data = load(batches, batches.resolve("a"));
        assertThat(Single.target(data)).isEqualTo(Target.classes(2).atEachOf(3));
        assertThat(Single.target(data).text()).isEqualTo("2 classes at each of 3 steps");
        DataSet train = train(data);
        assertThat(train.getFeaturesMaskArray().toFloatMatrix())
                .isDeepEqualTo(new float[][] {{1, 1, 0}, {1, 1, 1}, {1, 1, 0}});
        assertThat(train.getLabelsMaskArray()).isEqualTo(train.getFeaturesMaskArray());
        assertThat(train.getFeatures().getDouble(2, 3, 1)).isEqualTo(1);
        assertThat(train.getFeatures().getDouble(2, 3, 2)).isZero();
        assertThat(data.chance()).as("of five steps that count").isEqualTo(4 / 5.0);
        assertThat(data.content()).contains("[4, 3] with masks, 2 classes at each of 3 steps");
    }

    /** As DL4J hands it on: what is not there has no label, where there is one for each step. */
    @Test
    void theMaskOfFeaturesIsThatOfLabelsAtTheSameSteps() throws IOException {
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 0}, {1, 1, 1}});
        INDArray features = Nd4j.rand(DataType.FLOAT, 2, 4, 3);
        Path eachStep = save("steps", new DataSet(features, Nd4j.rand(DataType.FLOAT, 2, 1, 3), mask, null));
        assertThat(train(load(eachStep, eachStep)).getLabelsMaskArray()).isEqualTo(mask);
        Path once = save("once", new DataSet(features, Nd4j.rand(DataType.FLOAT, 2, 1), mask, null));
        assertThat(train(load(once, once)).getLabelsMaskArray()).isNull();
    }

    /** Two thirds have the first label, a third the second: naming the first gives TP 2, FP 1, FN 1. */
    @Test
    void severalLabelsAtOnce() throws IOException {
        Path file = save(
                "labels", new DataSet(Nd4j.rand(3, 4), Nd4j.createFromArray(new float[][] {{1, 1}, {1, 0}, {0, 0}})));
        SavedDataset data = load(file, file);
        assertThat(Single.target(data)).isEqualTo(Target.labels(2));
        assertThat(data.chance()).isCloseTo(2 * 2.0 / (2 * 2 + 1 + 1), within(1e-12));
        assertThat(Single.target(data).lossOfGuessing()).isEqualTo(2 * Math.log(2));
        // One 0 or 1 is a label, too: is it, or not?
        Path one = save("one", new DataSet(Nd4j.rand(2, 4), Nd4j.createFromArray(new float[][] {{1}, {0}})));
        assertThat(Single.target(load(one, one))).isEqualTo(Target.labels(1));
    }

    /** An autoencoder's labels are its features; of a MultiDataSet with one of each, masks may be missing. */
    @Test
    void otherThingsThatDl4jSaves() throws IOException {
        INDArray same = Nd4j.rand(4, 3);
        DataSet read = train(load(save("same", new DataSet(same, same)), folder.resolve("same")));
        assertThat(read.getLabels()).isEqualTo(same);
        DataSet named = new DataSet(Nd4j.rand(4, 3), oneHot(2, 0, 1, 0, 1));
        named.setLabelNames(List.of("no", "yes"));
        named.setExampleMetaData(List.of("a", "b", "c", "d"));
        assertThat(load(save("named", named), null).trainCount()).isEqualTo(3);

        MultiDataSet multi = new MultiDataSet(
                new INDArray[] {Nd4j.rand(DataType.FLOAT, 4, 3, 2)},
                new INDArray[] {Nd4j.rand(4, 2)},
                new INDArray[] {Nd4j.ones(4, 2)},
                null);
        File file = folder.resolve("multi").toFile();
        multi.save(file);
        SavedDataset data = load(file.toPath(), file.toPath());
        assertThat(train(data).getFeatures()).isEqualTo(multi.getFeatures(0));
        assertThat(train(data).getFeaturesMaskArray()).isEqualTo(Nd4j.ones(4, 2));
        assertThat(train(data).getLabelsMaskArray()).isNull();
        assertThat(Single.target(data)).isEqualTo(Target.values(2));
        assertThat(SavedSource.isSaved(file.toPath())).isTrue();
    }

    @Test
    void whatIsNoneIsRefusedInASentence() throws IOException {
        Path valid = save("valid", new DataSet(Nd4j.rand(4, 3), oneHot(2, 0, 1, 0, 1)));
        byte[] bytes = Files.readAllBytes(valid);
        refused(
                Arrays.copyOf(bytes, bytes.length - 1),
                "is too short for its array of [4, 2] numbers of type FLOAT (truncated?)");
        refused(Arrays.copyOf(bytes, 40), "ends within an array (truncated?)");
        bytes[bytes.length - 4] = 0x7f;
        bytes[bytes.length - 3] = (byte) 0xc0;
        refused(bytes, "must hold finite numbers, found NaN in example 3");
        refused("id,price\n1,2\n".getBytes(StandardCharsets.UTF_8), "as DataSet.save writes them");
        assertThat(SavedSource.isSaved(Files.writeString(folder.resolve("t.csv"), "id,price\n1,2\n")))
                .isFalse();
        refused(
                new DataSet(Nd4j.rand(4, 3), Nd4j.rand(5, 2)),
                "labels of shape [4, outputs] or [4, outputs, steps], found [5, 2]");
        refused(new DataSet(Nd4j.rand(4, 3), null), "holds no features with labels");
        refused(
                new DataSet(Nd4j.rand(DataType.FLOAT16, 4, 3), Nd4j.rand(4, 2)),
                "of type HALF, expected FLOAT, DOUBLE");
        refused(
                new DataSet(Nd4j.rand(DataType.FLOAT, 4, 3, 2), Nd4j.rand(4, 2), Nd4j.ones(4, 5), null),
                "a mask of shape [4, 2] for its features, found [4, 5]");
        refused(saved(new INDArray[] {Nd4j.rand(4, 3)}, null), "1 to 100 arrays of features and as many of labels");
        refused(
                saved(new INDArray[] {Nd4j.rand(4, 3), Nd4j.rand(5, 3)}, new INDArray[] {Nd4j.rand(4, 2)}),
                "features of shape [4, …], found [5, 3]");
        refused(
                saved(new INDArray[] {Nd4j.rand(4, 3)}, new INDArray[] {Nd4j.rand(4, 2), Nd4j.rand(3, 2)}),
                "labels of shape [4, outputs] or [4, outputs, steps], found [3, 2]");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> load(folder.resolve("absent"), null))
                .withMessageEndingWith("expected a file that DL4J has saved, or a folder of such, found none");
    }

    private byte[] saved(INDArray[] features, INDArray[] labels) throws IOException {
        Path file = folder.resolve("several");
        new MultiDataSet(features, labels).save(file.toFile());
        return Files.readAllBytes(file);
    }

    /** In the order of the arrays, each with its own mask, and what DL4J reads of it. */
    @Test
    void severalInputsAndOutputs() throws IOException {
        INDArray mask = Nd4j.create(new double[][] {{1, 1}, {1, 0}, {1, 1}, {1, 0}});
        INDArray longer = Nd4j.create(new double[][] {{1, 1, 1}, {1, 1, 0}, {1, 0, 0}, {1, 1, 1}});
        INDArray steps = Nd4j.zeros(4, 2, 2);
        IntStream.range(0, 4).forEach(i -> steps.putScalar(i, i % 2, 0, 1).putScalar(i, 0, 1, 1));
        MultiDataSet data = new MultiDataSet(
                new INDArray[] {
                    Nd4j.rand(DataType.FLOAT, 4, 3),
                    Nd4j.rand(DataType.FLOAT, 4, 5, 3),
                    Nd4j.rand(DataType.FLOAT, 4, 5, 2)
                },
                new INDArray[] {oneHot(3, 0, 1, 2, 2), Nd4j.rand(DataType.FLOAT, 4, 1), steps},
                new INDArray[] {null, longer, mask},
                null);
        Path file = folder.resolve("several");
        data.save(file.toFile());
        SavedDataset read = load(file, file);
        assertThat(read.form())
                .isEqualTo(new ExampleForm(
                        List.of(List.of(3), List.of(5, 3), List.of(5, 2)),
                        Targets.of(
                                Target.classes(3),
                                Target.values(1),
                                Target.classes(2).atEachOf(2))));
        assertThat(read.inputs()).isEqualTo(3 + 15 + 10);
        assertThat(read.content())
                .isEqualTo(
                        "4 training and 4 test examples of shape [3] and [5, 3] and [5, 2] with masks, 3 classes and 1 value and"
                                + " 2 classes at each of 2 steps");
        org.nd4j.linalg.dataset.api.MultiDataSet test = read.testData(0, 4);
        MultiDataSet dl4j = new MultiDataSet();
        dl4j.load(file.toFile());
        assertThat(test.getFeatures()).isEqualTo(dl4j.getFeatures());
        assertThat(test.getLabels()).isEqualTo(dl4j.getLabels());
        assertThat(test.getFeaturesMaskArrays())
                .containsExactly(null, longer.castTo(DataType.FLOAT), mask.castTo(DataType.FLOAT));
        // The third output has as many steps as the third input, whose mask DL4J hands on to it.
        assertThat(test.getLabelsMaskArrays()).containsExactly(null, null, mask.castTo(DataType.FLOAT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read.trainIterator(2, 1))
                .withMessageStartingWith(
                        "the data must be of one input and one output for a DataSetIterator, received 4");

        Path other = folder.resolve("other");
        new MultiDataSet(data.getFeatures(), new INDArray[] {oneHot(3, 0, 1, 2, 2)}).save(other.toFile());
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> load(file, other))
                .withMessageEndingWith("arrays of labels must be as many in all files, 3, received 1");
    }

    private void refused(DataSet data, String sentence) throws IOException {
        refused(Files.readAllBytes(save("data", data)), sentence);
    }

    private void refused(byte[] bytes, String sentence) throws IOException {
        Path file = Files.write(folder.resolve("bad"), bytes);
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> load(file, null))
                .withMessageStartingWith(file + ": ")
                .withMessageContaining(sentence);
    }
}
