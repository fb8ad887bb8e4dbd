// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.measure.ColumnFacts;
import io.github.dl4jinit.internal.measure.DataFacts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a batch gave to an input, or to an output as labels. What a mask hides does not count, but for NaN and
 * infinities, which no mask keeps from a network; these are left out of means and deviations.
 */
public final class DataSignal {

    /** The most columns that a report tells of one by one. */
    private static final int MOST_COLUMNS = 100;

    @JsonProperty
    private final String name;

    @JsonProperty
    private final boolean labels;

    @JsonProperty
    private final int examples;

    @JsonProperty
    private final int width;

    @JsonProperty
    private final double mean;

    @JsonProperty
    private final double std;

    @JsonProperty
    private final double smallest;

    @JsonProperty
    private final double largest;

    @JsonProperty
    private final int constantColumns;

    @JsonProperty
    private final long notFinite;

    @JsonProperty
    private final int hiddenExamples;

    @JsonProperty
    private final List<Column> columns;

    @JsonCreator
    private DataSignal(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("labels") boolean labels,
            @JsonProperty("examples") int examples,
            @JsonProperty("width") int width,
            @JsonProperty("mean") double mean,
            @JsonProperty("std") double std,
            @JsonProperty("smallest") double smallest,
            @JsonProperty("largest") double largest,
            @JsonProperty("constantColumns") int constantColumns,
            @JsonProperty("notFinite") long notFinite,
            @JsonProperty("hiddenExamples") int hiddenExamples,
            @JsonProperty(value = "columns", required = true) List<Column> columns) {
        this.name = name;
        this.labels = labels;
        this.examples = examples;
        this.width = width;
        this.mean = mean;
        this.std = std;
        this.smallest = smallest;
        this.largest = largest;
        this.constantColumns = constantColumns;
        this.notFinite = notFinite;
        this.hiddenExamples = hiddenExamples;
        this.columns = List.copyOf(columns);
    }

    static DataSignal of(DataFacts facts) {
        List<ColumnFacts> columns = facts.columns();
        return new DataSignal(
                facts.node(),
                facts.use().isEmpty(),
                facts.examples(),
                columns.size(),
                facts.mean(),
                facts.stdDev(),
                facts.smallest(),
                facts.largest(),
                (int) columns.stream().filter(ColumnFacts::isConstant).count(),
                facts.notFinite(),
                facts.hiddenExamples(),
                columns.size() > MOST_COLUMNS
                        ? List.of()
                        : columns.stream().map(Column::new).collect(Collectors.toList()));
    }

    /** The name of the input, or of the output that the labels are for. */
    public String name() {
        return name;
    }

    /** Whether it is labels; an input's features if not. */
    public boolean labels() {
        return labels;
    }

    /** The number of examples in the batch. */
    public int examples() {
        return examples;
    }

    /** The number of columns of a matrix, or channels of images or series. */
    public int width() {
        return width;
    }

    /** The mean of all numbers. */
    public double mean() {
        return mean;
    }

    /** The standard deviation of all numbers, which grows with differences between the columns' means, too. */
    public double std() {
        return std;
    }

    /** The smallest number. */
    public double smallest() {
        return smallest;
    }

    /** The largest number. */
    public double largest() {
        return largest;
    }

    /** The number of columns that are the same for all examples, as pixels at the edge often are. */
    public int constantColumns() {
        return constantColumns;
    }

    /** How many numbers are NaN or infinite, whether a mask hides them or not. */
    public long notFinite() {
        return notFinite;
    }

    /** How many examples a mask hides altogether. */
    public int hiddenExamples() {
        return hiddenExamples;
    }

    /** The columns one by one, if there are at most 100; unmodifiable, empty otherwise. */
    public List<Column> columns() {
        return columns;
    }

    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "%s%d × %d, mean %.3g, std %.3g, from %.3g to %.3g",
                        labels ? "labels of " + name + ": " : name + ": ",
                        examples,
                        width,
                        mean,
                        std,
                        smallest,
                        largest)
                + (notFinite == 0 ? "" : ", " + notFinite + " NaN or infinite")
                + (hiddenExamples == 0 ? "" : ", " + hiddenExamples + " examples hidden by the mask");
    }

    /** Mean, standard deviation and range of one column over the examples, and over pixels or steps. */
    public static final class Column {

        @JsonProperty
        private final double mean;

        @JsonProperty
        private final double std;

        @JsonProperty
        private final double smallest;

        @JsonProperty
        private final double largest;

        private Column(ColumnFacts facts) {
            this(facts.mean(), facts.stdDev(), facts.smallest(), facts.largest());
        }

        @JsonCreator
        private Column(
                @JsonProperty("mean") double mean,
                @JsonProperty("std") double std,
                @JsonProperty("smallest") double smallest,
                @JsonProperty("largest") double largest) {
            this.mean = mean;
            this.std = std;
            this.smallest = smallest;
            this.largest = largest;
        }

        /** The mean. */
        public double mean() {
            return mean;
        }

        /** The standard deviation of the numbers as they are, not as a sample. */
        public double std() {
            return std;
        }

        /** The smallest number. */
        public double smallest() {
            return smallest;
        }

        /** The largest number. */
        public double largest() {
            return largest;
        }
    }
}
