// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.lab.data.file.PackedArray;
import io.github.dl4jinit.lab.data.split.Split;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training and a test set of rows of a table. Inputs, and labels that are values, are standardised by the training
 * rows' mean and standard deviation, column by column; a column that is the same in all training rows becomes zeros.
 * Immutable.
 */
public final class TableDataset extends SplitDataset {

    private static final long serialVersionUID = 1L;

    private final Table table;

    /** That of the inputs, and of the labels behind them if these are values. */
    private final Standardisation standardisation;

    /** @throws IllegalArgumentException if a test row is too far from the training rows for {@code float} */
    TableDataset(Table table, Split split) {
        super(split);
        this.table = table;
        int columns = table.inputs() + (table.hasClasses() ? 0 : table.labels());
        this.standardisation = Standardisation.of(table.rows(), columns, split.train());
        standardisation.check(table.rows(), split.test());
    }

    @Override
    public int inputs() {
        return table.inputs();
    }

    @Override
    public List<InputType> inputTypes() {
        return List.of(InputType.feedForward(inputs()));
    }

    @Override
    public ExampleForm form() {
        return ExampleForm.of(List.of(inputs()), target());
    }

    private Target target() {
        return table.target();
    }

    @Override
    public double[] labelUnits(int output) {
        return table.hasClasses()
                ? super.labelUnits(output)
                : IntStream.range(inputs(), inputs() + table.labels())
                        .mapToDouble(standardisation::deviation)
                        .toArray();
    }

    @Override
    public String content() {
        return trainCount() + " training and " + testCount() + " test rows of " + inputs() + " inputs, "
                + target().text();
    }

    @Override
    public String sha256() {
        return table.sha256(split());
    }

    @Override
    public double chance() {
        if (!table.hasClasses()) {
            return 0;
        }
        int[] counts = new int[target().count()];
        for (int row : split().test()) {
            counts[table.label(row)]++;
        }
        return IntStream.of(counts).max().orElseThrow() / (double) testCount();
    }

    @Override
    public TableDataset holdOut(int count) {
        return new TableDataset(table, split().holdOut(count));
    }

    @Override
    MultiDataSet examples(int[] rows) {
        int inputs = inputs();
        int count = target().count();
        float[] features = new float[Math.multiplyExact(rows.length, inputs)];
        float[] labels = new float[Math.multiplyExact(rows.length, count)];
        PackedArray.Reader reader = table.rows().reader();
        double[] row = new double[table.rows().size()];
        for (int i = 0; i < rows.length; i++) {
            reader.read(rows[i], row);
            for (int column = 0; column < inputs; column++) {
                features[i * inputs + column] = standardisation.apply(row, column);
            }
            if (table.hasClasses()) {
                labels[i * count + (int) row[inputs]] = 1;
            } else {
                for (int label = 0; label < count; label++) {
                    labels[i * count + label] = standardisation.apply(row, inputs + label);
                }
            }
        }
        return new MultiDataSet(
                Nd4j.create(features, new long[] {rows.length, inputs}, 'c'),
                Nd4j.create(labels, new long[] {rows.length, count}, 'c'));
    }
}
