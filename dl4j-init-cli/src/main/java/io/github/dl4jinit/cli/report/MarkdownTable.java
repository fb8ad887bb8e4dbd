// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Tables for a terminal, in the syntax of Markdown. */
final class MarkdownTable {

    /** What stands in a cell without a value. */
    static final String NOTHING = "–";

    /** Left, inner and right border of the header row, of the line below it, and of the data rows; no other lines. */
    private static final Character[] BORDERS = {
        null, null, null, null, '|', '|', '|', '|', '-', '|', '|', '|', '|', '|', null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null
    };

    private MarkdownTable() {}

    static <T> String of(List<T> rows, List<ColumnData<T>> columns) {
        return AsciiTable.getTable(BORDERS, rows, columns);
    }

    static <T> ColumnData<T> left(String header, Function<T, String> value) {
        return column(header, HorizontalAlign.LEFT, value);
    }

    static <T> ColumnData<T> right(String header, Function<T, String> value) {
        return column(header, HorizontalAlign.RIGHT, value);
    }

    /** A number by a format, or {@link #NOTHING}. */
    static String number(String format, Double value) {
        return value == null ? NOTHING : String.format(Locale.ROOT, format, value);
    }

    /** A mean with half the width of its confidence interval, each to four decimals, or as much of it as there is. */
    static String withInterval(Double mean, Double ci95) {
        return number("%.4f", mean) + (mean == null || ci95 == null ? "" : " ± " + number("%.4f", ci95));
    }

    private static <T> ColumnData<T> column(String header, HorizontalAlign align, Function<T, String> value) {
        return new Column().header(header).headerAlign(align).dataAlign(align).with(value);
    }
}
