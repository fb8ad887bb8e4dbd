// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns, each as wide as its widest cell. */
public final class TextTable {

    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    /** A table whose first row is the titles. */
    public TextTable(String... titles) {
        widths = new int[titles.length];
        row(titles);
    }

    /** Adds a row of as many cells as there are titles. */
    public void row(String... cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
        rows.add(cells.clone());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
