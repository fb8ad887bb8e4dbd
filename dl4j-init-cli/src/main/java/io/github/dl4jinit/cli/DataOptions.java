// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.CsvSource;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.preset.NetworkName;
import io.github.dl4jinit.lab.training.Trainer;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags that say what data a network sees, and how much of it at once. */
final class DataOptions {

    @Option(names = "--batch", paramLabel = "N", description = "Examples an iteration (default: 128, of cnn 32).")
    private Integer batchSize;

    @Option(
            names = "--train-limit",
            paramLabel = "N",
            description = "Use the first N training examples only; 0 for all (default: all, of cnn 4800).")
    private Integer trainLimit;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Folder of the four IDX files of a data set, gzip-compressed or not; or a table, a CSV file"
                    + " with a header (default: the bundled MNIST).")
    private Path data;

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
            description = "Of a table: the share of its rows that is drawn for testing (default: "
                    + CsvSource.DEFAULT_TEST_SHARE + ").")
    private Double testShare;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            description = "Of a table: decides which rows those are (default: " + CsvSource.DEFAULT_SPLIT_SEED + ").")
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
        return new TrainingSpec(
                network,
                batchSize == null ? defaults.batchSize() : batchSize,
                epochs,
                trainLimit == null ? defaults.trainLimit() : trainLimit,
                source());
    }

    private DataSource source() {
        Path absolute = data == null ? null : data.toAbsolutePath().normalize();
        if (absolute != null && isTable(absolute)) {
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
        ofTable("--label", labels.isEmpty() ? null : labels);
        ofTable("--label-kind", labelKind);
        ofTable("--drop", dropped.isEmpty() ? null : dropped);
        ofTable("--test-share", testShare);
        ofTable("--split-seed", splitSeed);
        return absolute == null ? null : DataSource.of(absolute);
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
