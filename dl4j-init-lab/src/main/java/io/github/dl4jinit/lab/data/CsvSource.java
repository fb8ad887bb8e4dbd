// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import io.github.dl4jinit.lab.data.file.Memory;
import io.github.dl4jinit.lab.data.file.Storage;
import io.github.dl4jinit.lab.data.split.Split;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * A table in a CSV file with a header.
 *
 * @param csv the file; gzip-compressed if its name ends in {@code .gz}
 * @param labels the columns that a network shall tell; several only if they hold numbers
 * @param dropped columns that are left out, such as names and numbers of rows
 * @param kind whether labels are classes or values; {@code null} for what the column holds: text, or at most
 *     {@value TableReader#MOST_WHOLE_CLASSES} different whole numbers, are classes, and other numbers are values
 * @param testShare the share of the rows that are drawn for testing, between 0 and 1
 * @param splitSeed decides which rows these are
 */
public record CsvSource(
        String csv, List<String> labels, List<String> dropped, Target.Kind kind, double testShare, long splitSeed)
        implements DataSource {

    public CsvSource {
        Check.given("csv", csv);
        labels = Check.givenEach("labels", labels);
        dropped = Check.givenEach("dropped", dropped);
        Check.require(!labels.isEmpty(), "labels", "at least one column", labels);
        Check.require(
                Collections.disjoint(labels, dropped), "drop", "other columns than the labels " + labels, dropped);
        Split.checkShare(testShare);
    }

    /** The table with these columns as labels, of which a fifth of the rows is for testing. */
    public CsvSource(String csv, List<String> labels) {
        this(csv, labels, List.of(), null, DEFAULT_TEST_SHARE, DEFAULT_SPLIT_SEED);
    }

    @Override
    public String description() {
        return csv + ", label " + String.join(" and ", labels) + ", test rows drawn by seed " + splitSeed;
    }

    @Override
    public TableDataset load(int trainLimit) throws IOException {
        return load(trainLimit, Storage.standard());
    }

    TableDataset load(int trainLimit, Storage storage) throws IOException {
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        try {
            return split(TableReader.read(this, storage), trainLimit);
        } catch (OutOfMemoryError e) {
            throw Memory.exceeded(csv, e);
        }
    }

    private TableDataset split(Table table, int trainLimit) throws InvalidDataException {
        try {
            return table.split(testShare, splitSeed, trainLimit);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(csv, e.getMessage(), e);
        }
    }
}
