// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training and a test set of rows of a table. Inputs, and labels that are values, are standardised by the training
 * rows' mean and standard deviation, column by column; a column that is the same in all training rows becomes zeros.
 * Immutable.
 */
public final class TableDataset implements Dataset {

    private static final long serialVersionUID = 1L;

    private final Table table;
    private final int[] train;
    private final int[] test;
    private final Standardisation ofInputs;

    /** That of the labels; {@code null} if they are classes. */
    private final Standardisation ofLabels;

    /** @throws IllegalArgumentException if a test row is too far from the training rows for {@code float} */
    TableDataset(Table table, int[] train, int[] test) {
        this.table = table;
        this.train = train;
        this.test = test;
        this.ofInputs = Standardisation.of(table.inputs(), train);
        this.ofLabels = hasClasses() ? null : Standardisation.of(table.labels(), train);
        ofInputs.check(table.inputs(), test);
        if (ofLabels != null) {
            ofLabels.check(table.labels(), test);
        }
    }

    private boolean hasClasses() {
        return target().kind() == Target.Kind.CLASSES;
    }

    @Override
    public int inputs() {
        return table.inputs().columns();
    }

    @Override
    public InputType inputType() {
        return InputType.feedForward(inputs());
    }

    @Override
    public Target target() {
        return table.target();
    }

    @Override
    public int trainCount() {
        return train.length;
    }

    @Override
    public int testCount() {
        return test.length;
    }

    @Override
    public String content() {
        return train.length + " training and " + test.length + " test rows of " + inputs() + " inputs, "
                + target().text();
    }

    @Override
    public String sha256() {
        return table.sha256(train, test);
    }

    @Override
    public double chance() {
        if (!hasClasses()) {
            return 0;
        }
        int[] counts = new int[target().count()];
        for (int row : test) {
            counts[(int) table.labels().get(row, 0)]++;
        }
        return IntStream.of(counts).max().orElseThrow() / (double) test.length;
    }

    @Override
    public TableDataset holdOut(int count) {
        Check.inRange("held-out", count, 1, train.length - 1);
        int[] order = EpochOrder.forHoldingOut(train.length);
        int[] rows = IntStream.of(order).map(i -> train[i]).toArray();
        int rest = rows.length - count;
        return new TableDataset(table, Arrays.copyOf(rows, rest), Arrays.copyOfRange(rows, rest, rows.length));
    }

    @Override
    public DataSet trainData(int[] order, int from, int to) {
        EpochOrder.checkRange(from, to, Check.given("order", order).length);
        return rows(IntStream.range(from, to)
                .map(i -> train[Check.inRange("an index of order", order[i], 0, train.length - 1)])
                .toArray());
    }

    @Override
    public DataSet testData(int from, int to) {
        EpochOrder.checkRange(from, to, test.length);
        return rows(Arrays.copyOfRange(test, from, to));
    }

    @Override
    public DataSet someTestData(int most) {
        return rows(IntStream.of(EpochOrder.spread(test.length, most))
                .map(i -> test[i])
                .toArray());
    }

    private DataSet rows(int[] rows) {
        return new DataSet(
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
