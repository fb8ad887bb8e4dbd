// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

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
    private final Standardisation ofInputs;

    /** That of the labels; {@code null} if they are classes. */
    private final Standardisation ofLabels;

    /** @throws IllegalArgumentException if a test row is too far from the training rows for {@code float} */
    TableDataset(Table table, Split split) {
        super(split);
        this.table = table;
        this.ofInputs = Standardisation.of(table.inputs(), split.train());
        this.ofLabels = hasClasses() ? null : Standardisation.of(table.labels(), split.train());
        ofInputs.check(table.inputs(), split.test());
        if (ofLabels != null) {
            ofLabels.check(table.labels(), split.test());
        }
    }

    private boolean hasClasses() {
        return target().kind() == Target.Kind.CLASSES;
    }

    @Override
    public long memory() {
        return (long) Double.BYTES
                * (table.inputs().numbers().length + (long) table.labels().numbers().length);
    }

    @Override
    public int inputs() {
        return table.inputs().columns();
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
        return hasClasses() ? super.labelUnits(output) : ofLabels.deviations();
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
        if (!hasClasses()) {
            return 0;
        }
        int[] counts = new int[target().count()];
        for (int row : split().test()) {
            counts[(int) table.labels().get(row, 0)]++;
        }
        return IntStream.of(counts).max().orElseThrow() / (double) testCount();
    }

    @Override
    public TableDataset holdOut(int count) {
        return new TableDataset(table, split().holdOut(count));
    }

    @Override
    MultiDataSet examples(int[] rows) {
        return new MultiDataSet(
                Nd4j.create(ofInputs.apply(table.inputs(), rows), new long[] {rows.length, inputs()}, 'c'),
                Nd4j.create(labels(rows), new long[] {rows.length, target().count()}, 'c'));
    }

    private float[] labels(int[] rows) {
        if (!hasClasses()) {
            return ofLabels.apply(table.labels(), rows);
        }
        float[] oneHot = new float[rows.length * target().count()];
        for (int i = 0; i < rows.length; i++) {
            oneHot[i * target().count() + (int) table.labels().get(rows[i], 0)] = 1;
        }
        return oneHot;
    }
}
