// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.lab.data.Target.Kind;
import io.github.dl4jinit.lab.data.file.CsvRows;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import io.github.dl4jinit.lab.data.file.PackedArray;
import io.github.dl4jinit.lab.data.file.Storage;
import io.github.dl4jinit.lab.data.file.StoredBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a table in two passes: the first finds out what each column holds, the second makes numbers of it, 8 bytes
 * each.
 */
final class TableReader {

    /** A label with more different whole numbers than this is taken for an amount, such as an age or a price. */
    static final int MOST_WHOLE_CLASSES = 20;

    /** A row is read into one array of Java. */
    private static final int WIDEST_ROW = Integer.MAX_VALUE / Double.BYTES - 1;

    private final CsvSource source;
    private final Storage storage;
    private final CsvRows rows;
    private final List<TableColumn> labels;
    private final List<TableColumn> inputs;

    private TableReader(CsvSource source, Storage storage) throws IOException {
        this.source = source;
        this.storage = storage;
        this.rows = new CsvRows(source.csv());
        source.labels().forEach(this::checkThere);
        source.dropped().forEach(this::checkThere);
        List<TableColumn> all = new ArrayList<>();
        for (String name : rows.header()) {
            all.add(new TableColumn(name, all.size()));
        }
        this.labels = source.labels().stream()
                .map(name -> all.get(rows.header().indexOf(name)))
                .toList();
        this.inputs = all.stream()
                .filter(column -> !source.labels().contains(column.name()))
                .filter(column -> !source.dropped().contains(column.name()))
                .toList();
        if (inputs.isEmpty()) {
            throw rows.wrong("expected a column beside the label, found none");
        }
    }

    /** @throws IllegalArgumentException if there is none: the argument that names it is wrong, not the file */
    private void checkThere(String name) {
        if (!rows.header().contains(name)) {
            String known = OneLine.of(String.join(", ", rows.header()));
            throw new IllegalArgumentException(Check.message("column", "one of " + known, name));
        }
    }

    /**
     * Reads a table.
     *
     * @throws InvalidDataException if the file cannot be read or is no table, a value is missing, a column is not what
     *     it must be, or the disk is full; the message names line and column
     * @throws IllegalArgumentException if there is no column of a name that the source gives
     */
    static Table read(CsvSource source, Storage storage) throws IOException {
        return new TableReader(source, storage).read();
    }

    private Table read() throws IOException {
        List<TableColumn> used = Stream.concat(inputs.stream(), labels.stream()).toList();
        int count = rows.forEach(row -> {
            for (TableColumn column : used) {
                String value = row.value(column.index());
                if (!column.look(value)) {
                    throw row.wrong(column.index(), "expected a number of at most 1.8e308, found " + value);
                }
            }
        });
        if (count < 2) {
            throw rows.wrong("expected two rows or more below the header, found " + count);
        }
        for (TableColumn column : used) {
            Optional<String> fault = column.fault();
            if (fault.isPresent()) {
                throw rows.wrong("column " + column.name() + ": " + fault.get());
            }
        }
        for (TableColumn input : inputs) {
            if (!input.numeric() && input.categories() > TableColumn.MOST_CATEGORIES) {
                throw rows.wrong("column " + input.name() + ": expected numbers or at most "
                        + TableColumn.MOST_CATEGORIES + " different texts, found more, such as '" + input.firstText()
                        + "'; drop it if it names the rows");
            }
        }
        Target target = target();
        long wide =
                labels.size() + inputs.stream().mapToLong(TableColumn::width).sum();
        if (wide > WIDEST_ROW) {
            throw rows.wrong("expected at most " + WIDEST_ROW + " numbers in a row, found " + wide);
        }
        StoredBytes numbers = storage.keep(
                source.csv(),
                Double.BYTES * wide * count,
                out -> write(count, (int) wide, target.kind() == Kind.CLASSES, out));
        return new Table(
                new PackedArray(PackedArray.Type.DOUBLE, List.of(count, (int) wide), numbers), labels.size(), target);
    }

    private void write(int count, int width, boolean classes, OutputStream out) throws IOException {
        double[] numbers = new double[width];
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * width);
        int[] seen = new int[1];
        int again = rows.forEach(row -> {
            if (seen[0]++ == count) {
                throw rows.wrong("expected " + count + " rows, found more when it was read again");
            }
            Arrays.fill(numbers, 0);
            int position = 0;
            for (TableColumn input : inputs) {
                input.writeInput(row.value(input.index()), numbers, position);
                position += input.width();
            }
            for (TableColumn label : labels) {
                String value = row.value(label.index());
                numbers[position++] = classes ? label.place(value) : label.number(value);
            }
            bytes.asDoubleBuffer().put(numbers);
            out.write(bytes.array());
        });
        if (again < count) {
            throw rows.wrong("expected " + count + " rows, found " + again + " when it was read again");
        }
    }

    /** What the labels are, by what was asked for, or else by what the column holds. */
    private Target target() throws InvalidDataException {
        TableColumn label = labels.get(0);
        boolean single = labels.size() == 1;
        boolean classes = source.kind() == null
                ? single && (!label.numeric() || label.fewWhole(MOST_WHOLE_CLASSES))
                : source.kind() == Kind.CLASSES;
        if (!classes) {
            for (TableColumn value : labels) {
                if (!value.numeric()) {
                    throw rows.wrong(
                            "column " + value.name() + ": expected numbers, found '" + value.firstText() + "'");
                }
            }
            return Target.values(labels.size());
        }
        if (!single) {
            throw rows.wrong("expected one column of classes, received " + source.labels());
        }
        if (label.categories() < 2 || label.categories() > TableColumn.MOST_CATEGORIES) {
            throw rows.wrong("column " + label.name() + ": expected 2 to " + TableColumn.MOST_CATEGORIES
                    + " classes, found " + (label.categories() < 2 ? "one" : "more"));
        }
        return Target.classes(label.categories());
    }
}
