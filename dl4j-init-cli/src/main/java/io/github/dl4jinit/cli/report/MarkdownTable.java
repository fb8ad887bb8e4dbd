// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Tables for a terminal, in the syntax of Markdown. */
final class MarkdownTable {

    /** What stands in a cell without a value. */
    static final String NOTHING = "–";

    /** The width of a line: that of help, too. */
    static final int LINE = 100;

    /** Beside a scheme of so many characters there is room for what counts most. */
    private static final int LONGEST_TEXT = 36;

    /** Left, inner and right border of the header row, of the line below it, and of the data rows; no other lines. */
    private static final Character[] BORDERS = {
        null, null, null, null, '|', '|', '|', '|', '-', '|', '|', '|', '|', '|', null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null
    };

    private MarkdownTable() {}

    static <T> String of(List<T> rows, List<ColumnData<T>> columns) {
        return AsciiTable.getTable(BORDERS, rows, columns);
    }

    /**
     * A table that fits a line: without those of its columns for which there is no room, and then with a sentence that
     * says where they are.
     *
     * @param columns all columns
     * @param expendable those of them that may be left out, the first to go first
     * @param file where they are
     */
    static <T> String fitting(List<T> rows, List<ColumnData<T>> columns, List<ColumnData<T>> expendable, String file) {
        List<ColumnData<T>> shown = new ArrayList<>(columns);
        List<String> leftOut = new ArrayList<>();
        String table = of(rows, shown);
        for (ColumnData<T> column : expendable) {
            if (fitsLine(table)) {
                break;
            }
            shown.remove(column);
            leftOut.add(column.getHeader());
            table = of(rows, shown);
        }
        return leftOut.isEmpty()
                ? table
                : table + System.lineSeparator().repeat(2) + "In " + file + " only, for want of room: "
                        + String.join(", ", leftOut) + ".";
    }

    /** Whether a table is no wider than {@value #LINE} characters. */
    static boolean fitsLine(String table) {
        return table.lines().allMatch(line -> line.length() <= LINE);
    }

    /** A text that takes part of a line, shortened in its middle: schemes are alike in their beginnings. */
    static String shortened(String text) {
        return shortened(text, LONGEST_TEXT);
    }

    /** A text of so many characters at most. */
    static String shortened(String text, int longest) {
        int kept = longest - 1;
        return text.length() <= longest
                ? text
                : text.substring(0, (kept + 1) / 2) + "…" + text.substring(text.length() - kept / 2);
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

    private static <T> ColumnData<T> column(String header, HorizontalAlign align, Function<T, String> value) {
        return new Column().header(header).headerAlign(align).dataAlign(align).with(value);
    }
}
