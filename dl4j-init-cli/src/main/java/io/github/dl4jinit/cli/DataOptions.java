// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.CsvSource;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.data.SequenceSource;
import io.github.dl4jinit.lab.data.Target;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags that say what data a network sees, and how much of it at once. */
final class DataOptions {

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
            description = "Folder of the four IDX files of a data set, gzip-compressed or not; a table, a CSV file"
                    + " with a header; with --conf or --model, examples that DL4J has saved, a file or a folder of"
                    + " such; or generated sequences, adding:LENGTH (default: the bundled MNIST; lstm"
                    + " adding:30).")
    private File data;

    @Option(
            names = "--test-data",
            paramLabel = "PATH",
            description = "The test examples beside those that DL4J has saved, saved alike (default: some of the others"
                    + " are drawn).")
    private File testData;

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
            description = "Of a table, or of saved examples: the share that is drawn for testing (default: "
                    + CsvSource.DEFAULT_TEST_SHARE + ").")
    private Double testShare;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            description = "Of a table, or of saved examples: decides which those are (default: "
                    + CsvSource.DEFAULT_SPLIT_SEED + ").")
    private Long splitSeed;

    /** Whether there is data of one's own. */
    boolean given() {
        return data != null;
    }

    /**
     * So many passes over this data.
     *
     * @param defaults what is meant where nothing is said
     * @throws IllegalArgumentException if a flag's value is out of its range, or of no use with this data
     */
    TrainingSpec training(NetworkSpec network, int epochs, NetworkName.Defaults defaults) {
        if (data == null) {
            refuseThoseOfTables();
            ofSaved();
        }
        return new TrainingSpec(
                network,
                batchSize == null ? defaults.batchSize() : batchSize,
                epochs,
                trainLimit == null ? defaults.trainLimit() : trainLimit,
                data == null ? defaults.data() : source());
    }

    private DataSource source() {
        Optional<SequenceSource> sequences = SequenceSource.parse(data.getPath());
        if (sequences.isPresent()) {
            refuseThoseOfTables();
            ofSaved();
            return sequences.get();
        }
        Path absolute = data.toPath().toAbsolutePath().normalize();
        if (isSaved(absolute)) {
            ofTable("--label", labels.isEmpty() ? null : labels);
            ofTable("--label-kind", labelKind);
            ofTable("--drop", dropped.isEmpty() ? null : dropped);
            return saved(absolute);
        }
        ofSaved();
        if (isTable(absolute)) {
            Check.require(
                    !labels.isEmpty(), "--label", "given with a table: the column that the network shall tell", "none");
            return new CsvSource(
                    absolute.toString(),
                    labels,
                    dropped,
                    labelKind,
                    testShare == null ? CsvSource.DEFAULT_TEST_SHARE : testShare,
                    splitSeed == null ? CsvSource.DEFAULT_SPLIT_SEED : splitSeed);
        }
        refuseThoseOfTables();
        return DataSource.of(absolute);
    }

    private SavedSource saved(Path path) {
        Check.require(
                testData == null || testShare == null && splitSeed == null,
                "--test-data",
                "given without --test-share and --split-seed, which draw test examples",
                testData);
        return new SavedSource(
                path.toString(),
                testData == null
                        ? null
                        : testData.toPath().toAbsolutePath().normalize().toString(),
                testShare == null ? CsvSource.DEFAULT_TEST_SHARE : testShare,
                splitSeed == null ? CsvSource.DEFAULT_SPLIT_SEED : splitSeed);
    }

    /** A file that cannot be read is said to be so when it is. */
    private static boolean isSaved(Path path) {
        try {
            return SavedSource.isSaved(path);
        } catch (IOException e) {
            return false;
        }
    }

    private void ofSaved() {
        Check.require(
                testData == null,
                "--test-data",
                "given with examples that DL4J has saved as --data only",
                data == null ? "the bundled MNIST" : data);
    }

    private void refuseThoseOfTables() {
        ofTable("--label", labels.isEmpty() ? null : labels);
        ofTable("--label-kind", labelKind);
        ofTable("--drop", dropped.isEmpty() ? null : dropped);
        ofTable("--test-share", testShare);
        ofTable("--split-seed", splitSeed);
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

    private void ofTable(String flag, Object value) {
        Check.require(
                value == null,
                flag,
                "given with a table only, a CSV file as --data",
                data == null ? "the bundled MNIST" : data);
    }
}
