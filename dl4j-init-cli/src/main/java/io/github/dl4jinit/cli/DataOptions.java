// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.CsvSource;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.IdxSource;
import io.github.dl4jinit.lab.data.ImageFolderSource;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.data.SequenceSource;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.file.ImageFolder;
import io.github.dl4jinit.lab.data.file.ImageSize;
import io.github.dl4jinit.lab.preset.NetworkName;
import io.github.dl4jinit.lab.training.Trainer;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags that say what data a network sees, and how much of it at once. */
final class DataOptions {

    /** What {@code --data} calls the data that comes with this program; a folder of that name is {@code ./bundled}. */
    private static final String BUNDLED = "bundled";

    @Option(names = "--batch", paramLabel = "N", description = "Examples an iteration (default: 128; cnn, lstm 32).")
    private Integer batchSize;

    @Option(
            names = "--train-limit",
            paramLabel = "N",
            description = "Use the first N training examples only; 0 for all (default: all; cnn 4800, lstm 9600).")
    private Integer trainLimit;

    /** A {@code File}, since on Windows no {@code Path} has a colon where sequences have one. */
    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Folder of the four IDX files of a data set, gzip-compressed or not, or with a folder of"
                    + " images for each class; a table, a CSV file with a header; with --conf or --model,"
                    + " examples that DL4J has saved, a file or a folder of such; generated sequences,"
                    + " adding:LENGTH or copy:LENGTH; or " + BUNDLED + ", the MNIST that comes with this program"
                    + " (default: " + BUNDLED + "; lstm adding:30).")
    private File data;

    @Option(
            names = "--test-data",
            paramLabel = "PATH",
            description = "The test examples beside those that DL4J has saved, saved alike (default: some of the others"
                    + " are drawn).")
    private File testData;

    @Option(
            names = "--image-size",
            paramLabel = "HxW",
            description =
                    "Of a folder of images: what they are scaled to, such as 28x28; 28x28x1 for grey ones, 28x28x3"
                            + " for colours (default: as the files are).")
    private String imageSize;

    @Option(
            names = "--images",
            paramLabel = "FILE",
            description = "In place of --data: an IDX file of images or vectors, gzip-compressed if it ends in .gz.")
    private Path images;

    @Option(names = "--labels", paramLabel = "FILE", description = "An IDX file of the classes of these.")
    private Path imageLabels;

    @Option(
            names = "--test-images",
            paramLabel = "FILE",
            description = "The same for testing (default: a share of --images, --test-share).")
    private Path testImages;

    @Option(names = "--test-labels", paramLabel = "FILE", description = "An IDX file of the classes of those.")
    private Path testLabels;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            split = ",",
            description = "Of a table: the column that the network shall tell, or several of numbers.")
    private List<String> labels = List.of();

    @Option(
            names = "--label-kind",
            paramLabel = "KIND",
            description = "Of a table: whether the label is CLASSES or VALUES (default: text, and at most 20 different"
                    + " whole numbers, are classes).")
    private Target.Kind labelKind;

    @Option(
            names = "--drop",
            paramLabel = "COLUMN",
            split = ",",
            description = "Of a table: columns to leave out, such as names and numbers of rows.")
    private List<String> dropped = List.of();

    @Option(
            names = "--test-share",
            paramLabel = "X",
            description = "Of data that is not in two parts: the share that is drawn for testing (default: "
                    + DataSource.DEFAULT_TEST_SHARE + ").")
    private Double testShare;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            description = "Decides which examples those are (default: " + DataSource.DEFAULT_SPLIT_SEED + ").")
    private Long splitSeed;

    /** Whether there is data of one's own. */
    boolean given() {
        return data != null || ofPairs() != null;
    }

    private record Flag(String name, Object value) {}

    /** The first that is given of the flags that name IDX files; {@code null} if none is. */
    private String ofPairs() {
        return Stream.of(
                        new Flag("--images", images),
                        new Flag("--labels", imageLabels),
                        new Flag("--test-images", testImages),
                        new Flag("--test-labels", testLabels))
                .filter(flag -> flag.value() != null)
                .map(Flag::name)
                .findFirst()
                .orElse(null);
    }

    /**
     * So many passes over this data.
     *
     * @param defaults what is meant where nothing is said
     * @throws IllegalArgumentException if a flag's value is out of its range, or of no use with this data
     */
    TrainingSpec training(NetworkSpec network, int epochs, NetworkName.Defaults defaults) {
        return new TrainingSpec(
                network,
                batchSize == null ? defaults.batchSize() : batchSize,
                epochs,
                trainLimit == null ? defaults.trainLimit() : trainLimit,
                source(defaults));
    }

    private DataSource source(NetworkName.Defaults defaults) {
        if (ofPairs() != null) {
            Check.require(data == null, ofPairs(), "given without --data", "--data " + data);
            refuseThoseOfTables("--images");
            refuseImageSize("--images");
            refuseTestData("--images");
            return pairs();
        }
        Optional<SequenceSource> sequences = data == null ? Optional.empty() : SequenceSource.parse(data.getPath());
        boolean bundled = data != null && data.getPath().equals(BUNDLED);
        if (data != null && !bundled && sequences.isEmpty()) {
            return ofFiles(absolute(data.toPath()));
        }
        Object instead = data == null || bundled ? "the bundled MNIST" : data;
        refuseThoseOfTables(instead);
        refuseSplit(instead);
        refuseImageSize(instead);
        refuseTestData(instead);
        return sequences.isPresent() ? sequences.get() : bundled ? null : defaults.data();
    }

    private DataSource ofFiles(Path path) {
        if (isSaved(path)) {
            refuseThoseOfTables(path);
            refuseImageSize(path);
            return saved(path);
        }
        refuseTestData(path);
        if (isTable(path)) {
            refuseImageSize(path);
            Check.require(
                    !labels.isEmpty(), "--label", "given with a table: the column that the network shall tell", "none");
            return new CsvSource(path.toString(), labels, dropped, labelKind, testShare(), splitSeed());
        }
        refuseThoseOfTables(path);
        if (ImageFolderSource.isOne(path)) {
            return imageFolder(path);
        }
        refuseSplit(path);
        refuseImageSize(path);
        return DataSource.of(path);
    }

    private SavedSource saved(Path path) {
        Check.require(
                testData == null || testShare == null && splitSeed == null,
                "--test-data",
                "given without --test-share and --split-seed, which draw test examples",
                testData);
        return new SavedSource(
                path.toString(),
                testData == null ? null : absolute(testData.toPath()).toString(),
                testShare(),
                splitSeed());
    }

    /** A file that cannot be read is said to be so when it is. */
    private static boolean isSaved(Path path) {
        try {
            return SavedSource.isSaved(path);
        } catch (IOException e) {
            return false;
        }
    }

    private ImageFolderSource imageFolder(Path folder) {
        if (ImageFolder.hasParts(folder)) {
            refuseSplit(folder + ", which has train and test");
        }
        ImageSize size = imageSize == null ? null : ImageSize.parse(imageSize);
        return new ImageFolderSource(folder.toString(), size, testShare(), splitSeed());
    }

    private IdxSource pairs() {
        String examples = file("--images", images, ofPairs());
        String classes = file("--labels", imageLabels, "--images");
        if (testImages == null && testLabels == null) {
            return new IdxSource.Drawn(examples, classes, testShare(), splitSeed());
        }
        refuseSplit("--test-images");
        return new IdxSource.Pairs(
                examples,
                classes,
                file("--test-images", testImages, "--test-labels"),
                file("--test-labels", testLabels, "--test-images"));
    }

    private static String file(String flag, Path file, String beside) {
        if (file == null) {
            throw new IllegalArgumentException(Check.message(flag, "given with " + beside, "none"));
        }
        return absolute(file).toString();
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private double testShare() {
        return testShare == null ? DataSource.DEFAULT_TEST_SHARE : testShare;
    }

    private long splitSeed() {
        return splitSeed == null ? DataSource.DEFAULT_SPLIT_SEED : splitSeed;
    }

    private void refuseThoseOfTables(Object instead) {
        String ofTable = "given with a table only, a CSV file as --data";
        refuse("--label", labels.isEmpty() ? null : labels, ofTable, instead);
        refuse("--label-kind", labelKind, ofTable, instead);
        refuse("--drop", dropped.isEmpty() ? null : dropped, ofTable, instead);
    }

    private void refuseSplit(Object instead) {
        String ofOnePart = "given only with data of one part, of which a share is drawn for testing";
        refuse("--test-share", testShare, ofOnePart, instead);
        refuse("--split-seed", splitSeed, ofOnePart, instead);
    }

    private void refuseImageSize(Object instead) {
        refuse("--image-size", imageSize, "given with a folder of images only, one folder a class", instead);
    }

    private void refuseTestData(Object instead) {
        refuse("--test-data", testData, "given with examples that DL4J has saved as --data only", instead);
    }

    private static void refuse(String flag, Object value, String rule, Object instead) {
        Check.require(value == null, flag, rule, instead);
    }

    /** A file, or one that is not there and would be a table by its name. */
    private static boolean isTable(Path path) {
        return Files.isRegularFile(path)
                || !Files.exists(path) && path.toString().matches("(?i).*\\.(csv|tsv)(\\.gz)?");
    }

    /**
     * Reads the data of a training.
     *
     * @throws ParameterException if it has no column of a name that was given
     * @throws IOException if it cannot be read
     */
    static Dataset load(CommandSpec command, TrainingSpec training) throws IOException {
        try {
            return Trainer.load(training);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
